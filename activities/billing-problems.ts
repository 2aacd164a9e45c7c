/** Bills that could not be made: found out, told apart from a database that is away, written down. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { CustomerToBill } from '../db/due-contracts.ts';
import { newId } from '../db/new-id.ts';
import type { IssueContext } from '../db/write-bills.ts';
import type { Bill } from '../domain/billing.ts';
import { isLocalDate, type LocalDate } from '../domain/calendar.ts';
import { type Refusal, type RefusalCode, RefusalError } from '../domain/errors.ts';

/** A bill that could not be made, and why. */
export type Problem = {
  readonly customerId: string;
  readonly period: LocalDate;
  readonly code: RefusalCode;
  readonly detail: string;
};

/**
 * What is wrong with what was to be billed, or null when it is the world that is wrong: then it is
 * tried again. A row that no rule foresaw (a value that breaks a calculation, or one that a table
 * refuses) will not mend itself, and must not keep the others of its page from being billed.
 *
 * Its text may hold a name, so only its kind and place are told.
 */
export function faultOfData(error: unknown): Refusal | null {
  if (error instanceof RefusalError) return { code: error.code, detail: error.message };
  const what = placeOf(error);
  if (what === null) return null;
  const detail = `A value of the customer or of a contract is not what it should be (${what}).`;
  return { code: 'contract_invalid', detail };
}

/** PostgreSQL's classes 22 (data) and 23 (constraints); the errors of a calculation. */
function placeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const fieldOf = (name: string) => {
    const value: unknown = Reflect.get(error, name);
    return typeof value === 'string' ? value : '';
  };
  const sqlState = fieldOf('code');
  if (/^2[23]...$/.test(sqlState)) {
    return [`SQLSTATE ${sqlState}`, fieldOf('constraint') || fieldOf('column')].join(' ').trim();
  }
  const isOfCode = error instanceof TypeError || error instanceof RangeError;
  return isOfCode && sqlState === '' ? error.name : null;
}

/** The problem of a customer for whom not even the period of the bill could be found. */
export function problemOfCustomer(
  { customerId, contracts }: CustomerToBill,
  refusal: Refusal,
  { issuedOn }: IssueContext,
): Problem {
  const period = contracts
    .flatMap(({ nextBillOn }) => (nextBillOn && isLocalDate(nextBillOn) ? [nextBillOn] : []))
    .reduce((earliest, day) => (day < earliest ? day : earliest), issuedOn);
  return { customerId, period, ...refusal };
}

/** Writes the problems down, each once while it lasts, and ends those whose bill is made now. */
export async function keepProblems(
  em: EntityManager,
  problems: readonly Problem[],
  done: readonly Bill[],
  { seller, at, run }: IssueContext,
): Promise<void> {
  if (problems.length > 0) {
    await em.execute(
      `insert into billing_problem (id, seller_id, customer_id, period_from, code, detail, run_id, seen_at)
       select id, ?, "customerId", period, code, detail, ?, ?
         from jsonb_to_recordset(?::jsonb) as row(id uuid, "customerId" uuid, period date,
           code text, detail text)
       on conflict (customer_id, period_from) where resolved_at is null
         do update set code = excluded.code, detail = excluded.detail, run_id = excluded.run_id,
           seen_at = excluded.seen_at`,
      [
        seller.id,
        run?.id ?? null,
        at,
        JSON.stringify(problems.map((row) => ({ id: newId(), ...row }))),
      ],
    );
  }
  const isProblem = (bill: Bill) =>
    problems.some((one) => one.customerId === bill.customerId && one.period === bill.period.from);
  const mended = done
    .filter((bill) => !isProblem(bill))
    .map(({ customerId, period }) => ({ customerId, period: period.from }));
  await em.execute(
    `update billing_problem set resolved_at = ?
       from jsonb_to_recordset(?::jsonb) as mended("customerId" uuid, period date)
      where billing_problem.customer_id = mended."customerId"
        and billing_problem.period_from = mended.period and resolved_at is null`,
    [at, JSON.stringify(mended)],
  );
}
