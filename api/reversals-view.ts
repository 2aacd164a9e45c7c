/** How a payment was taken back, as the API shows it. */
import { z } from '@hono/zod-openapi';
import type { PaymentReversal } from '../db/entities/papers.ts';
import * as fields from './fields.ts';

export const reversalSchema = z
  .object({
    reversalId: z.string(),
    reason: z.string(),
    reversedAt: fields.instant,
    reportedBy: z.string(),
  })
  .openapi('Reversal');

type Reversal = z.input<typeof reversalSchema>;

export const reversalExample: Reversal = {
  reversalId: 'bank-20260317-return-3',
  reason: 'AC04: the account is closed',
  reversedAt: '2026-03-17T09:00:00.000Z',
  reportedBy: 'bank connector',
};

export function reversalView(reversal: PaymentReversal | undefined): Reversal | null {
  if (!reversal) return null;
  const { externalId: reversalId, reason, reversedAt, actor: reportedBy } = reversal;
  return { reversalId, reason, reversedAt: reversedAt.toISOString(), reportedBy };
}
