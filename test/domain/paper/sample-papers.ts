/** Papers to be looked at by tests: one that is as usual, and changes to it. */
import fc from 'fast-check';
import type { PaperFacts, PaperLine } from '../../../domain/paper/facts.ts';
import { creditorReference } from '../../../domain/reference.ts';
import { summariseTax } from '../../../domain/tax.ts';

const number = 'FD2026-000231';
const march = { from: '2026-03-01', to: '2026-04-01' };

export const fibre: PaperLine = {
  position: 1,
  description: 'Fibre 500 Mbit/s',
  period: march,
  quantity: '1.000000',
  unitPriceMinor: 29_90,
  taxTreatment: 'standard',
  rateBasisPoints: 2_400,
  netMinor: 29_90,
  correctsPosition: null,
};

const support: PaperLine = {
  ...fibre,
  position: 2,
  description: 'Support around the clock',
  period: { from: '2026-03-10', to: '2026-04-01' },
  quantity: '2.500000',
  unitPriceMinor: 49_00,
  taxTreatment: 'reduced',
  rateBasisPoints: 900,
  netMinor: 122_50,
};

export const seller: PaperFacts['seller'] = {
  name: 'Nordlys Telecom OÜ',
  addressLine: 'Pikk 1',
  postalCode: '10123',
  city: 'Tallinn',
  country: 'EE',
  vatNumber: 'EE100000018',
  email: 'billing@nordlys.example',
  iban: 'EE382200221020145685',
  bic: 'HABAEE2X',
};

export const buyer: PaperFacts['buyer'] = {
  number: 'C-1001',
  name: 'Maja Novak',
  email: 'maja@example.com',
  addressLine: 'Cankarjeva 1',
  postalCode: '1000',
  city: 'Ljubljana',
  country: 'SI',
  isBusiness: false,
  vatNumber: null,
};

/** An invoice with these lines, taxed and added up by the rules of the house. */
export function invoice(changes: Partial<PaperFacts> = {}): PaperFacts {
  const lines = changes.lines ?? [fibre, support];
  const { perRate, ...sums } = summariseTax(
    lines.map(({ taxTreatment, ...line }) => ({ ...line, treatment: taxTreatment })),
  );
  return {
    kind: 'invoice',
    number,
    issuedOn: '2026-03-02',
    dueOn: '2026-03-16',
    period: march,
    currency: 'EUR',
    language: 'en',
    seller,
    buyer,
    lines,
    taxSummary: perRate,
    ...sums,
    terms: { kind: 'net_days', days: 14 },
    reference: creditorReference(number),
    corrects: null,
    reason: null,
    creditUsedMinor: 0,
    creditKeptMinor: 0,
    ...changes,
  };
}

/** A credit note for a part of the fibre line. */
export function creditNote(changes: Partial<PaperFacts> = {}): PaperFacts {
  return invoice({
    kind: 'credit_note',
    number: 'FDC2026-000007',
    lines: [{ ...fibre, netMinor: 10_00, correctsPosition: 1 }],
    corrects: { kind: 'invoice', number, issuedOn: '2026-03-02' },
    reason: 'The line was down for a week.',
    ...changes,
  });
}

const treatments = [
  { taxTreatment: 'standard', rateBasisPoints: 2_550 },
  { taxTreatment: 'reduced', rateBasisPoints: 500 },
  { taxTreatment: 'zero', rateBasisPoints: 0 },
  { taxTreatment: 'exempt', rateBasisPoints: 0 },
  { taxTreatment: 'outside_scope', rateBasisPoints: 0 },
  { taxTreatment: 'reverse_charge', rateBasisPoints: 0 },
] as const;

const anyLine = fc
  .record({
    count: fc.integer({ min: -5, max: 5 }),
    unitPriceMinor: fc.integer({ min: 0, max: 9_999_999_999 }),
    treatment: fc.constantFrom(...treatments),
  })
  .map(({ count, unitPriceMinor, treatment }) => ({
    ...fibre,
    ...treatment,
    unitPriceMinor,
    quantity: `${count}.000000`,
    netMinor: count * unitPriceMinor + 0,
  }));

/** Invoices of every language and of currencies with no, two and three decimals. */
export const anyInvoice: fc.Arbitrary<PaperFacts> = fc
  .record({
    lines: fc.array(anyLine, { minLength: 1, maxLength: 6 }),
    language: fc.constantFrom('en', 'et', 'sl', 'de'),
    currency: fc.constantFrom('EUR', 'JPY', 'KWD', 'HUF'),
  })
  .map(({ lines, ...rest }) =>
    invoice({ ...rest, lines: lines.map((line, index) => ({ ...line, position: index + 1 })) }),
  );
