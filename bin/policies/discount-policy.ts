/** A discount policy as a file holds it, and what is wrong with one that is none. */
import { z } from 'zod';
import { grantKinds } from '../../domain/authority/grant.ts';
import type { DiscountPolicy } from '../../domain/authority/policy.ts';
import { isCurrency } from '../../domain/currency.ts';
import { disputeReasons } from '../../domain/dispute/reasons.ts';
import { mayDo, roles } from '../../domain/staff.ts';

const whole = z.int().min(0);
const currency = z.string().refine(isCurrency, 'is no currency of ISO 4217');
const byCurrency = z
  .record(z.string(), whole)
  .refine((amounts) => Object.keys(amounts).every(isCurrency), 'names a currency that is none');
const bound = z
  .strictObject({ alone: whole, withSecond: whole })
  .refine(
    ({ alone, withSecond }) => alone <= withSecond,
    'allows less with a second person than alone',
  );
const role = z.enum(roles);
/** Whom the system lets decide; a limit for anybody else would never be asked. */
const decider = role.refine((one) => mayDo(one, 'decide'), 'is a role that decides nothing');

const limit = z.strictObject({
  role: decider,
  kind: z.enum(grantKinds).nullable(),
  reason: z.enum(disputeReasons).nullable(),
  currency,
  perGrantMinor: bound,
  perStaffDayMinor: bound.nullable(),
  perCustomerYearMinor: bound.nullable(),
  basisPoints: bound.nullable(),
  bills: bound.nullable(),
});

const demand = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('tenure'), monthsAtLeast: whole }),
  z.strictObject({ kind: z.literal('pays_monthly'), minorAtLeast: byCurrency }),
  z.strictObject({ kind: z.literal('reason_in'), reasons: z.array(z.enum(disputeReasons)).min(1) }),
  z.strictObject({ kind: z.literal('prompt_payer'), basisPointsAtLeast: whole.max(10_000) }),
  z.strictObject({ kind: z.literal('late_payer'), basisPointsAtMost: whole.max(10_000) }),
  z.strictObject({
    kind: z.literal('grants_in_year'),
    countAtMost: whole,
    minorAtMost: byCurrency.nullable(),
  }),
  z.strictObject({
    kind: z.literal('contract_kind_in'),
    contractKinds: z.array(z.string().min(1)).min(1),
  }),
  z.strictObject({ kind: z.literal('arm_in'), arms: z.array(z.string().min(1)).min(1) }),
  z.strictObject({ kind: z.literal('is_business'), isBusiness: z.boolean() }),
]);

const criterion = z.strictObject({
  code: z.string().regex(/^[a-z][a-z0-9_]{0,59}$/),
  kinds: z.array(z.enum(grantKinds)).min(1).nullable(),
  reasons: z.array(z.enum(disputeReasons)).min(1).nullable(),
  demand,
  unmet: z.enum(['needs_second_person', 'refused']),
  words: z.string().trim().min(1).max(500),
});

const discountPolicy = z.strictObject({
  code: z.string().regex(/^[a-z][a-z0-9_-]{0,59}$/),
  version: whole.default(0),
  limits: z.array(limit).max(2_000),
  budgets: z
    .array(z.strictObject({ team: z.string().min(1).nullable(), currency, perMonthMinor: whole }))
    .max(500),
  criteria: z.array(criterion).max(200),
  corrections: z
    .array(z.strictObject({ role: decider, currency, perCorrectionMinor: bound }))
    .max(200),
  approvers: z.array(
    role.refine((one) => mayDo(one, 'approve'), 'is a role that approves nothing'),
  ),
});

/** Reads a policy; every fault with its place. */
export function readDiscountPolicy(
  value: unknown,
): { policy: DiscountPolicy } | { faults: string[] } {
  const read = discountPolicy.safeParse(value);
  if (read.success) return { policy: read.data };
  return {
    faults: read.error.issues.map(({ path, message }) => `${path.join('.') || 'all'}: ${message}`),
  };
}
