import { createRoute, z } from '@hono/zod-openapi';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Stripe } from 'stripe';
import {
  type ChargedCycle,
  chargedCycle,
  isNewEvent,
  lockCardMoney,
  saveCardMoney,
} from '../db/card-news.ts';
import { fromStripeAmount, toStripeAmount } from '../domain/card-amounts.ts';
import { afterCardNews, type CardNews, newCardMoney } from '../domain/card-money.ts';
import { refuse } from '../domain/errors.ts';
import { answer, publicRefusals } from './document.ts';
import { newResource } from './resource.ts';
import type { AllServices } from './services.ts';
import { type StripeNews, stripeNewsOf } from './stripe-event.ts';
import { tellCharged } from './stripe-tell.ts';

const received = z
  .object({
    received: z.literal(true),
    outcome: z.enum(['taken', 'known', 'ignored']).openapi({
      description:
        'Taken in now; known from an earlier delivery; or none of ours, which is no fault.',
    }),
  })
  .openapi('StripeReceipt');

type Outcome = z.output<typeof received>['outcome'];

const route = createRoute({
  method: 'post',
  path: '/webhooks/stripe',
  operationId: 'receiveStripeEvent',
  tags: ['Payments'],
  summary: 'Hear from Stripe',
  description:
    'For Stripe alone: it signs its events, so there is no API key. The body is an event as ' +
    'Stripe sends it. Charged cards become payments, disputes and refunds take them back, a ' +
    'dispute that is won brings the money again. Every event counts once, in whatever order.',
  request: {
    headers: z.object({
      'stripe-signature': z.string().optional().openapi({
        description: 'Stripe’s signature of the body.',
        example: 't=1773482400,v1=5257a869e7ecebeda32affa62cdca3fa51cad7e77a0e56ff536d0ce8e108d8bd',
      }),
    }),
  },
  responses: {
    200: answer('It was received.', received, { received: true, outcome: 'taken' }),
    ...publicRefusals(
      'body_invalid',
      'body_too_large',
      'database_unavailable',
      'internal',
      'route_unknown',
      'temporal_unavailable',
    ),
  },
});

/** How old a signature may be, in seconds; Stripe's own default. */
const toleranceSeconds = 300;

export function stripeWebhookRoutes(services: AllServices) {
  const { database, clock, stripeWebhookSecret: secret } = services;
  return newResource().openapi(route, async (c) => {
    if (secret === undefined) {
      refuse('route_unknown', 'Stripe is not set up here: there is no STRIPE_WEBHOOK_SECRET.');
    }
    const body = Buffer.from(await c.req.arrayBuffer());
    const event = signedEvent(body, c.req.header('stripe-signature'), secret, clock());
    const news = stripeNewsOf(event);
    const outcome = news
      ? await database.em.fork().transactional((em) => takeIn(em, services, event, news))
      : 'ignored';
    return c.json({ received: true as const, outcome }, 200);
  });
}

/** The event, if Stripe signed these very bytes a moment ago. */
function signedEvent(
  body: Buffer,
  signature: string | undefined,
  secret: string,
  nowMs: number,
): Stripe.Event {
  const { webhooks, errors } = Stripe;
  try {
    return webhooks.constructEvent(
      body,
      signature ?? '',
      secret,
      toleranceSeconds,
      undefined,
      nowMs,
    );
  } catch (error) {
    const isUnsigned = error instanceof errors.StripeSignatureVerificationError;
    if (!isUnsigned && !(error instanceof SyntaxError)) throw error;
    return refuse('body_invalid', 'This is no event that Stripe signed for us a moment ago.');
  }
}

/**
 * Takes in an event and tells the cycle what follows, in one transaction: when Temporal is away,
 * nothing was taken in and Stripe sends it again. What is told twice is booked once.
 */
async function takeIn(
  em: EntityManager,
  services: AllServices,
  event: Stripe.Event,
  stripe: StripeNews,
): Promise<Outcome> {
  const { intentId, code } = stripe;
  const home = await chargedCycle(em, intentId, stripe.cycleId);
  if (!home || home.currency.toLowerCase() !== stripe.currency) return 'ignored';
  const { cycleId } = home;
  const at = new Date(services.clock());
  const isNew = await isNewEvent(
    em,
    { id: event.id, type: event.type, intentId, cycleId, code },
    at,
  );
  if (!isNew) return 'known';
  const news = stripe.news && inMinor(stripe.news, home.currency);
  const chargedMinor = chargedOf(stripe, home);
  if (!news || chargedMinor === null) return 'taken';
  const before = await lockCardMoney(em, cycleId, newCardMoney(intentId, chargedMinor));
  const { money, reports } = afterCardNews(before, news);
  await saveCardMoney(em, money);
  await tellCharged(em, services, home, reports, event.created * 1_000);
  return 'taken';
}

/** What was charged in all: as the event says or, where it does not, as our books know it. */
function chargedOf(stripe: StripeNews, { currency, chargedMinor }: ChargedCycle): number | null {
  if (stripe.charged !== null) return fromStripeAmount(stripe.charged, currency);
  if (chargedMinor === null) return null;
  return fromStripeAmount(toStripeAmount(chargedMinor, currency), currency);
}

function inMinor(news: CardNews, currency: string): CardNews {
  switch (news.kind) {
    case 'charged':
      return news;
    case 'refunded':
      return { ...news, refundedMinor: fromStripeAmount(news.refundedMinor, currency) };
    case 'disputed':
      return { ...news, amountMinor: fromStripeAmount(news.amountMinor, currency) };
  }
}
