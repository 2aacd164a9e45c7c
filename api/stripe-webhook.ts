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
import { localDateAt } from '../domain/calendar.ts';
import { fromStripeAmount, toStripeAmount } from '../domain/card-amounts.ts';
import { afterCardNews, type CardNews, newCardMoney } from '../domain/card-money.ts';
import { refuse } from '../domain/errors.ts';
import { answer, publicRefusals } from './document.ts';
import { newResource } from './resource.ts';
import type { AllServices } from './services.ts';
import { type StripeNews, stripeNewsOf } from './stripe-event.ts';
import { tellUntold } from './stripe-tell.ts';

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
  const { clock, stripeWebhookSecret: secret } = services;
  return newResource().openapi(route, async (c) => {
    if (secret === undefined) {
      refuse('route_unknown', 'Stripe is not set up here: there is no STRIPE_WEBHOOK_SECRET.');
    }
    const body = Buffer.from(await c.req.arrayBuffer());
    const event = signedEvent(body, c.req.header('stripe-signature'), secret, clock());
    const news = stripeNewsOf(event);
    const outcome = news ? await receive(services, event, news) : 'ignored';
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
 * Takes in an event, then tells the cycle what follows from it: in two transactions, so that what
 * is told is always known here before. When Temporal is away Stripe delivers the event again.
 */
async function receive(
  services: AllServices,
  event: Stripe.Event,
  news: StripeNews,
): Promise<Outcome> {
  const { em } = services.database;
  const { intentId } = news;
  const home = await chargedCycle(em.fork(), intentId, news.cycleId);
  if (!home || home.currency.toLowerCase() !== news.currency) return 'ignored';
  const at = new Date(services.clock());
  const isNew = await em.fork().transactional((inner) => takeIn(inner, home, event, news, at));
  await em.fork().transactional((inner) => tellUntold(inner, services, home, intentId));
  return isNew ? 'taken' : 'known';
}

/** Writes the event down with all that follows from it; false when it was there before. */
async function takeIn(
  em: EntityManager,
  home: ChargedCycle,
  event: Stripe.Event,
  stripe: StripeNews,
  at: Date,
): Promise<boolean> {
  const { cycleId, currency, sellerTimeZone } = home;
  const { intentId, code } = stripe;
  const written = { id: event.id, type: event.type, intentId, cycleId, code };
  if (!(await isNewEvent(em, written, at))) return false;
  const chargedMinor = chargedOf(stripe, home);
  if (!stripe.news || chargedMinor === null) return true;
  const before = await lockCardMoney(em, cycleId, newCardMoney(intentId, chargedMinor));
  const { money, reports } = afterCardNews(before, inMinor(stripe.news, currency));
  const on = localDateAt(event.created * 1_000, sellerTimeZone);
  await saveCardMoney(
    em,
    money,
    reports.map((report) => ({ report, on })),
  );
  return true;
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
