import type { EntityManager } from '@mikro-orm/postgresql';
import { record } from '../db/books.ts';
import {
  type AttemptRow,
  lookAgainLater,
  readAttempt,
  settleAttempt,
} from '../db/card-attempts.ts';
import { lockCycle } from '../db/lock-cycle.ts';
import { localDateAt } from '../domain/calendar.ts';
import { type DeclineKind, declineKind } from '../domain/card-declines.ts';
import { RefusalError } from '../domain/errors.ts';
import type { PaymentReport } from '../domain/facts.ts';
import { bookPayment } from './book-payment.ts';
import type { CardAnswer } from './card-provider.ts';
import { settleCycles } from './settle-cycles.ts';

type Declined = Extract<CardAnswer, { state: 'declined' }>;

/**
 * Takes the provider's answer into the books, in one transaction with the money that came. Null
 * means that the provider never had the attempt, and less is open by now: it is dropped.
 */
export async function concludeCharge(
  em: EntityManager,
  attempt: AttemptRow,
  answer: CardAnswer | null,
  at: Date,
): Promise<void> {
  const { sellerTimeZone } = await lockCycle(em, attempt.cycleId);
  const now = await readAttempt(em, attempt.cycleId, attempt.attempt);
  if (now?.state !== 'begun' && now?.state !== 'pending') return;
  switch (answer?.state) {
    case undefined:
      return settleAttempt(em, attempt, { ...nothing, state: 'dropped' });
    case 'pending':
      return putOff(em, attempt, at);
    case 'declined':
      return decline(em, attempt, answer, at);
    case 'succeeded': {
      const { intentId, receivedMinor } = answer;
      await settleAttempt(em, attempt, { ...nothing, state: 'succeeded', intentId });
      const payment = {
        paymentId: intentId,
        amountMinor: receivedMinor,
        currency: attempt.currency,
        receivedOn: localDateAt(at.getTime(), sellerTimeZone),
        method: 'card',
        reportedBy: 'stripe',
        allocate: 'this' as const,
      };
      await bookOrTell(em, attempt, payment, at);
      await settleCycles(em, attempt.cycleId, [], at);
    }
  }
}

/**
 * Another payment may have the intent's id, reported by somebody with other facts. The card was
 * charged all the same, so the attempt is over and the cycle goes on; the journal says what it is.
 */
async function bookOrTell(
  em: EntityManager,
  { cycleId, attempt }: AttemptRow,
  payment: PaymentReport,
  at: Date,
): Promise<void> {
  try {
    await em.transactional((inner) => bookPayment(inner, cycleId, payment, at));
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    await record(em, [
      {
        cycleId,
        fact: `card/${attempt}/refused`,
        kind: 'payment_refused',
        at,
        actor: 'stripe',
        amountMinor: payment.amountMinor,
        reason: error.message,
        details: { payment: payment.paymentId, code: error.code },
      },
    ]);
  }
}

const nothing = { intentId: null, code: null, kind: null, letter: null };

/** Kinds of decline about which the customer is written to. */
const isLetterDue: Readonly<Record<DeclineKind, boolean>> = {
  soft: false,
  hard: true,
  authentication_required: true,
  unknown: false,
  impossible: false,
};

async function decline(
  em: EntityManager,
  attempt: AttemptRow,
  answer: Declined,
  at: Date,
): Promise<void> {
  const { intentId, code } = answer;
  const kind = declineKind(answer);
  const letter = isLetterDue[kind] ? ('due' as const) : null;
  await settleAttempt(em, attempt, { state: 'declined', intentId, code, kind, letter });
  await record(em, [
    {
      cycleId: attempt.cycleId,
      fact: `card/${attempt.attempt}/declined`,
      kind: 'card_declined',
      at,
      actor: 'stripe',
      amountMinor: attempt.amountMinor,
      reason: code,
      details: { name: kind, attempt: attempt.attempt, ...(intentId && { intent: intentId }) },
    },
  ]);
}

/** Leaves an attempt for later; the first time the journal says so. */
export async function putOff(em: EntityManager, attempt: AttemptRow, at: Date): Promise<void> {
  await lookAgainLater(em, attempt, at);
  await record(em, [
    {
      cycleId: attempt.cycleId,
      fact: `card/${attempt.attempt}/put-off`,
      kind: 'card_put_off',
      at,
      actor: 'card',
      amountMinor: attempt.amountMinor,
      reason: 'the card provider or the mail server gave no clear answer',
    },
  ]);
}
