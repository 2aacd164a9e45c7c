/** What became of a bank's file, as the API shows it. */
import { z } from '@hono/zod-openapi';
import type { Tally } from '../domain/bank/statement.ts';
import type { StatementSummary } from '../domain/bank/summary.ts';
import * as fields from './fields.ts';

const tally = z.object({ count: z.int(), amountMinor: fields.minor }).openapi('BankTally');

const statement = z.object({
  number: z.string().openapi({ description: 'The bank’s own number of the statement.' }),
  account: z.string(),
  currency: fields.currencyCode,
  from: fields.date.nullable(),
  to: fields.date.nullable(),
  openingMinor: fields.minor.nullable(),
  closingMinor: fields.minor.nullable(),
  differenceMinor: fields.minor.nullable().openapi({
    description: 'Closing balance less opening balance and entries; null without a balance.',
  }),
  notBooked: z.int().openapi({ description: 'Entries that are only announced; left out.' }),
  credits: tally.openapi({ description: 'All that came in; the next four make it up.' }),
  byReference: tally,
  byAmountAndName: tally,
  forPerson: tally.openapi({ description: 'No rule could place them.' }),
  known: tally.openapi({ description: 'Other statements had brought them.' }),
  returns: tally.openapi({ description: 'All that was taken back; the next three make it up.' }),
  takenBack: tally,
  returnsForPerson: tally,
  returnsKnown: tally,
  outgoing: tally.openapi({ description: 'What the seller spent: counted and not kept.' }),
  onTheirWay: z.int().openapi({ description: 'Placed, and not in the books yet.' }),
});

export const bankFileSchema = z
  .object({
    fileId: z.uuid(),
    name: z.string(),
    receivedAt: fields.instant,
    receivedBy: z.string(),
    isRead: z.boolean(),
    statements: z.array(statement),
  })
  .openapi('BankFile');

const none: Tally = { count: 0, amountMinor: 0 };

export const bankFileExample: z.input<typeof bankFileSchema> = {
  fileId: '0199c0de-7000-7000-8000-0000000000bf',
  name: 'statement.xml',
  receivedAt: '2026-03-15T06:00:00.000Z',
  receivedBy: 'bank connector',
  isRead: true,
  statements: [
    {
      number: '2026-03-14',
      account: 'EE382200221020145685',
      currency: 'EUR',
      from: '2026-03-14',
      to: '2026-03-14',
      openingMinor: 100_000,
      closingMinor: 117_200,
      differenceMinor: 0,
      notBooked: 0,
      credits: { count: 2, amountMinor: 17_200 },
      byReference: { count: 1, amountMinor: 12_200 },
      byAmountAndName: none,
      forPerson: { count: 1, amountMinor: 5_000 },
      known: none,
      returns: none,
      takenBack: none,
      returnsForPerson: none,
      returnsKnown: none,
      outgoing: none,
      onTheirWay: 0,
    },
  ],
};

export function statementView(summary: StatementSummary): z.input<typeof statement> {
  const { totals, creditsForPerson, creditsKnown, ...rest } = summary;
  return {
    ...rest,
    credits: totals.credit,
    forPerson: creditsForPerson,
    known: creditsKnown,
    returns: totals.return,
    outgoing: totals.outgoing,
  };
}
