/** Payments as the API shows them, and how they are read. */
import { z } from '@hono/zod-openapi';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Allocation, Payment, PaymentReversal } from '../db/entities/papers.ts';
import * as fields from './fields.ts';
import { reversalSchema, reversalView } from './reversals-view.ts';

export const paymentId = fields.ownId({
  description: 'Your own id of the payment; reported twice under it, it is booked once.',
  example: 'bank-20260314-17',
});

export const paymentSchema = z
  .object({
    paymentId: z.string(),
    seller: z.string(),
    customer: z.string(),
    amountMinor: fields.minor,
    currency: fields.currencyCode,
    receivedOn: fields.date,
    method: z.string(),
    recordedAt: fields.instant,
    reportedBy: z.string(),
    allocations: z.array(
      z.object({
        cycleId: z.uuid(),
        kind: z.enum(['receivable', 'recovery']),
        amountMinor: fields.minor,
      }),
    ),
    creditMinor: fields.minor.openapi({
      description: 'What settled nothing and became the customer’s credit.',
    }),
    reversal: reversalSchema.nullable().openapi({
      description: 'When it was taken back; then nothing of the above stands any more.',
    }),
  })
  .openapi('Payment');

export const paymentExample: z.input<typeof paymentSchema> = {
  paymentId: 'bank-20260314-17',
  seller: 'nordlys',
  customer: 'C-1001',
  amountMinor: 12_200,
  currency: 'EUR',
  receivedOn: '2026-03-14',
  method: 'bank_transfer',
  recordedAt: '2026-03-14T09:00:00.000Z',
  reportedBy: 'bank connector',
  allocations: [
    {
      cycleId: '0199c0de-7000-7000-8000-000000000001',
      kind: 'receivable',
      amountMinor: 12_200,
    },
  ],
  creditMinor: 0,
  reversal: null,
};

/** Reads payments with what their view needs, in a fixed number of statements. */
export async function readPayments(
  em: EntityManager,
  where: Parameters<typeof em.find<Payment>>[1],
  limit: number,
) {
  const payments = await em.find(Payment, where, {
    populate: ['seller', 'customer'],
    orderBy: { receivedOn: 'desc', id: 'asc' },
    limit,
  });
  const ids = payments.map(({ id }) => id);
  const allocations = await em.find(
    Allocation,
    { payment: ids },
    { orderBy: { cycle: 'asc', kind: 'asc' } },
  );
  const byPayment = Map.groupBy(allocations, (allocation) => allocation.payment.id);
  const reversals = await em.find(PaymentReversal, { payment: ids });
  const reversalOf = new Map(reversals.map((reversal) => [reversal.payment.id, reversal]));
  return payments.map((payment) => ({
    payment,
    parts: byPayment.get(payment.id) ?? [],
    reversal: reversalOf.get(payment.id),
  }));
}

export function paymentView({
  payment,
  parts,
  reversal,
}: Awaited<ReturnType<typeof readPayments>>[number]): z.input<typeof paymentSchema> {
  const settledMinor = parts.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return {
    paymentId: payment.externalId,
    seller: payment.seller.$.code,
    customer: payment.customer.$.number,
    amountMinor: payment.amountMinor,
    currency: payment.currency,
    receivedOn: payment.receivedOn,
    method: payment.method,
    recordedAt: payment.recordedAt.toISOString(),
    reportedBy: payment.actor,
    allocations: parts.map(({ cycle, kind, amountMinor }) => ({
      cycleId: cycle.id,
      kind,
      amountMinor,
    })),
    creditMinor: payment.amountMinor - settledMinor,
    reversal: reversalView(reversal),
  };
}
