import { createHash } from 'node:crypto';
import { decodeQR } from 'qr/decode.js';
import { describe, expect, test } from 'vitest';
import { paperPage, paperPolicy } from '../../papers/page.ts';
import { qrSvg } from '../../papers/qr.ts';
import { paperContent } from '../../domain/paper/content.ts';
import type { PaperFacts } from '../../domain/paper/facts.ts';
import { paperLanguages } from '../../domain/paper/languages.ts';
import { buyer, creditNote, fibre, invoice, seller } from '../domain/paper/sample-papers.ts';
import { saidBy } from './said-by.ts';

const pageOf = async (paper: PaperFacts) => String(await paperPage(paperContent(paper)));

describe.each(Object.keys(paperLanguages))('in %s the page', (language) => {
  test.each([
    ['an invoice', invoice({ language, creditUsedMinor: 10_00 })],
    ['a credit note', creditNote({ language })],
  ])('of %s shows what the content says, like the PDF', async (_, paper) => {
    const content = paperContent(paper);
    const page = await pageOf(paper);
    for (const said of [...saidBy(content), content.lines.heading]) expect(page).toContain(said);
    expect(page).toContain(`<html lang="${content.language}">`);
  });
});

test('the page carries what it needs, and its policy lets nothing else in', async () => {
  const page = await pageOf(invoice());
  expect(page).not.toMatch(
    /<script|<link rel="stylesheet"|style="|\son\w+=|(?:src|href)="(?!data:)/,
  );
  const styles = /<style>([^]*)<\/style>/.exec(page)?.[1] ?? '';
  const hash = createHash('sha256').update(styles).digest('base64');
  expect(paperPolicy).toContain(`style-src 'sha256-${hash}'`);
  expect(paperPolicy).toContain("default-src 'none'");
  expect(paperPolicy).not.toContain('unsafe');
  expect(page.length).toBeLessThan(100_000);
});

test('names in other directions of writing keep theirs without turning the page', async () => {
  const page = await pageOf(invoice({ buyer: { ...buyer, name: 'שלום (Ltd.)' } }));
  expect(page).toContain('dir="auto">שלום (Ltd.)<');
});

test('a logo is a picture that can run nothing', async () => {
  const logo = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
  const page = String(await paperPage(paperContent(invoice()), logo));
  expect(page).toContain(`<img src="data:image/svg+xml;base64,${btoa(logo)}" alt="Nordlys`);
  expect(page).not.toContain('<script');
});

test('a line without a price of its own has empty cells, so that a phone can leave them out', async () => {
  const part = { ...fibre, netMinor: 10_00, correctsPosition: 1 };
  const page = await pageOf(creditNote({ lines: [part] }));
  expect(page).toMatch(/<td [^>]*quantity"[^>]*><\/td>/);
});

describe('the QR code', () => {
  test('is read back as the payment that it stands for', () => {
    const name = 'Nordlys Telecommunications of the Baltic States OÜ';
    const { qr } = paperContent(invoice({ seller: { ...seller, name } })).payment;
    const payload = qr?.payload ?? '';
    const svg = qrSvg(payload);
    expect(decodeQR(pixelsOf(svg))).toBe(payload);
    // With less to correct errors by, which banks do not take, it would be smaller.
    expect(svg).toContain('viewBox="0 0 53 53"');
  });

  test('is dark on white with four light squares around it', () => {
    const svg = qrSvg('x');
    expect(svg).toMatch(/^<svg [^>]+><path fill="#fff" d="M0 0h29v29H0z"\/><path d="M4 4h7v1h-7z/);
  });
});

/** The picture as a camera would see it, eight points to a square. */
function pixelsOf(svg: string) {
  const scale = 8;
  const squares = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1]);
  const size = squares * scale;
  const data = new Uint8ClampedArray(size * size * 4).fill(255);
  const [, bars = ''] = /<path d="([^"]+)"/.exec(svg) ?? [];
  for (const [, x, y, length] of bars.matchAll(/M(\d+) (\d+)h(\d+)v1/g)) {
    for (let row = Number(y) * scale; row < (Number(y) + 1) * scale; row += 1) {
      const from = (row * size + Number(x) * scale) * 4;
      for (let at = from; at < from + Number(length) * scale * 4; at += 1) {
        data[at] = at % 4 === 3 ? 255 : 0;
      }
    }
  }
  return { width: size, height: size, data };
}
