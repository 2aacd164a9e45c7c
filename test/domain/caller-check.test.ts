import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  afterAnswer,
  answerRefusal,
  type Check,
  checkFacts,
  factsToAsk,
  lockedUntilMs,
  maskedEmail,
  normalFact,
  standardCheckPolicy as policy,
  wrongAnswer,
} from '../../domain/caller-check.ts';
import { codeLetter } from '../../domain/letters/caller-check.ts';

const minute = 60_000;
const nowMs = Date.parse('2026-03-14T10:00:00Z');
const asked: Check = {
  state: 'asked',
  attempts: 0,
  expiresAtMs: nowMs + policy.answerWithinMs,
  passedAtMs: null,
};

describe('an answer', () => {
  test('that is right passes the check for half an hour', () => {
    expect(afterAnswer(asked, true, nowMs, policy)).toEqual({
      state: 'passed',
      attempts: 1,
      passedAtMs: nowMs,
      expiresAtMs: nowMs + 30 * minute,
    });
  });

  test('that is wrong fails it at the third time, and says only how many are left', () => {
    const once = afterAnswer(asked, false, nowMs, policy);
    const twice = afterAnswer(once, false, nowMs, policy);
    const thrice = afterAnswer(twice, false, nowMs, policy);
    expect([once, twice, thrice].map(({ state }) => state)).toEqual(['asked', 'asked', 'failed']);
    expect(wrongAnswer(once, policy).detail).toContain('Attempts left: 2');
    expect(wrongAnswer(thrice, policy).detail).toContain('has failed');
    expect(thrice.expiresAtMs, 'a wrong answer buys no time').toBe(asked.expiresAtMs);
  });

  test('is taken only while the check is asked and its time is not over', () => {
    expect(answerRefusal(asked, nowMs + policy.answerWithinMs - 1)).toBeNull();
    expect(answerRefusal(asked, nowMs + policy.answerWithinMs)?.code).toBe('check_expired');
    for (const state of ['passed', 'failed', 'expired'] as const) {
      expect(answerRefusal({ ...asked, state }, nowMs)?.code, state).toBe('check_expired');
    }
  });
});

describe('the lock of a customer’s checks', () => {
  const wrong = (...given: [wrong: number, minutesAgo: number][]) =>
    lockedUntilMs(
      given.map(([count, ago]) => ({ wrong: count, lastAtMs: nowMs - ago * minute })),
      policy,
    );

  test('falls after three failed checks within an hour, for an hour from the last answer', () => {
    expect(wrong()).toBeNull();
    expect(wrong([3, 10], [3, 5])).toBeNull();
    expect(wrong([3, 30], [3, 20], [3, 5])).toBe(nowMs + 55 * minute);
    expect(wrong([3, 66], [3, 20], [3, 5]), 'the first is too long ago').toBeNull();
  });

  test('falls too when no check was let fail: wrong answers count together', () => {
    expect(wrong([2, 9], [2, 7], [2, 5], [2, 3])).toBeNull();
    expect(wrong([2, 9], [2, 7], [2, 5], [2, 3], [1, 1])).toBe(nowMs + 59 * minute);
  });

  test('comes within nine wrong answers in an hour, however they are spread over checks', () => {
    const guesses = fc.array(
      fc.record({ wrong: fc.integer({ min: 1, max: 3 }), ago: fc.nat(59) }),
      {
        maxLength: 12,
      },
    );
    fc.assert(
      fc.property(guesses, (given) => {
        const sum = given.reduce((all, one) => all + one.wrong, 0);
        const until = wrong(...given.map((one): [number, number] => [one.wrong, one.ago]));
        expect(until !== null).toBe(sum >= 9);
      }),
    );
  });
});

describe('a fact', () => {
  test.each([
    ['contract_number', ' k-1 ', 'K1'],
    ['postal_code', 'sw1a 1aa', 'SW1A1AA'],
    ['postal_code', '１０１３３', '10133'],
    ['customer_number', 'C.1001', 'C1001'],
    ['email', ' Maja@Example.com', 'maja@example.com'],
    ['last_invoice_amount', '€ 86,40', '86.40'],
    ['last_invoice_amount', '86.4', '86.40'],
    ['last_invoice_amount', '1.234,50 EUR', '1234.50'],
    ['last_invoice_amount', "1'234.50", '1234.50'],
    ['last_invoice_amount', '1,234', '1234.00'],
    ['last_invoice_amount', '86', '86.00'],
  ] as const)('%s: %j is compared as %j', (fact, said, normal) => {
    expect(normalFact(fact, said, 'EUR')).toBe(normal);
  });

  test('of money has the decimals of its currency', () => {
    expect(normalFact('last_invoice_amount', '12,400 JPY', 'JPY')).toBe('12400');
    expect(normalFact('last_invoice_amount', '1.250', 'KWD')).toBe('1.250');
  });

  test('in its normal form stays as it is', () => {
    fc.assert(
      fc.property(fc.constantFrom(...checkFacts), fc.string(), (fact, said) => {
        const normal = normalFact(fact, said, 'EUR');
        expect(normalFact(fact, normal, 'EUR')).toBe(normal);
      }),
    );
  });

  test('is asked for only where it is known, two at least', () => {
    expect(factsToAsk(checkFacts, undefined, policy)).toEqual([
      'contract_number',
      'last_invoice_amount',
    ]);
    expect(factsToAsk(['email', 'postal_code'], undefined, policy)).toEqual([
      'postal_code',
      'email',
    ]);
    expect(factsToAsk(['email'], undefined, policy)).toBeNull();
    expect(factsToAsk(checkFacts, ['email', 'email'], policy)).toBeNull();
    expect(factsToAsk(['email', 'postal_code'], ['email', 'contract_number'], policy)).toBeNull();
  });
});

test('a masked address shows which mailbox it is and not its name', () => {
  expect(
    ['maja.novak@example.com', 'm@x.si', 'a@b', 'not an address', ''].map(maskedEmail),
  ).toEqual(['m•••@e•••.com', 'm•••@x•••.si', 'a•••@b•••', '•••@•••', '•••@•••']);
});

test.each([
  ['en', 'until 11:10'],
  ['de-AT', 'bis 11:10'],
  ['et', 'kella 11:10'],
  ['sl', 'do 11:10'],
  ['xx', 'until 11:10'],
])('the letter in %s tells the code and its end in the customer’s own time', (language, until) => {
  const { subject, text } = codeLetter({
    language,
    sellerName: 'Nordlys',
    customerName: 'Maja',
    code: '012345',
    validUntilMs: nowMs + policy.answerWithinMs,
    timeZone: 'Europe/Ljubljana',
  });
  expect(text).toContain('\n    012345\n');
  expect(text).toContain(until);
  expect(text).toContain('Maja');
  expect(subject).toContain('Nordlys');
  expect(subject, 'a code on a locked screen is everybody’s').not.toContain('012345');
});
