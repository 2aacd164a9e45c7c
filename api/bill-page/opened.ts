/** A bill that its link has opened, and what of it can be paid now. */
import type { Bill } from '../../db/bill-page.ts';
import type { BillQuestion } from '../../db/bill-questions.ts';
import { heldOf } from '../../db/open-disputes.ts';
import { isUndecided } from '../../domain/dispute/deadlines.ts';
import type { Instalment } from '../../domain/facts.ts';
import { billPageFrame, type Html, type PageParts } from './layout.ts';
import type { Saying } from './saying.ts';

export type OpenedBill = {
  /** The path of the bill's page, with the token in it. */
  readonly base: string;
  readonly expiresAtMs: number;
  readonly bill: Bill;
  readonly saying: Saying;
  /** A picture in SVG, or null for our mark. */
  readonly logo: string | null;
};

/** A page of this bill in the customer's language. */
export function pageOf(
  { bill, saying, logo }: OpenedBill,
  parts: Pick<PageParts, 'title' | 'content' | 'footer' | 'errors'>,
): Html {
  const { words, locale } = saying;
  return billPageFrame({ words, locale, seller: { name: bill.sellerName, logo }, ...parts });
}

/** What waits for our answer, and the rest that is due all the same. */
export function dueNow(
  { openMinor }: Pick<Bill, 'openMinor'>,
  questions: readonly BillQuestion[],
): { heldMinor: number; restMinor: number } {
  const heldMinor = heldOf(questions.filter(isUndecided), openMinor);
  return { heldMinor, restMinor: openMinor - heldMinor };
}

/** The undecided question about a line of the bill, if there is one. */
export function questionAbout(
  { number }: Pick<Bill, 'number'>,
  questions: readonly BillQuestion[],
  position: number,
): BillQuestion | undefined {
  return questions.find(
    (question) =>
      isUndecided(question) &&
      question.lines.some((line) => line.invoice === number && line.position === position),
  );
}

/** Each instalment with its amount and day. */
export function planInWords(
  { letters, formats, date }: Saying,
  instalments: readonly Instalment[],
): string[] {
  return instalments.map(({ on, amountMinor }) =>
    letters.instalment({ amount: formats.money(amountMinor), on: date(on) }),
  );
}
