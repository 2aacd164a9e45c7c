import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { PdfStandard } from '@myriaddreamin/typst-ts-node-compiler';
import { describe, expect, test } from 'vitest';
import { paperPdf, setPaper } from '../../papers/pdf.ts';
import { paperContent } from '../../domain/paper/content.ts';
import type { PaperFacts } from '../../domain/paper/facts.ts';
import { paperLanguages } from '../../domain/paper/languages.ts';
import { creditNote, fibre, invoice, seller } from '../domain/paper/sample-papers.ts';
import { informationOf, pagesOf, textOf } from './pdf-text.ts';
import { saidBy } from './said-by.ts';

const languages = Object.keys(paperLanguages);
const pdfOf = (paper: PaperFacts) => paperPdf(paperContent(paper));

const reverse = { ...fibre, taxTreatment: 'reverse_charge' as const, rateBasisPoints: 0 };

/** So many lines, each with a price of its own. */
const linesOf = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    ...fibre,
    position: index + 1,
    description: `Service ${index + 1}`,
    unitPriceMinor: 1_000 + index,
    netMinor: 1_000 + index,
  }));

describe.each(languages)('in %s', (language) => {
  test.each([
    ['an invoice', invoice({ language, creditUsedMinor: 10_00 })],
    ['an invoice under reverse charge', invoice({ language, lines: [reverse] })],
    ['a credit note', creditNote({ language, creditKeptMinor: 4_00 })],
  ])('%s has everything in its file that its content says', async (_, paper) => {
    const content = paperContent(paper);
    const { text } = await textOf(paperPdf(content));
    for (const said of saidBy(content)) expect(text).toContain(said.replaceAll(/\s+/gu, ' '));
    expect(text).toContain(content.pageLabel.replace('{page}', '1').replace('{pages}', '1'));
  });

  test('the file says its title, its language and the day of issue', async () => {
    const paper = invoice({ language, issuedOn: '2026-12-31' });
    const { title, language: tag } = paperContent(paper);
    expect(await informationOf(pdfOf(paper))).toMatchObject({
      Title: title,
      Language: tag,
      Author: 'Nordlys Telecom OÜ',
      CreationDate: 'D:20261231000000Z',
      ModDate: 'D:20261231000000Z',
    });
  });
});

describe('the same paper is the same file, byte for byte', () => {
  const hashOf = (paper: PaperFacts) => createHash('sha256').update(pdfOf(paper)).digest('hex');
  const paper = invoice({ language: 'sl' });

  test('when it is made again after others', () => {
    const first = hashOf(paper);
    for (const language of languages) pdfOf(creditNote({ language }));
    expect(hashOf(structuredClone(paper))).toBe(first);
    expect(hashOf(invoice({ language: 'sl', number: 'FD2026-000232' }))).not.toBe(first);
  });

  test('when it is made by another process, elsewhere and with another time zone', async () => {
    const script = fileURLToPath(new URL('programs/make-pdf.ts', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [script], {
      cwd: tmpdir(),
      env: { TZ: 'Asia/Tokyo', LANG: 'de_DE.UTF-8', SOURCE_DATE_EPOCH: '1' },
    });
    expect(stdout).toBe(hashOf(paper));
  });
});

describe('several pages', () => {
  test('carry their number, the column headings and, from the second on, whose they are', async () => {
    const pages = await pagesOf(pdfOf(invoice({ lines: linesOf(70) })));
    expect(pages).toHaveLength(3);
    for (const [index, page] of pages.entries()) {
      expect(page).toContain(`Page ${index + 1} of 3`);
      expect(page).toContain('No. Description Quantity Unit price VAT Net, EUR');
      if (index > 0) expect(page).toMatch(/^Invoice FD2026-000231 Maja Novak/);
    }
    expect(pages.slice(0, -1).join('')).not.toContain('How to pay');
    expect(pages.at(-1)).toContain('How to pay');
  });

  test('hold two hundred lines, each once', async () => {
    const lines = linesOf(200);
    const { text } = await textOf(pdfOf(invoice({ lines })));
    for (const { position, netMinor } of lines) {
      const amount = (netMinor / 100).toFixed(2);
      expect(text.split(` ${position} Service ${position} 1 ${amount} 24% ${amount}`)).toHaveLength(
        2,
      );
    }
  });
});

describe('the file is for screen readers too', () => {
  const papers = [
    invoice(),
    invoice({ lines: [reverse] }),
    invoice({ currency: 'JPY', lines: linesOf(60) }),
    creditNote({ seller: { ...seller, name: 'חברת תקשורת' } }),
  ];

  test('and has all that PDF/UA-1 asks of headings, tables and pictures', () => {
    for (const paper of papers) {
      expect(() => setPaper(paperContent(paper), null, PdfStandard.UA_1)).not.toThrow();
    }
  });

  test('and declares PDF/A-3a and PDF/UA-1, at the offsets that its table gives', () => {
    for (const paper of papers) {
      const file = pdfOf(paper).toString('latin1');
      expect(file).toContain('<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A');
      expect(file).toMatch(/<pdfuaid:part [^>]+>1<\/pdfuaid:part>/);
      expect(file).toContain('/DisplayDocTitle true');
      const tableAt = Number(/startxref\s+(\d+)/.exec(file)?.[1]);
      expect(file.slice(tableAt, tableAt + 5)).toBe('xref\n');
      const offsets = [...file.slice(tableAt).matchAll(/^(\d{10}) \d{5} n/gm)];
      for (const [index, [, offset]] of offsets.entries()) {
        const object = file.slice(Number(offset), Number(offset) + 12);
        expect(object).toMatch(new RegExp(`^${index + 1} 0 obj`));
      }
      const [, length = '', metadata = ''] =
        /\/Length (\d+)\s+\/Type \/Metadata[^>]+>>\s+stream\n([^]*?)\nendstream/.exec(file) ?? [];
      expect(metadata).toHaveLength(Number(length));
    }
  });
});

describe('a logo of the seller’s own', () => {
  const logo =
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 1"><path d="M0 0h4v1z"/></svg>';

  test('stands in the place of the seller’s name', async () => {
    const content = paperContent(invoice({ seller: { ...seller, iban: null } }));
    const timesNamed = async (pdf: Buffer) =>
      (await textOf(pdf)).text.split('Nordlys Telecom').length - 1;
    expect(await timesNamed(paperPdf(content))).toBe(2);
    expect(await timesNamed(paperPdf(content, logo))).toBe(1);
  });

  test('that is no picture is a plain error', () => {
    expect(() => paperPdf(paperContent(invoice()), 'no picture')).toThrow(
      /^Invoice FD2026-000231 could not be set: .*SVG/,
    );
  });
});
