import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { paperPage } from '../../papers/page.ts';
import { paperPdf } from '../../papers/pdf.ts';
import { paperContent } from '../../domain/paper/content.ts';
import { buyer, creditNote, fibre, invoice, seller } from '../domain/paper/sample-papers.ts';
import { textOf } from './pdf-text.ts';

/** A paper with this text wherever people may write one. */
const written = (text: string) =>
  creditNote({
    buyer: { ...buyer, name: text, addressLine: text, city: text, number: 'C-1' },
    seller: { ...seller, name: text, addressLine: text },
    lines: [{ ...fibre, description: text }],
    reason: text,
  });

const attacks = [
  '#import "x.typ": *',
  '#read("/etc/passwd")',
  '#sys.inputs #panic("x") #{1+1}',
  '$x^2$ *bold* _it_ `raw` = Head',
  '\\ \\u{41} \\#import ~ -- --- ...',
  '@label <label> // comment /* x */',
  '"quoted" ]] }} )) [[ {{',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '</style><style>*{display:none}',
  '&amp; &lt; &#x41; {{1+1}} <%= 1 %>',
  '{page} of {pages} $& $1 $$',
];

describe.each(attacks)('the text %s', (attack) => {
  test('is only text in the PDF', async () => {
    const { text } = await textOf(paperPdf(paperContent(written(attack))));
    // The name thrice, the address twice, city, description, reason and the line at the foot.
    const bare = (from: string) => from.replaceAll(/\s/g, '');
    expect(bare(text).split(bare(attack)).length - 1).toBeGreaterThanOrEqual(7);
  });

  test('is only text on the page', async () => {
    const page = String(await paperPage(paperContent(written(attack))));
    const harmless = String(await paperPage(paperContent(written('x'))));
    const tags = (html: string) => html.match(/<[^>]+>/g);
    expect(tags(page)).toEqual(tags(harmless));
  });
});

test('any text at all in names and descriptions makes a PDF', () => {
  const character = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    fc.constantFrom('\u0301', '\u200d', '\u200c', ' ', '日', 'ع', 'א', 'ﷺ', '葛\u{e0100}', '😀'),
  );
  fc.assert(
    fc.property(fc.string({ unit: character, maxLength: 60 }), (text) => {
      paperPdf(paperContent(written(text)));
    }),
    { numRuns: 60 },
  );
});

test('a letter that no font has is shown as one that is missing, and the others stay', async () => {
  const { text } = await textOf(paperPdf(paperContent(written('Kim 김 Δ 山 ж 😀 ok'))));
  expect(text).toContain('Kim \ufffd Δ 山 ж \ufffd ok');
});

test('control characters and turned directions change no line of the paper', async () => {
  const { text } = await textOf(
    paperPdf(paperContent(written('To\u202epay\u0000\u0007 9\n\n\n€99'))),
  );
  expect(text).toContain('Topay 9 €99');
  expect(text).not.toMatch(/[\u202a-\u202e]|\p{Cc}/u);
});

test('a word that no line can hold breaks, and hides no figure', async () => {
  const lines = [{ ...fibre, description: 'ж'.repeat(2_000) }];
  const { pages, text } = await textOf(paperPdf(paperContent(invoice({ lines }))));
  expect(text.replaceAll(/[^ж]/g, '')).toHaveLength(2_000);
  expect(pages).toBe(2);
  expect(text).toContain(' 1 29.90 24% 29.90 ');
});
