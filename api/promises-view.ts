/** Promises to pay as the API shows them. */
import { z } from '@hono/zod-openapi';
import type { PromiseToPay } from '../db/entities/cycles.ts';
import * as fields from './fields.ts';

export const acceptedBy = z.enum(['customer', 'agent', 'supervisor']).openapi({
  description: 'Who said yes to it. After two broken promises only a supervisor can.',
});

export const promiseSchema = z
  .object({
    promiseId: z.string(),
    instalments: z.array(z.object({ on: fields.date, amountMinor: fields.minor })),
    madeAt: fields.instant,
    madeBy: z.string(),
    acceptedBy,
    state: z.enum(['active', 'kept', 'broken', 'moot']).openapi({
      description:
        'While it is active no reminder goes out. Moot: the claim ended without being paid.',
    }),
    endedAt: fields.instant.nullable(),
  })
  .openapi('PromiseToPay');

type PromiseView = z.input<typeof promiseSchema>;

export const promiseExample: PromiseView = {
  promiseId: 'desk-4711',
  instalments: [
    { on: '2026-03-27', amountMinor: 1_200 },
    { on: '2026-04-10', amountMinor: 1_000 },
  ],
  madeAt: '2026-03-20T12:30:00.000Z',
  madeBy: 'customer',
  acceptedBy: 'agent',
  state: 'active',
  endedAt: null,
};

export function promiseView(promise: PromiseToPay): PromiseView {
  const { externalId, instalments, madeAt, madeBy, state, endedAt } = promise;
  return {
    promiseId: externalId,
    // The column may carry more than was asked for; the answer is as described.
    instalments: instalments.map(({ on, amountMinor }) => ({ on, amountMinor })),
    madeAt: madeAt.toISOString(),
    madeBy,
    acceptedBy: promise.acceptedBy,
    state,
    endedAt: fields.instantOf(endedAt),
  };
}
