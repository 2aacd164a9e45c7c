/** Which invoices a payer may have named, by what stands in the fields and texts of an entry. */
import { findCreditorReferences } from '../reference.ts';
import type { StatementEntry } from './statement.ts';

/** Where something stood: the earlier the place, the more it counts. */
export type Place = 'structured reference' | 'text' | 'end-to-end id' | 'bank’s remark';

export type Quotes = {
  readonly place: Place;
  /** Creditor references with the right check digits. */
  readonly references: readonly string[];
  /** Texts in the form of our invoice numbers. */
  readonly numbers: readonly string[];
  /** By reference or number, the part of the money that the payer meant for it. */
  readonly amounts: ReadonlyMap<string, number>;
};

/** A payer's text has 140 characters; more than this is not a payer's. */
const longestText = 5_000;

/** What an entry quotes, place by place, from the one that counts most. */
export function quotesOf(entry: StatementEntry): Quotes[] {
  const { structured, unstructured, endToEndId, remark } = entry;
  return [
    quotesIn(
      'structured reference',
      structured.map(({ reference }) => reference),
      structured,
    ),
    quotesIn('text', [unstructured]),
    quotesIn('end-to-end id', [endToEndId ?? '']),
    quotesIn('bank’s remark', [remark]),
  ];
}

function quotesIn(
  place: Place,
  texts: readonly string[],
  structured: StatementEntry['structured'] = [],
): Quotes {
  const amounts = new Map<string, number>();
  for (const { reference, amountMinor } of structured) {
    if (amountMinor === null) continue;
    const names = [...findCreditorReferences(reference), ...findInvoiceNumbers(reference)];
    for (const name of names) amounts.set(name, (amounts.get(name) ?? 0) + amountMinor);
  }
  const shortened = texts.map((text) => text.slice(0, longestText));
  return {
    place,
    references: [...new Set(shortened.flatMap(findCreditorReferences))],
    numbers: [...new Set(shortened.flatMap(findInvoiceNumbers))],
    amounts,
  };
}

/**
 * The texts that could be invoice numbers such as `FB2026-000123`: a prefix of up to eight letters
 * or digits, a year, a sequence of six digits or more. Small letters, and a blank, point, slash or
 * dash at the joints or nothing, do no harm. Where a prefix ends in digits several readings are
 * possible; all are named, and only those that are numbers of invoices mean anything.
 */
export function findInvoiceNumbers(freeText: string): string[] {
  const text = freeText.toUpperCase().replaceAll(/\s+/g, ' ');
  const found: string[] = [];
  for (const { index } of text.matchAll(/(?<![A-Z0-9])[A-Z0-9]/g)) {
    for (let length = 1; length <= 8; length += 1) {
      const prefix = text.slice(index, index + length);
      if (!/^[A-Z0-9]+$/.test(prefix)) break;
      const rest = text.slice(index + length, index + length + 20);
      const [, year, sequence] = /^[ -]?(20\d\d)[ ./–-]?(\d{6,9})(?![A-Z0-9])/.exec(rest) ?? [];
      if (year && sequence) found.push(`${prefix}${year}-${sequence}`);
    }
  }
  return [...new Set(found)];
}
