/** Telling a cycle what became of a charge that it made, or that was paid at its link. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Client } from '@temporalio/client';
import { bookedPayments, type ChargedCycle, forgetUntold, lockUntold } from '../db/card-news.ts';
import type { LocalDate } from '../domain/calendar.ts';
import type { CardReport } from '../domain/card-money.ts';
import { reportPayment, reportReversal } from '../workflows/messages.ts';
import { cycleStartOptions } from '../workflows/start-options.ts';
import type { Services } from './services.ts';
import { callTimeoutMs, within } from './temporal.ts';

/**
 * Tells the cycle what it was not told yet, in order. When Temporal is away it stays untold, and
 * the next delivery of any news of this charge tells it; what is told twice is booked once.
 */
export async function tellUntold(
  em: EntityManager,
  { temporal }: Services,
  home: ChargedCycle,
  intentId: string,
): Promise<void> {
  const untold = await lockUntold(em, intentId);
  if (untold.length === 0) return;
  const ids = untold.map(({ report }) => report.paymentId);
  const booked = await bookedPayments(em, home.seller, ids);
  for (const { report, on } of untold) {
    // Our own attempts have booked what they charged.
    if (report.kind === 'payment' && booked.has(report.paymentId)) continue;
    await within(temporal, callTimeoutMs, () =>
      report.kind === 'payment'
        ? tellPayment(temporal, home, report, on)
        : tellReversal(temporal, home, report),
    );
  }
  await forgetUntold(em, intentId);
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
