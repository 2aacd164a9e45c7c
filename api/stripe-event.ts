/** What Stripe's events say, in our own words. */
import type { Stripe } from 'stripe';
import { validate as isUuid } from 'uuid';
import type { CardNews, DisputeState } from '../domain/card-money.ts';

/** An event about a charge; amounts are in Stripe's units. */
export type StripeNews = {
  readonly intentId: string;
  /** The cycle that the charge itself names, if it does. */
  readonly cycleId: string | null;
  /** In lower case, as Stripe writes it. */
  readonly currency: string;
  /** What was charged; null where the event does not say. */
  readonly charged: number | null;
  /** Null for a charge that failed: that is written down, and changes nothing. */
  readonly news: CardNews | null;
  /** Why it failed. */
  readonly code: string | null;
};

/** What an event is about, or null for one that does not concern us. */
export function stripeNewsOf(event: Stripe.Event): StripeNews | null {
  switch (event.type) {
    case 'payment_intent.succeeded':
    case 'payment_intent.payment_failed': {
      const { id, currency, metadata, amount_received: received, ...intent } = event.data.object;
      const hasCome = event.type === 'payment_intent.succeeded';
      const error = intent.last_payment_error;
      return {
        intentId: id,
        cycleId: cycleIn(metadata),
        currency,
        charged: hasCome ? received : null,
        news: hasCome ? { kind: 'charged' } : null,
        code: error?.decline_code ?? error?.code ?? null,
      };
    }
    case 'charge.refunded': {
      const { currency, metadata, amount_captured: captured, ...charge } = event.data.object;
      const intentId = idOf(charge.payment_intent);
      const refundedMinor = charge.amount_refunded;
      return intentId === null
        ? null
        : {
            intentId,
            cycleId: cycleIn(metadata),
            currency,
            charged: captured,
            news: { kind: 'refunded', refundedMinor },
            code: null,
          };
    }
    case 'charge.dispute.created':
    case 'charge.dispute.funds_withdrawn':
    case 'charge.dispute.closed':
      return disputeNews(event.type, event.data.object);
    default:
      return null;
  }
}

function disputeNews(
  type: `charge.dispute.${'created' | 'funds_withdrawn' | 'closed'}`,
  { id, amount, currency, status, payment_intent: intent }: Stripe.Dispute,
): StripeNews | null {
  const intentId = idOf(intent);
  const state = type === 'charge.dispute.closed' ? closedState(status) : openState(type, status);
  if (intentId === null || state === null) return null;
  const news = { kind: 'disputed' as const, disputeId: id, amountMinor: amount, state };
  return { intentId, cycleId: null, currency, charged: null, news, code: null };
}

/** An inquiry, whose status begins with warning_, moves no money until it becomes a dispute. */
function openState(type: string, status: string): DisputeState | null {
  return type === 'charge.dispute.created' && status.startsWith('warning_') ? null : 'open';
}

function closedState(status: string): DisputeState | null {
  return status === 'won' || status === 'lost' ? status : null;
}

function cycleIn(metadata: Stripe.Metadata): string | null {
  const id = metadata['fairbill_cycle'];
  return id !== undefined && isUuid(id) ? id : null;
}

function idOf(reference: string | { id: string } | null): string | null {
  return typeof reference === 'string' ? reference : (reference?.id ?? null);
}
