import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { stripeCards } from '../../activities/card-provider.ts';
import { chargeCard } from '../../activities/charge-card.ts';
import { createApp } from '../../api/app.ts';
import { cycleDetailSchema } from '../../api/cycle-detail.ts';
import { lazyTemporalClient } from '../../api/temporal.ts';
import { runChecks } from '../../db/reports/agreement.ts';
import { giveCard } from '../activities/card-ground.ts';
import { openStripe } from '../activities/card-stripe.ts';
import { assertBooksAgree } from '../workflows/books-agree.ts';
import {
  type Asker,
  deliver,
  dispute,
  eventOf,
  intentFailed,
  intentSucceeded,
  refunded,
  type Sent,
  secret,
} from './card-events.ts';
import { type Kit, openKit } from './kit.ts';
import { book, contract, customer, nowMs } from './sample-book.ts';
import { issuedCycle } from './settled.ts';

let kit: Kit;
const numbers = Array.from({ length: 20 }, (_, index) => `W-${index}`);
const waiting = [...numbers];

beforeAll(async () => {
  kit = await openKit({
    worker: true,
    stripeWebhookSecret: secret,
    book: {
      ...book,
      customers: numbers.map((number) => customer(number)),
      contracts: numbers.map((number) => contract(number)),
    },
  });
});

afterAll(async () => {
  await assertBooksAgree(kit.database.em.fork());
  await kit.close();
});

/** An open cycle that no other test knows. */
async function newCycle() {
  const number = waiting.pop() ?? '';
  return { ...(await issuedCycle(kit, number)), number };
}

/** What stands and what was taken back, by the ids of the payments, once the cycle has caught up. */
async function money({ cycleId }: { cycleId: string }) {
  const { body } = await kit.ask('GET', `/v1/cycles/${cycleId}`);
  const { openMinor, standing, payments } = cycleDetailSchema.parse(body);
  const paid = payments.map(({ paymentId, amountMinor, method, reversal }) =>
    [paymentId, amountMinor, method, ...(reversal ? [reversal.reason] : [])].join(' '),
  );
  return { openMinor, standing, paid };
}

const expectSoon = (cycle: { cycleId: string }, expected: object) =>
  vi.waitFor(async () => expect(await money(cycle)).toMatchObject(expected), 20_000);

/** As Stripe does: an event that was not received is delivered again. */
const deliverUntilReceived = (event: Sent) =>
  vi.waitFor(async () => expect(await deliver(kit, event)).toMatchObject({ status: 200 }), 30_000);

const taken = { status: 200, body: { received: true, outcome: 'taken' } };
const known = { status: 200, body: { received: true, outcome: 'known' } };
const ignored = { status: 200, body: { received: true, outcome: 'ignored' } };

describe('a charge that succeeded', () => {
  test('pays its bill once, however often Stripe says so', async () => {
    const cycle = await newCycle();
    const event = intentSucceeded('pi_paid', cycle.cycleId, cycle.openMinor);
    expect(await deliver(kit, event)).toMatchObject(taken);
    await expectSoon(cycle, { standing: 'paid', paid: [`pi_paid ${cycle.openMinor} card`] });
    expect(await deliver(kit, event)).toMatchObject(known);
    const again = intentSucceeded('pi_paid', cycle.cycleId, cycle.openMinor);
    expect(await deliver(kit, again)).toMatchObject(taken);
    expect(await money(cycle)).toMatchObject({ paid: [`pi_paid ${cycle.openMinor} card`] });
  });

  test('in part leaves the rest open', async () => {
    const cycle = await newCycle();
    await deliver(kit, intentSucceeded('pi_part', cycle.cycleId, 1_00));
    await expectSoon(cycle, { standing: 'open', openMinor: cycle.openMinor - 1_00 });
  });
});

test('what Temporal could not be told is told at the next delivery, once', async () => {
  const cycle = await newCycle();
  const lost = lazyTemporalClient({ address: '127.0.0.1:1' });
  const { database } = kit;
  const deaf = createApp({
    database,
    temporal: lost.client,
    clock: () => nowMs,
    stripeWebhookSecret: secret,
  });
  const event = intentSucceeded('pi_untold', cycle.cycleId, cycle.openMinor);
  const answer = await deliver({ ask: askOf(deaf) }, event);
  expect(answer).toMatchObject({ status: 503, body: { code: 'temporal_unavailable' } });
  expect(answer.headers.get('Retry-After')).not.toBeNull();
  await lost.close();
  expect(await deliver(kit, event)).toMatchObject(known);
  await expectSoon(cycle, { standing: 'paid', paid: [`pi_untold ${cycle.openMinor} card`] });
});

test('what a terminated cycle was told and never booked is named by the proof of the books', async () => {
  const cycle = await newCycle();
  const em = kit.database.em.fork();
  await em.begin();
  await em.execute(
    `insert into card_money (intent_id, cycle_id, charged_minor, standing_payment, standing_minor,
       generation) values ('pi_lost', ?, 100, 'pi_lost', 100, 1)`,
    [cycle.cycleId],
  );
  const found = (await runChecks(em, 100)).flatMap(({ sentences }) => sentences);
  await em.rollback();
  expect(found).toEqual([
    expect.stringContaining('the charge pi_lost: 1.00 EUR stands with Stripe, 0.00 EUR stands'),
  ]);
});

/** Asks an app that is not the kit's own. */
function askOf(app: ReturnType<typeof createApp>): Asker['ask'] {
  return async (method, path, { raw = '', headers = {} }) => {
    const response = await app.request(path, { method, headers, body: raw });
    const body: unknown = await response.json();
    return { status: response.status, headers: response.headers, body };
  };
}

test('a charge that failed is written down, and changes nothing', async () => {
  const cycle = await newCycle();
  expect(await deliver(kit, intentFailed('pi_failed', cycle.cycleId))).toMatchObject(taken);
  expect(await money(cycle)).toMatchObject({ openMinor: cycle.openMinor, paid: [] });
  const rows = await kit.database.em
    .fork()
    .execute('select type, cycle_id as cycle, code from card_event where intent_id = ?', [
      'pi_failed',
    ]);
  expect(rows).toEqual([
    { type: 'payment_intent.payment_failed', cycle: cycle.cycleId, code: 'insufficient_funds' },
  ]);
});

describe('a dispute', () => {
  test('takes the payment back once, and brings it again when it is won', async () => {
    const cycle = await newCycle();
    const { openMinor } = cycle;
    await deliver(kit, intentSucceeded('pi_won', cycle.cycleId, openMinor));
    await deliver(kit, dispute('created', 'pi_won', openMinor, 'needs_response'));
    await deliver(kit, dispute('funds_withdrawn', 'pi_won', openMinor, 'needs_response'));
    await expectSoon(cycle, {
      standing: 'open',
      openMinor,
      paid: [`pi_won ${openMinor} card chargeback`],
    });
    await deliver(kit, dispute('closed', 'pi_won', openMinor, 'won'));
    await expectSoon(cycle, {
      standing: 'paid',
      paid: [`pi_won ${openMinor} card chargeback`, `pi_won.2 ${openMinor} card`],
    });
  });

  test('that is lost leaves the bill open', async () => {
    const cycle = await newCycle();
    const { openMinor } = cycle;
    await deliver(kit, intentSucceeded('pi_lost', cycle.cycleId, openMinor));
    await deliver(kit, dispute('created', 'pi_lost', openMinor, 'needs_response'));
    await deliver(kit, dispute('closed', 'pi_lost', openMinor, 'lost'));
    const paid = [`pi_lost ${openMinor} card chargeback`];
    await expectSoon(cycle, { standing: 'open', openMinor, paid });
  });

  test('that is only an inquiry takes nothing back', async () => {
    const cycle = await newCycle();
    const { openMinor } = cycle;
    await deliver(kit, intentSucceeded('pi_asked', cycle.cycleId, openMinor));
    await expectSoon(cycle, { standing: 'paid' });
    const inquiry = dispute('created', 'pi_asked', openMinor, 'warning_needs_response');
    expect(await deliver(kit, inquiry)).toMatchObject(ignored);
    const closed = dispute('closed', 'pi_asked', openMinor, 'warning_closed');
    expect(await deliver(kit, closed)).toMatchObject(ignored);
    expect(await money(cycle)).toMatchObject({
      standing: 'paid',
      paid: [`pi_asked ${openMinor} card`],
    });
  });

  test('of a charge of ours that Stripe never told of is booked from our own attempt', async () => {
    const cycle = await newCycle();
    const { openMinor, cycleId } = cycle;
    await giveCard(kit.database, cycle.number);
    const stripe = await openStripe();
    const cards = stripeCards({ secretKey: 'sk_test', apiBase: stripe.url });
    const mailer = { send: async () => undefined, close: () => undefined };
    const { database } = kit;
    await chargeCard({ database, mailer, cards }, { cycleId, attempt: 1, nowMs }, 1);
    await stripe.close();
    const intent = stripe.intents[0]?.id ?? '';
    await deliver(kit, dispute('created', intent, openMinor, 'needs_response'));
    await expectSoon(cycle, { openMinor, paid: [`${intent} ${openMinor} card chargeback`] });
  });
});

describe('a refund', () => {
  test('of all takes the payment back', async () => {
    const cycle = await newCycle();
    const { openMinor } = cycle;
    await deliver(kit, intentSucceeded('pi_back', cycle.cycleId, openMinor));
    await deliver(kit, refunded('pi_back', openMinor, openMinor));
    await expectSoon(cycle, { openMinor, paid: [`pi_back ${openMinor} card refunded`] });
  });

  test('of parts leaves standing what was not refunded, also told the wrong way round', async () => {
    const cycle = await newCycle();
    const { openMinor } = cycle;
    await deliver(kit, intentSucceeded('pi_parts', cycle.cycleId, openMinor));
    await deliver(kit, refunded('pi_parts', openMinor, 30_00));
    await deliver(kit, refunded('pi_parts', openMinor, 10_00));
    await expectSoon(cycle, {
      openMinor: 30_00,
      paid: [`pi_parts ${openMinor} card refunded`, `pi_parts.2 ${openMinor - 30_00} card`],
    });
  });

  test('told at the same moment as others is counted once, and the largest counts', async () => {
    const cycles = [await newCycle(), await newCycle(), await newCycle()];
    const races = cycles.map(({ cycleId, openMinor }, index) => {
      const told = [10_00, 40_00, 20_00, 30_00];
      const events = told.map((amount) => refunded(`pi_race_${index}`, openMinor, amount));
      return { events, charged: intentSucceeded(`pi_race_${index}`, cycleId, openMinor) };
    });
    for (const { charged } of races) await deliver(kit, charged);
    for (const { events } of races) {
      // Connections that are open already, or the first would be done before the last begins.
      await Promise.all(events.map(() => kit.database.em.fork().execute('select pg_sleep(0.1)')));
      await Promise.all(events.map((event) => deliverUntilReceived(event)));
    }
    for (const cycle of cycles) await expectSoon(cycle, { openMinor: 40_00 });
  });
});

describe('what is not for us', () => {
  test('is answered kindly and ignored', async () => {
    const cycle = await newCycle();
    const { openMinor, cycleId } = cycle;
    const others = [
      eventOf('customer.created', { id: 'cus_1', object: 'customer' }),
      intentSucceeded('pi_shop', cycleId, openMinor, { metadata: {} }),
      intentSucceeded('pi_else', '0199c0de-7000-7000-8000-000000000009', openMinor),
      intentSucceeded('pi_odd', 'no id at all', openMinor),
      intentSucceeded('pi_dollars', cycleId, openMinor, { currency: 'usd' }),
      dispute('created', 'pi_unknown', openMinor, 'needs_response'),
    ];
    for (const event of others)
      expect(await deliver(kit, event), event.type).toMatchObject(ignored);
    expect(await money(cycle)).toMatchObject({ openMinor, paid: [] });
  });
});

describe('an event that Stripe did not sign', () => {
  test.each([
    ['by another secret', { secret: 'whsec_another' }],
    ['for other words', { tampered: true }],
    ['long ago', { atMs: nowMs - 6 * 60_000 }],
  ])('%s is refused', async (_, signing) => {
    const event = intentSucceeded('pi_forged', '0199c0de-7000-7000-8000-000000000009', 1);
    expect(await deliver(kit, event, signing)).toMatchObject({
      status: 400,
      body: { code: 'body_invalid' },
    });
  });

  test('at all is refused', async () => {
    const answer = await kit.ask('POST', '/v1/webhooks/stripe', {
      body: { id: 'evt_0' },
      key: null,
    });
    expect(answer).toMatchObject({ status: 400, body: { code: 'body_invalid' } });
  });

  test('is not even looked at where Stripe is not set up', async () => {
    const bare = await openKit();
    const event = intentSucceeded('pi_nobody', '0199c0de-7000-7000-8000-000000000009', 1);
    const answer = await deliver(bare, event);
    expect(answer).toMatchObject({ status: 404, body: { code: 'route_unknown' } });
    await bare.close();
  });
});
