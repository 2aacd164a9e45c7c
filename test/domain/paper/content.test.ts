import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toDecimal } from '../../../domain/money.ts';
import { paperContent } from '../../../domain/paper/content.ts';
import { paperLanguages } from '../../../domain/paper/languages.ts';
import { anyInvoice, buyer, creditNote, fibre, invoice, seller } from './sample-papers.ts';

const languages = Object.keys(paperLanguages);

/** Every text in the content, however deep. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

const allOf = (value: unknown) => textsOf(value).join('\n');

/** The sign and the digits, which are all that languages agree on. */
const figureOf = (text: string) => (/^\D*[-−]/.test(text) ? '-' : '') + text.replaceAll(/\D/g, '');

describe('every figure of the invoice is on the paper', () => {
  test('in every language and currency', () => {
    fc.assert(
      fc.property(anyInvoice, (paper) => {
        const { lines, taxSummary, totals } = paperContent(paper);
        const written = (minor: number) => figureOf(toDecimal(minor, paper.currency));
        expect(lines.rows.map(({ unitPrice, net }) => [unitPrice, net].map(figureOf))).toEqual(
          paper.lines.map((line) => [line.unitPriceMinor, line.netMinor].map(written)),
        );
        expect(taxSummary.rows.map(({ net, tax }) => [net, tax].map(figureOf))).toEqual(
          paper.taxSummary.map(({ netMinor, taxMinor }) => [netMinor, taxMinor].map(written)),
        );
        expect(totals.map(({ text }) => figureOf(text))).toEqual(
          [paper.netMinor, paper.taxMinor, paper.grossMinor].map(written),
        );
      }),
      { numRuns: 500 },
    );
  });

  test('with its rates and quantities', () => {
    const { rows } = paperContent(invoice({ language: 'de' })).lines;
    expect(rows).toMatchObject([
      { position: '1', quantity: '1', unitPrice: '29,90', tax: '24\u00a0%', net: '29,90' },
      { position: '2', quantity: '2,5', unitPrice: '49,00', tax: '9\u00a0%', net: '122,50' },
    ]);
    const lines = [{ ...fibre, rateBasisPoints: 2_550 }];
    expect(paperContent(invoice({ lines })).lines.rows[0]?.tax).toBe('25.5%');
  });

  test('and names the currency once for a column, and with what is to be paid', () => {
    const { lines, totals } = paperContent(invoice({ currency: 'JPY', lines: [fibre] }));
    expect(lines.columns.net).toBe('Net, JPY');
    expect(lines.rows[0]?.net).toBe('2,990');
    expect(totals.at(-1)).toEqual({ label: 'To pay', text: 'JP¥3,708' });
  });

  test('with what the customer’s credit settled, and what is left to pay', () => {
    const { totals, payment } = paperContent(invoice({ creditUsedMinor: 50_00 }));
    expect(totals.map(({ text }) => text)).toEqual([
      '152.40',
      '18.21',
      '170.61',
      '−50.00',
      '€120.61',
    ]);
    expect(payment.sentences).toEqual(['Please pay €120.61 by 16 March 2026.']);
    expect(payment.qr?.payload).toContain('\nEUR120.61\n');
  });
});

test.each(languages)(
  'in %s the paper says who bills whom, for when, and until when',
  (language) => {
    const business = { ...buyer, isBusiness: true, vatNumber: 'SI50223054' };
    const all = allOf(paperContent(invoice({ language, buyer: business })));
    const { name, addressLine, city, email } = seller;
    for (const text of [name, addressLine, city, email, 'EE100000018', 'FD2026-000231']) {
      expect(all).toContain(text);
    }
    for (const text of ['Maja Novak', 'Cankarjeva 1', '1000 Ljubljana', 'SI50223054', 'C-1001']) {
      expect(all).toContain(text);
    }
    // Issued on the 2nd, due on the 16th, from the 1st to the 31st; the second line from the 10th on.
    for (const day of [
      /\b2\b.*2026/,
      /\b16\b.*2026/,
      /\b1\b.*\b31\b.*2026/,
      /\b10\b.*\b31\b.*2026/,
    ]) {
      expect(all).toMatch(day);
    }
  },
);

test('each date and term stands beside its own label', () => {
  const terms = { kind: 'end_of_month', days: 15 } as const;
  const { facts } = paperContent(invoice({ dueOn: '2026-04-15', terms }));
  expect(facts.map(({ label, text }) => `${label}: ${text.replaceAll('\u2009', ' ')}`)).toEqual([
    'Number: FD2026-000231',
    'Date of issue: 2 March 2026',
    'Billing period: 1 – 31 March 2026',
    'Customer number: C-1001',
    'Terms: 15 days after the end of the month',
    'Due date: 15 April 2026',
  ]);
});

describe('how to pay', () => {
  test('names account and reference in groups of four, with a code that holds the same', () => {
    const { details, qr } = paperContent(invoice()).payment;
    expect(details.map(({ text }) => text)).toEqual([
      'Nordlys Telecom OÜ',
      'EE38 2200 2210 2014 5685',
      'HABAEE2X',
      expect.stringMatching(/^RF\d\d FD20 2600 0231$/),
    ]);
    const reference = details.at(-1)?.text.replaceAll(' ', '');
    expect(qr?.payload).toBe(
      `BCD\n002\n1\nSCT\n\nNordlys Telecom OÜ\nEE382200221020145685\nEUR170.61\n\n${reference}`,
    );
  });

  test.each([
    ['another currency', { currency: 'GBP' }],
    ['no account', { seller: { ...seller, iban: null } }],
    ['an account that is none', { seller: { ...seller, iban: 'EE382200221020145686' } }],
    ['a payee without a name', { seller: { ...seller, name: ' \u202e ' } }],
    ['a reference of another kind', { reference: '1234' }],
    ['nothing to pay', { creditUsedMinor: 170_61 }],
  ])('has no code for %s, and is a paper all the same', (_, changes) => {
    const { payment } = paperContent(invoice(changes));
    expect(payment.qr).toBeNull();
    expect(payment.sentences).toHaveLength(1);
  });

  test('cuts a name that the code has no room for', () => {
    for (const letter of ['x', '日', '😀']) {
      const name = letter.repeat(200);
      const { payment } = paperContent(invoice({ seller: { ...seller, name } }));
      expect(payment.details[0]?.text).toBe(name);
      expect(new TextEncoder().encode(payment.qr?.payload).length).toBeLessThanOrEqual(331);
    }
  });

  test('says so when the customer’s credit has settled everything', () => {
    const { payment } = paperContent(invoice({ creditUsedMinor: 170_61 }));
    expect(payment).toMatchObject({ sentences: ['There is nothing to pay.'], details: [] });
  });
});

describe('what the law wants to be said', () => {
  const lines = [{ ...fibre, taxTreatment: 'reverse_charge' as const, rateBasisPoints: 0 }];

  test.each([
    ['en', /reverse charge.*196.*2006\/112\/EC/i],
    ['et', /Pöördmaksustamine.*2006\/112\/EÜ.*196/],
    ['sl', /Obrnjena davčna obveznost.*196.*2006\/112\/ES/],
    ['de', /Steuerschuldnerschaft des Leistungsempfängers.*196.*2006\/112\/EG/],
  ])('of a reverse charge stands there in %s', (language, note) => {
    const { legalNotes, taxSummary } = paperContent(invoice({ language, lines }));
    expect(legalNotes).toEqual([expect.stringMatching(note)]);
    expect(taxSummary.rows[0]?.treatment).not.toMatch(/\d/);
  });

  test('of exempt and untaxed lines is said once each, and nothing of taxed ones', () => {
    const untaxed = (taxTreatment: 'exempt' | 'outside_scope') =>
      ({ ...fibre, taxTreatment, rateBasisPoints: 0 }) as const;
    const mixed = [fibre, untaxed('exempt'), untaxed('outside_scope'), untaxed('exempt')];
    expect(paperContent(invoice({ lines: mixed })).legalNotes).toEqual([
      'Exempt from VAT.',
      'Not subject to VAT.',
    ]);
    expect(paperContent(invoice()).legalNotes).toEqual([]);
  });
});

describe('a credit note', () => {
  test.each(languages)('in %s names the invoice that it corrects, and why', (language) => {
    const words = paperLanguages[language];
    const { title, remarks, facts } = paperContent(creditNote({ language }));
    expect(title).toMatch(/^\p{L}[\p{L} ]+ FDC2026-000007$/u);
    expect(remarks[0]).toMatch(/FD2026-000231.*\b2\b.*2026/);
    const [verb = ''] = words?.corrects.credits({ number: '', issuedOn: '' }).split(' ') ?? [];
    expect(remarks[0]?.split(' ')[0]).toBe(verb);
    expect(remarks[1]).toContain('The line was down for a week.');
    expect(facts.map(({ label }) => label)).not.toContain(words?.facts.dueOn);
  });

  test('shows no price that does not come to the amount, but of which line it is a part', () => {
    const whole = { ...fibre, position: 2, correctsPosition: 2 };
    const part = { ...fibre, netMinor: 10_00, correctsPosition: 1 };
    const { rows } = paperContent(creditNote({ lines: [part, whole] })).lines;
    expect(rows).toMatchObject([
      { notes: ['Part of line 1'], quantity: '', unitPrice: '', net: '10.00' },
      { notes: [], quantity: '1', unitPrice: '29.90', net: '29.90' },
    ]);
  });

  test('says what is taken off the claim and what is kept as credit', () => {
    const sentences = (creditKeptMinor: number) =>
      paperContent(creditNote({ creditKeptMinor })).payment.sentences;
    const [off, kept] = ['is taken off what you owe.', 'is kept as your credit'];
    expect(sentences(0)).toEqual([`€12.40 ${off}`]);
    expect(sentences(2_40)).toEqual([`€10.00 ${off}`, expect.stringContaining(`€2.40 ${kept}`)]);
    expect(sentences(12_40)).toEqual([expect.stringContaining(`€12.40 ${kept}`)]);
  });

  test('asks for no payment', () => {
    const { payment, totals } = paperContent(creditNote());
    expect(payment).toMatchObject({ details: [], qr: null });
    expect(totals.at(-1)).toEqual({ label: 'Credited in total', text: '€12.40' });
  });
});

test('an invoice that comes after another paper says what it does to it', () => {
  const corrects = { number: 'X-1', issuedOn: '2026-03-02' };
  const remarks = (kind: 'invoice' | 'credit_note') =>
    paperContent(invoice({ corrects: { ...corrects, kind }, reason: 'Wrong\nprice' })).remarks;
  expect(remarks('invoice')).toEqual([
    'Replaces invoice X-1 of 2 March 2026.',
    'Reason: Wrong price',
  ]);
  expect(remarks('credit_note')[0]).toBe(
    'Claims again what credit note X-1 of 2 March 2026 took back.',
  );
});

test('the same paper always has the same content, and is not changed by it', () => {
  fc.assert(
    fc.property(anyInvoice, (paper) => {
      const before = structuredClone(paper);
      expect(paperContent(paper)).toEqual(paperContent(structuredClone(paper)));
      expect(paper).toEqual(before);
    }),
    { numRuns: 100 },
  );
});
