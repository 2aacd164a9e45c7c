/** The reports as the API shows them, as JSON and as rows of a table. */
import { z } from '@hono/zod-openapi';
import type { Ages, CustomerAges } from '../db/reports/aged-receivables.ts';
import type { TrialBalanceRow } from '../db/reports/trial-balance.ts';
import { type Account, accounts } from '../domain/ledger.ts';
import { toDecimal } from '../domain/money.ts';
import * as fields from './fields.ts';
import { type Cell, csvOf } from './reports-csv.ts';

/** Whose report, and of which day. */
export type ReportHead = { readonly seller: string; readonly asOf: string };

const head = { seller: z.string(), asOf: fields.date };

const account = z.object({
  currency: fields.currencyCode,
  account: z.enum(accounts),
  debitMinor: fields.minor,
  creditMinor: fields.minor,
  balanceMinor: fields.minor.openapi({ description: 'A debit above nothing, a credit below.' }),
});

export const trialBalanceSchema = z
  .object({ ...head, accounts: z.array(account) })
  .openapi('TrialBalance');

export const trialBalanceExample: z.input<typeof trialBalanceSchema> = {
  seller: 'nordlys',
  asOf: '2026-03-31',
  accounts: [
    exampleAccount('receivable', 12_200, 0),
    exampleAccount('revenue', 0, 10_000),
    exampleAccount('tax', 0, 2_200),
  ],
};

function exampleAccount(name: Account, debitMinor: number, creditMinor: number) {
  const balanceMinor = debitMinor - creditMinor;
  return { currency: 'EUR', account: name, debitMinor, creditMinor, balanceMinor };
}

export function trialBalanceCsv(
  { seller, asOf }: ReportHead,
  rows: readonly TrialBalanceRow[],
): string {
  return csvOf(
    ['seller', 'as_of', 'currency', 'account', 'debit', 'credit', 'balance'],
    rows.map(({ currency, account, debitMinor, creditMinor, balanceMinor }) => [
      ...[seller, asOf, currency, account],
      ...[debitMinor, creditMinor, balanceMinor].map((minor) => toDecimal(minor, currency)),
    ]),
  );
}

const ages = {
  currency: fields.currencyCode,
  notDueMinor: fields.minor.openapi({ description: 'Due on that day or later.' }),
  days1To30Minor: fields.minor,
  days31To60Minor: fields.minor,
  days61To90Minor: fields.minor,
  daysOver90Minor: fields.minor,
  totalMinor: fields.minor,
};

const customerAges = z.object({
  customer: z.string(),
  name: z.string(),
  cycles: z.int().openapi({ description: 'Billing cycles with something open.' }),
  ...ages,
});

export const agedReceivablesSchema = z
  .object({
    ...head,
    totals: z.array(z.object(ages)).openapi({
      description: 'Of all customers, on whichever page they are, by currency.',
    }),
    items: z.array(customerAges),
    next: z.string().nullable(),
  })
  .openapi('AgedReceivables');

const exampleAges: Ages = {
  currency: 'EUR',
  notDueMinor: 0,
  days1To30Minor: 12_200,
  days31To60Minor: 0,
  days61To90Minor: 0,
  daysOver90Minor: 0,
  totalMinor: 12_200,
};

export const agedReceivablesExample: z.input<typeof agedReceivablesSchema> = {
  seller: 'nordlys',
  asOf: '2026-03-31',
  totals: [exampleAges],
  items: [{ customer: 'C-1001', name: 'Maja Novak', cycles: 1, ...exampleAges }],
  next: null,
};

type CustomerAgesView = z.input<typeof customerAges>;

export function customerAgesView({ number, ...ages }: CustomerAges): CustomerAgesView {
  return { customer: number, ...ages };
}

export function agedReceivablesCsv(
  { seller, asOf }: ReportHead,
  customers: readonly CustomerAgesView[],
): string {
  const buckets = ['not_due', 'days_1_30', 'days_31_60', 'days_61_90', 'days_over_90', 'total'];
  return csvOf(
    ['seller', 'as_of', 'customer', 'name', 'currency', 'cycles', ...buckets],
    customers.map((row): Cell[] => [
      ...[seller, asOf, { text: row.customer }, { text: row.name }],
      ...[row.currency, String(row.cycles)],
      ...amountsOf(row).map((minor) => toDecimal(minor, row.currency)),
    ]),
  );
}

function amountsOf(row: Ages): number[] {
  const { notDueMinor, days1To30Minor, days31To60Minor, days61To90Minor, daysOver90Minor } = row;
  const aged = [notDueMinor, days1To30Minor, days31To60Minor, days61To90Minor, daysOver90Minor];
  return [...aged, row.totalMinor];
}
