import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  grantFault,
  grantKinds,
  type GrantRequest,
  isMoney,
} from '../../../domain/authority/grant.ts';
import { pairs } from './examples.ts';

const price = { kind: 'better_price', serviceCode: 'tv', priceVersion: 'v2', bills: 3 };

test('what a desk can ask for is a grant, and stays one through JSON', () => {
  const requests = fc.oneof(
    pairs.map(([one]) => one),
    fc.constant<GrantRequest>({ kind: 'explanation_only' }),
  );
  fc.assert(
    fc.property(requests, (request) => {
      expect(grantFault(request)).toBeNull();
      expect(grantFault(JSON.parse(JSON.stringify(request)))).toBeNull();
    }),
    { numRuns: 2_000 },
  );
});

test.each<readonly [unknown, string]>([
  [null, 'kind'],
  ['free_months', 'kind'],
  [[], 'kind'],
  [{ kind: 'gift' }, 'kind'],
  [{ kind: 'toString' }, 'kind'],
  [{ kind: 'free_months' }, 'months'],
  [{ kind: 'free_months', months: 0 }, 'months'],
  [{ kind: 'free_months', months: 1.5 }, 'months'],
  [{ kind: 'free_months', months: 121 }, 'months'],
  [{ kind: 'free_months', months: '3' }, 'months'],
  [{ kind: 'goodwill_credit', grossMinor: -5 }, 'grossMinor'],
  [{ kind: 'goodwill_credit', grossMinor: 2 ** 53 }, 'grossMinor'],
  [{ kind: 'goodwill_credit', grossMinor: Number.NaN }, 'grossMinor'],
  [{ kind: 'percent_off_lines', positions: [], basisPoints: 100 }, 'positions'],
  [{ kind: 'percent_off_lines', positions: [1, 1], basisPoints: 100 }, 'positions'],
  [{ kind: 'percent_off_lines', positions: [0], basisPoints: 100 }, 'positions'],
  [{ kind: 'percent_off_lines', positions: [1], basisPoints: 10_001 }, 'basisPoints'],
  [{ kind: 'amount_off_lines', lines: [{ position: 1 }] }, 'lines'],
  [{ kind: 'amount_off_lines', lines: [null] }, 'lines'],
  [{ kind: 'waive_charges', chargeIds: ['a\u0000'] }, 'chargeIds'],
  [{ kind: 'waive_charges', chargeIds: [''] }, 'chargeIds'],
  [{ kind: 'waive_charges', chargeIds: 'all' }, 'chargeIds'],
  [{ ...price, unitPriceMinor: -1 }, 'unitPriceMinor'],
  [{ ...price, unitPriceMinor: 1, serviceCode: 'x'.repeat(201) }, 'serviceCode'],
  [{ kind: 'explanation_only', grossMinor: 500 }, 'fields that it does not have'],
])('%j is no grant, and the refusal names what is wrong', (value, named) => {
  const refusal = grantFault(value);
  expect(refusal?.code).toBe('grant_invalid');
  expect(refusal?.detail).toContain(named);
});

test('nothing that is parsed from JSON makes the check itself fail', () => {
  const value = fc.oneof(
    fc.jsonValue(),
    fc.record({ kind: fc.constantFrom(...grantKinds), positions: fc.jsonValue() }),
  );
  fc.assert(
    fc.property(value, (parsed) => {
      const refusal = grantFault(parsed);
      expect(refusal === null || refusal.code === 'grant_invalid').toBe(true);
    }),
    { numRuns: 5_000 },
  );
});

test('every grant but an explanation moves money', () => {
  expect(grantKinds.filter((kind) => !isMoney(kind))).toEqual(['explanation_only']);
});
