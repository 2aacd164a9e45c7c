/**
 * Stripe's events as its documentation records them, with the fields that matter here, and signed
 * as Stripe signs. https://docs.stripe.com/api/events/types
 */
import { Stripe } from 'stripe';
import type { Answer, Ask } from './kit.ts';
import { nowMs } from './sample-book.ts';

export const secret = 'whsec_of_these_tests';

export type Sent = { readonly id: string; readonly type: string; readonly object: object };

let events = 0;

/** An event with an id of its own. */
export function eventOf(type: string, object: object): Sent {
  events += 1;
  return { id: `evt_${events}`, type, object };
}

export const intentSucceeded = (id: string, cycleId: string, amount: number, more: object = {}) =>
  eventOf('payment_intent.succeeded', {
    id,
    object: 'payment_intent',
    amount,
    amount_received: amount,
    currency: 'eur',
    metadata: { fairbill_cycle: cycleId, fairbill_invoice: 'F2026-000001' },
    last_payment_error: null,
    latest_charge: `ch_${id}`,
    status: 'succeeded',
    ...more,
  });

export const intentFailed = (id: string, cycleId: string) =>
  eventOf('payment_intent.payment_failed', {
    id,
    object: 'payment_intent',
    amount: 61_00,
    amount_received: 0,
    currency: 'eur',
    metadata: { fairbill_cycle: cycleId },
    last_payment_error: {
      type: 'card_error',
      code: 'card_declined',
      decline_code: 'insufficient_funds',
    },
    status: 'requires_payment_method',
  });

type Told = 'created' | 'funds_withdrawn' | 'closed';

export const dispute = (told: Told, intent: string, amount: number, status: string) =>
  eventOf(`charge.dispute.${told}`, {
    id: `du_${intent}`,
    object: 'dispute',
    amount,
    charge: `ch_${intent}`,
    currency: 'eur',
    payment_intent: intent,
    reason: 'fraudulent',
    status,
  });

export const refunded = (intent: string, amount: number, amountRefunded: number) =>
  eventOf('charge.refunded', {
    id: `ch_${intent}`,
    object: 'charge',
    amount,
    amount_captured: amount,
    amount_refunded: amountRefunded,
    currency: 'eur',
    metadata: {},
    payment_intent: intent,
    refunded: amount === amountRefunded,
  });

type Signing = { readonly secret?: string; readonly atMs?: number; readonly tampered?: boolean };

/** Whoever can ask an API. */
export type Asker = {
  readonly ask: (method: string, path: string, ask: Ask) => Promise<Answer>;
};

/** Delivers an event as Stripe does. */
export function deliver(asker: Asker, { id, type, object }: Sent, signing: Signing = {}) {
  const atMs = signing.atMs ?? nowMs;
  const body = JSON.stringify({
    id,
    object: 'event',
    api_version: '2026-10-28.endive',
    created: Math.floor(atMs / 1_000),
    data: { object },
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type,
  });
  const signature = Stripe.webhooks.generateTestHeaderString({
    payload: body,
    secret: signing.secret ?? secret,
    timestamp: Math.floor(atMs / 1_000),
  });
  return asker.ask('POST', '/v1/webhooks/stripe', {
    raw: signing.tampered ? body.replace('evt_', 'evt_other') : body,
    headers: { 'Stripe-Signature': signature },
    key: null,
  });
}
