/** Stripe as the activities need it: charge once, ask what became of a charge, make a link to pay. */
import { Stripe } from 'stripe';
import type { ChargeOrder } from '../db/card-attempts.ts';
import { fromStripeAmount, toStripeAmount } from '../domain/card-amounts.ts';

/** What the provider says of a charge. */
export type CardAnswer =
  | { readonly state: 'succeeded'; readonly intentId: string; readonly receivedMinor: number }
  | { readonly state: 'pending'; readonly intentId: string }
  | {
      readonly state: 'declined';
      readonly intentId: string | null;
      readonly code: string;
      readonly adviceCode?: string | undefined;
    };

/** The link of an order that only the customer can confirm. */
export type LinkOrder = ChargeOrder & { readonly openMinor: number };

export type CardProvider = {
  /** Charges a card without its holder. The same order twice is one charge. */
  charge(order: ChargeOrder): Promise<CardAnswer>;
  /** What became of an order whose answer was lost; null when the provider never had it. */
  recall(order: ChargeOrder, sinceMs: number): Promise<CardAnswer | null>;
  /** The address of a page of the provider's where the customer pays what is open, once. */
  linkToPay(order: LinkOrder): Promise<string>;
};

/** The provider gave no clear answer: nobody knows yet whether the card was charged. */
export class ProviderUnclear extends Error {
  override readonly name = 'ProviderUnclear';
}

export type StripeOptions = {
  readonly secretKey: string;
  /** Somewhere else than Stripe itself, such as a stripe-mock: http://127.0.0.1:12111. */
  readonly apiBase?: string;
  /** How often the library itself asks again, with the same key, when there was no answer. */
  readonly networkRetries?: number;
};

/** Together with the library's retries this stays well within an activity's two minutes. */
const timeoutMs = 20_000;

export function stripeCards({
  secretKey,
  apiBase,
  networkRetries = 2,
}: StripeOptions): CardProvider {
  const base = apiBase ? new URL(apiBase) : null;
  const stripe = new Stripe(secretKey, {
    maxNetworkRetries: networkRetries,
    timeout: timeoutMs,
    telemetry: false,
    ...(base && {
      protocol: base.protocol === 'http:' ? 'http' : 'https',
      host: base.hostname,
      port: base.port || (base.protocol === 'http:' ? 80 : 443),
    }),
  });
  return {
    charge: (order) => asked(() => charge(stripe, order)),
    recall: (order, sinceMs) => asked(() => recall(stripe, order, sinceMs)),
    linkToPay: (order) => asked(() => linkToPay(stripe, order)),
  };
}

/** What makes a repeat of the same attempt the same charge for Stripe. */
function keyOf({ cycleId, attempt }: ChargeOrder): string {
  return `fairbill/${cycleId}/${attempt}`;
}

/** Ids only: what else there is to know of the customer stays with us. */
function metadataOf({ cycleId, attempt, invoiceNumber }: ChargeOrder) {
  return {
    fairbill_cycle: cycleId,
    fairbill_attempt: String(attempt),
    fairbill_invoice: invoiceNumber,
  };
}

async function charge(stripe: Stripe, order: ChargeOrder): Promise<CardAnswer> {
  try {
    const intent = await stripe.paymentIntents.create(
      {
        amount: toStripeAmount(order.amountMinor, order.currency),
        currency: order.currency.toLowerCase(),
        customer: order.customer,
        payment_method: order.method,
        allowed_payment_method_types: ['card'],
        confirm: true,
        off_session: true,
        error_on_requires_action: true,
        description: order.invoiceNumber,
        metadata: metadataOf(order),
      },
      { idempotencyKey: keyOf(order) },
    );
    return answerOf(intent, order.currency);
  } catch (error) {
    return declineOf(error);
  }
}

/**
 * Looks through what was charged to this customer since. Stripe forgets an idempotency key after a
 * day, so the key alone does not protect a charge that is asked for again later.
 */
async function recall(
  stripe: Stripe,
  order: ChargeOrder,
  sinceMs: number,
): Promise<CardAnswer | null> {
  const created = { gte: Math.floor(sinceMs / 1_000) };
  const intents = stripe.paymentIntents.list({ customer: order.customer, created, limit: 100 });
  const wanted = metadataOf(order);
  for await (const intent of intents) {
    const { fairbill_cycle, fairbill_attempt } = intent.metadata;
    const isSame =
      fairbill_cycle === wanted.fairbill_cycle && fairbill_attempt === wanted.fairbill_attempt;
    if (isSame) return answerOf(intent, order.currency);
  }
  return null;
}

/** The attempt's number is left out: what is paid there is no attempt of ours. */
async function linkToPay(stripe: Stripe, order: LinkOrder): Promise<string> {
  const { fairbill_cycle, fairbill_invoice } = metadataOf(order);
  const metadata = { fairbill_cycle, fairbill_invoice };
  const link = await stripe.paymentLinks.create(
    {
      line_items: [
        {
          price_data: {
            currency: order.currency.toLowerCase(),
            unit_amount: toStripeAmount(order.openMinor, order.currency),
            product_data: { name: order.invoiceNumber },
          },
          quantity: 1,
        },
      ],
      payment_method_types: ['card'],
      restrictions: { completed_sessions: { limit: 1 } },
      metadata,
      payment_intent_data: { metadata, description: order.invoiceNumber },
    },
    { idempotencyKey: `${keyOf(order)}/link/${order.openMinor}` },
  );
  return link.url;
}

function answerOf(intent: Stripe.PaymentIntent, currency: string): CardAnswer {
  const { id: intentId, status, last_payment_error: error } = intent;
  switch (status) {
    case 'succeeded': {
      const receivedMinor = fromStripeAmount(intent.amount_received, currency);
      return { state: 'succeeded', intentId, receivedMinor };
    }
    case 'processing':
    case 'requires_capture':
      return { state: 'pending', intentId };
    case 'requires_action':
    case 'requires_confirmation':
      return { state: 'declined', intentId, code: 'authentication_required' };
    case 'requires_payment_method': {
      const code = error?.decline_code ?? error?.code ?? 'generic_decline';
      return { state: 'declined', intentId, code, adviceCode: error?.advice_code };
    }
    case 'canceled':
      return { state: 'declined', intentId, code: 'canceled' };
    default:
      throw new ProviderUnclear(`Stripe says that ${intentId} is ${status}, which we do not know.`);
  }
}

/** An error of Stripe's that is an answer; every other one is thrown on. */
function declineOf(error: unknown): CardAnswer {
  if (error instanceof Stripe.errors.StripeCardError) {
    const { decline_code: declineCode, code = 'generic_decline', payment_intent: intent } = error;
    return {
      state: 'declined',
      intentId: intent?.id ?? null,
      code: declineCode || code,
      adviceCode: error.advice_code,
    };
  }
  if (error instanceof Stripe.errors.StripeInvalidRequestError) {
    return { state: 'declined', intentId: null, code: error.code ?? 'invalid_request' };
  }
  throw error;
}

/**
 * No answer, too many requests, a key that is not valid: all leave open what became of a charge.
 * Only kind and code go on, never the request with its key.
 */
async function asked<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    const { type, code, statusCode, requestId } = error;
    const known = [type, code, statusCode, requestId].filter((part) => part !== undefined);
    throw new ProviderUnclear(`Stripe gave no clear answer: ${known.join(', ')}.`);
  }
}
