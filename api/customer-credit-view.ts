/** What a seller owes a customer, and what became of it, as the API shows it. */
import { z } from '@hono/zod-openapi';
import type { CreditMovement } from '../db/credit-movements.ts';
import type { CreditRefund } from '../db/entities/papers.ts';
import * as fields from './fields.ts';

export const movementSchema = z
  .object({
    kind: z.string().openapi({
      description: 'What moved it, such as payment, credit_note, invoice or credit_refund.',
    }),
    fact: z.string().openapi({ description: 'That fact by its name in the books.' }),
    at: fields.instant,
    cycleId: z.uuid().nullable(),
    amountMinor: fields.minor.openapi({
      description: 'Above nothing when the credit grew, below when it was used or paid back.',
    }),
  })
  .openapi('CreditMovement');

export const refundSchema = z
  .object({
    refundId: z.string(),
    seller: z.string(),
    customer: z.string(),
    amountMinor: fields.minor,
    currency: fields.currencyCode,
    reason: z.string(),
    refundedAt: fields.instant,
    decidedBy: z.string(),
  })
  .openapi('CreditRefund');

export const refundExample: z.input<typeof refundSchema> = {
  refundId: 'desk-4720',
  seller: 'nordlys',
  customer: 'C-1001',
  amountMinor: 1_000,
  currency: 'EUR',
  reason: 'The customer has left and wants it back.',
  refundedAt: '2026-03-20T12:30:00.000Z',
  decidedBy: 'agent-17 (agent desk)',
};

export const movementExamples: z.input<typeof movementSchema>[] = [
  {
    kind: 'credit_refund',
    fact: `credit_refund/${refundExample.refundId}`,
    at: refundExample.refundedAt,
    cycleId: null,
    amountMinor: -refundExample.amountMinor,
  },
  {
    kind: 'payment',
    fact: 'payment/bank-20260314-17/0199c0de-7000-7000-8000-000000000001',
    at: '2026-03-14T09:00:00.000Z',
    cycleId: '0199c0de-7000-7000-8000-000000000001',
    amountMinor: 3_000,
  },
];

export function movementView(movement: CreditMovement): z.input<typeof movementSchema> {
  const { kind, fact, at, cycleId, amountMinor } = movement;
  return { kind, fact, at, cycleId, amountMinor };
}

export function refundView(
  refund: CreditRefund,
  { seller, customer }: { seller: string; customer: string },
): z.input<typeof refundSchema> {
  const { externalId, amountMinor, currency, reason, refundedAt, decidedBy } = refund;
  return {
    refundId: externalId,
    ...{ seller, customer, amountMinor, currency, reason },
    refundedAt: refundedAt.toISOString(),
    decidedBy,
  };
}
