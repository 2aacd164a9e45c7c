/** Telling a cycle what became of a charge that it made, or that was paid at its link. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Client } from '@temporalio/client';
import { bookedPayments, type ChargedCycle } from '../db/card-news.ts';
import { type LocalDate, localDateAt } from '../domain/calendar.ts';
import type { CardReport } from '../domain/card-money.ts';
import { reportPayment, reportReversal } from '../workflows/messages.ts';
import { cycleStartOptions } from '../workflows/start-options.ts';
import type { Services } from './services.ts';
import { callTimeoutMs, within } from './temporal.ts';

/** Tells the cycle, in order; what is in the books already need not be told. */
export async function tellCharged(
  em: EntityManager,
  { temporal }: Services,
  home: ChargedCycle,
  reports: readonly CardReport[],
  atMs: number,
): Promise<void> {
  const ids = reports.map(({ paymentId }) => paymentId);
  const booked = await bookedPayments(em, home.seller, ids);
  for (const report of reports) {
    if (report.kind === 'payment' && booked.has(report.paymentId)) continue;
    await within(temporal, callTimeoutMs, () =>
      report.kind === 'payment'
        ? tellPayment(temporal, home, report, localDateAt(atMs, home.sellerTimeZone))
        : tellReversal(temporal, home, report),
    );
  }
}

const reportedBy = 'stripe';

function startOf({ seller, customer, period }: ChargedCycle) {
  return cycleStartOptions({ seller, customer, period });
}

async function tellPayment(
  temporal: Client,
  home: ChargedCycle,
  { paymentId, amountMinor, replaces }: Extract<CardReport, { kind: 'payment' }>,
  receivedOn: LocalDate,
): Promise<void> {
  const { currency } = home;
  const facts = { paymentId, amountMinor, currency, receivedOn, method: 'card', reportedBy };
  const payment = { ...facts, ...(replaces && { replaces }) };
  await temporal.workflow.signalWithStart('billingCycle', {
    ...startOf(home),
    signal: reportPayment,
    signalArgs: [{ ...payment, allocate: 'this' }],
  });
}

async function tellReversal(
  temporal: Client,
  home: ChargedCycle,
  { reversalId, paymentId, reason }: Extract<CardReport, { kind: 'reversal' }>,
): Promise<void> {
  await temporal.workflow.signalWithStart('billingCycle', {
    ...startOf(home),
    signal: reportReversal,
    signalArgs: [{ reversalId, paymentId, reason, reportedBy }],
  });
}
