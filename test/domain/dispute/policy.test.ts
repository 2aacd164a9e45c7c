import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DisputePolicy, promiseOf } from '../../../domain/dispute/policy.ts';
import { policyFault } from '../../../domain/dispute/policy-fault.ts';
import { disputeReasons } from '../../../domain/dispute/reasons.ts';
import { standardDisputePolicy } from '../../../domain/dispute/standard-policy.ts';
import { at, instant, officeHours } from './hours.ts';

const standard = standardDisputePolicy('Europe/Tallinn');
const monday = at('2026-03-02T09:00+02:00');
const question = {
  reason: 'not_understood',
  amountMinor: 20_00,
  currency: 'EUR',
  isBusiness: false,
} as const;
const promised = (policy: DisputePolicy, facts: Partial<Parameters<typeof promiseOf>[1]>) => {
  const { firstAnswerByMs, resolveByMs } = promiseOf(policy, { ...question, ...facts }, monday);
  return [firstAnswerByMs, resolveByMs].map((ms) => new Date(ms).toISOString().slice(0, 16));
};

describe('what is promised', () => {
  test('depends on reason, amount and customer, and the first rule that fits wins', () => {
    expect(promised(standard, {})).toEqual(['2026-03-02T11:00', '2026-03-04T15:00']);
    expect(promised(standard, { reason: 'cannot_pay_now', isBusiness: true })).toEqual([
      '2026-03-02T08:00',
      '2026-03-02T15:00',
    ]);
    const sooner = ['2026-03-02T09:00', '2026-03-03T15:00'];
    expect(promised(standard, { amountMinor: 500_00 })).toEqual(sooner);
    expect(promised(standard, { amountMinor: 499_99 })).not.toEqual(sooner);
    expect(promised(standard, { amountMinor: 500_00, currency: 'JPY' })).not.toEqual(sooner);
    expect(promised(standard, { isBusiness: true })).toEqual(sooner);
  });

  test('asks all conditions of a rule at once, and can be for private customers alone', () => {
    const policy: DisputePolicy = {
      ...standard,
      promises: [
        { reasons: ['quality'], businesses: false, firstAnswerMinutes: 1, resolutionMinutes: 2 },
        { firstAnswerMinutes: 3, resolutionMinutes: 4 },
      ],
    };
    const [first, other] = [
      ['2026-03-02T07:01', '2026-03-02T07:02'],
      ['2026-03-02T07:03', '2026-03-02T07:04'],
    ];
    expect(promised(policy, { reason: 'quality' })).toEqual(first);
    expect(promised(policy, { reason: 'quality', isBusiness: true })).toEqual(other);
    expect(promised(policy, { reason: 'other' })).toEqual(other);
  });

  test('is for every customer a first answer after now and a decision not before it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...disputeReasons),
        fc.nat(),
        fc.constantFrom('EUR', 'JPY'),
        fc.boolean(),
        instant,
        (reason, amountMinor, currency, isBusiness, openedAtMs) => {
          const facts = { reason, amountMinor, currency, isBusiness };
          const { firstAnswerByMs, resolveByMs } = promiseOf(standard, facts, openedAtMs);
          expect(firstAnswerByMs).toBeGreaterThan(openedAtMs);
          expect(resolveByMs).toBeGreaterThanOrEqual(firstAnswerByMs);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('a dispute policy', () => {
  test('is the same after a way through JSON, and the standard one has no fault', () => {
    const read: unknown = JSON.parse(JSON.stringify(standard));
    expect(read).toEqual(standard);
    expect(policyFault(read)).toBeNull();
    expect(policyFault({ ...standard, groups: ['supervisor'], reopenDays: 0 })).toBeNull();
  });

  test('is refused in one sentence for whatever would leave a dispute without an end', () => {
    const everybody = { firstAnswerMinutes: 60, resolutionMinutes: 120 };
    const { other: _, ...someDecisions } = standard.defaultDecisions;
    const decisions = (decision: unknown) => ({
      defaultDecisions: { ...standard.defaultDecisions, quality: decision },
    });
    const longest = 26 * 5 * 8 * 60;
    for (const bad of [
      { code: 'Standard' },
      { code: undefined },
      { version: 0 },
      { version: 1.5 },
      { hours: { ...officeHours, timeZone: 'Nowhere' } },
      { groups: [] },
      { groups: ['front', 'front'] },
      { groups: ['front', 7] },
      { groups: 'front' },
      { promises: [] },
      { promises: [everybody, everybody] },
      { promises: [{ ...everybody, businesses: true }] },
      { promises: [{ ...everybody, businesses: 'yes' }, everybody] },
      { promises: [{ ...everybody, reasons: [] }, everybody] },
      { promises: [{ ...everybody, reasons: ['whim'] }, everybody] },
      { promises: [{ ...everybody, atLeastMinor: {} }, everybody] },
      { promises: [{ ...everybody, atLeastMinor: { EURO: 1 } }, everybody] },
      { promises: [{ ...everybody, atLeastMinor: { EUR: 0.5 } }, everybody] },
      { promises: [{ ...everybody, reason: ['quality'] }] },
      { promises: [{ ...everybody, firstAnswerMinutes: 121 }] },
      { promises: [{ ...everybody, firstAnswerMinutes: 0 }] },
      { promises: [{ ...everybody, resolutionMinutes: longest + 1 }] },
      { promises: [null] },
      { escalateAfterMinutes: 0 },
      { idleMinutes: -1 },
      { approvalMinutes: '480' },
      { approvalMinutes: longest + 1 },
      { reopenDays: 367 },
      { reopenDays: -1 },
      { mootWhenPaid: ['whim'] },
      { mootWhenPaid: undefined },
      { defaultDecisions: someDecisions },
      { defaultDecisions: { ...standard.defaultDecisions, whim: { kind: 'explain' } } },
      decisions({ kind: 'reject' }),
      decisions({ kind: 'credit_disputed' }),
      decisions({ kind: 'credit_disputed', upToMinor: { EUR: 0 } }),
    ]) {
      expect(policyFault({ ...standard, ...bad }), JSON.stringify(bad)).toMatch(/^[^.]{10,}\.$/);
    }
    for (const nothing of [null, undefined, 'standard', [standard], 7]) {
      expect(policyFault(nothing)).toMatch(/^[^.]{10,}\.$/);
    }
  });
});
