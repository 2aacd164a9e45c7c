import { expect, test } from 'vitest';
import { stripeCards } from '../../activities/card-provider.ts';
import { openStripe } from './card-stripe.ts';
import { openStripeMock } from './card-stripe-mock.ts';

const order = {
  cycleId: '0199c0de-7000-7000-8000-000000000001',
  attempt: 2,
  invoiceNumber: 'F2026-000001',
  customer: 'cus_123',
  method: 'pm_123',
  currency: 'EUR',
  amountMinor: 122_00,
};
const secretKey = 'sk_test_123';

test('a charge says whose card, how much, and which bill by its ids, and nothing else', async () => {
  const stripe = await openStripe();
  const cards = stripeCards({ secretKey, apiBase: stripe.url });
  await cards.charge(order);
  await cards.linkToPay({ ...order, openMinor: 22_00 });
  await stripe.close();
  expect(stripe.said).toEqual([
    {
      key: 'fairbill/0199c0de-7000-7000-8000-000000000001/2',
      words: {
        amount: '12200',
        currency: 'eur',
        customer: 'cus_123',
        payment_method: 'pm_123',
        'allowed_payment_method_types[0]': 'card',
        confirm: 'true',
        off_session: 'true',
        error_on_requires_action: 'true',
        description: 'F2026-000001',
        'metadata[fairbill_cycle]': order.cycleId,
        'metadata[fairbill_attempt]': '2',
        'metadata[fairbill_invoice]': 'F2026-000001',
      },
    },
    {
      key: 'fairbill/0199c0de-7000-7000-8000-000000000001/2/link/2200',
      words: {
        'line_items[0][price_data][currency]': 'eur',
        'line_items[0][price_data][unit_amount]': '2200',
        'line_items[0][price_data][product_data][name]': 'F2026-000001',
        'line_items[0][quantity]': '1',
        'payment_method_types[0]': 'card',
        'restrictions[completed_sessions][limit]': '1',
        'metadata[fairbill_cycle]': order.cycleId,
        'metadata[fairbill_invoice]': 'F2026-000001',
        'payment_intent_data[metadata][fairbill_cycle]': order.cycleId,
        'payment_intent_data[metadata][fairbill_invoice]': 'F2026-000001',
        'payment_intent_data[description]': 'F2026-000001',
      },
    },
  ]);
});

test('stripe-mock finds every request as Stripe describes it', { timeout: 300_000 }, async () => {
  const mock = await openStripeMock();
  if (typeof mock === 'string') {
    // Only Go is a reason; anything else has thrown.
    process.stderr.write(`${mock}\nSo Stripe's description was not asked about our requests.\n`);
    expect(mock).toContain('could not be built with Go');
    return;
  }
  try {
    const cards = stripeCards({ secretKey, apiBase: mock.url });
    // It keeps no state: what it answers is an example of the right form.
    expect(await cards.charge(order)).toHaveProperty('state');
    expect(await cards.recall(order, 0)).toBeNull();
    expect(await cards.linkToPay({ ...order, openMinor: 22_00 })).toMatch(/^https:/);
    expect(await statusOf(mock.url, 'amount=12200&currency=eur&no_such_field=1')).toBe(400);
    expect(await statusOf(mock.url, 'amount=12200&currency=eur')).toBe(200);
  } finally {
    mock.stop();
  }
});

/** Whether it judges at all: a request by hand, past the library and its types. */
async function statusOf(url: string, body: string): Promise<number> {
  const headers = {
    Authorization: `Bearer ${secretKey}`,
    'Content-Type': 'application/x-www-form-urlencoded',
  };
  const answer = await fetch(`${url}/v1/payment_intents`, { method: 'POST', headers, body });
  return answer.status;
}
