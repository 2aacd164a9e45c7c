import { expect, test } from 'vitest';
import { cardSettings, webhookSettings } from '../../bin/stripe-settings.ts';

test('without its settings nothing of Stripe is set up, and nothing fails', () => {
  for (const none of [undefined, '', ' ']) {
    expect(cardSettings({ STRIPE_SECRET_KEY: none })).toEqual({});
    expect(webhookSettings({ STRIPE_WEBHOOK_SECRET: none })).toEqual({});
  }
});

test('with them cards are charged, and events are listened to', () => {
  expect(cardSettings({ STRIPE_SECRET_KEY: 'sk_test_1' })).toHaveProperty('cards.charge');
  expect(webhookSettings({ STRIPE_WEBHOOK_SECRET: 'whsec_1' })).toEqual({
    stripeWebhookSecret: 'whsec_1',
  });
});

test.each(['http://stripe.example', 'ftp://127.0.0.1', 'somewhere', 'http://127.0.0.1.example'])(
  'the key is not sent to %s',
  (base) => {
    const settings = { STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_API_BASE: base };
    expect(() => cardSettings(settings)).toThrow(/^STRIPE_API_BASE is not/);
  },
);

test.each([
  'http://127.0.0.1:12111',
  'http://localhost:12111',
  'http://[::1]:1',
  'https://a.example',
])('a stand-in may be at %s', (base) => {
  const settings = { STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_API_BASE: base };
  expect(cardSettings(settings)).toHaveProperty('cards');
});
