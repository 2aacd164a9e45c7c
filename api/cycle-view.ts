/** Billing cycles as the API shows them, and how they are read. */
import { z } from '@hono/zod-openapi';
import type { EntityManager } from '@mikro-orm/postgresql';
import { BillingCycle } from '../db/entities/cycles.ts';
import { Invoice } from '../db/entities/papers.ts';
import { billingCycleWorkflowId } from '../workflows/messages.ts';
import * as fields from './fields.ts';

export const cycleShape = {
  cycleId: z.uuid(),
  seller: z.string(),
  customer: z.string(),
  period: fields.period,
  invoice: z.string().nullable().openapi({
    description: 'The bill’s number; after a reissue, that of the newest one.',
  }),
  currency: fields.currencyCode,
  claimedMinor: fields.minor.openapi({ description: 'Gross of its invoices.' }),
  chargedMinor: fields.minor.openapi({ description: 'Interest and fees on top.' }),
  creditedMinor: fields.minor.openapi({ description: 'Taken off by credit notes.' }),
  paidMinor: fields.minor,
  creditUsedMinor: fields.minor.openapi({ description: 'Settled from the customer’s credit.' }),
  writtenOffMinor: fields.minor,
  openMinor: fields.minor.openapi({ description: 'What is still owed of all that.' }),
  standing: fields.standing,
  dueOn: fields.date,
  openedAt: fields.instant,
  endedAt: fields.instant.nullable(),
  runId: z
    .string()
    .nullable()
    .openapi({ description: 'The billing run that issued it, if one did.' }),
  workflowId: z.string().openapi({ description: 'Under this id the Temporal UI shows it.' }),
};

export const cycleSchema = z.object(cycleShape).openapi('Cycle');

export const cycleExample: z.input<typeof cycleSchema> = {
  cycleId: '0199c0de-7000-7000-8000-000000000001',
  seller: 'nordlys',
  customer: 'C-1001',
  period: { from: '2026-03-01', to: '2026-04-01' },
  invoice: 'F2026-000001',
  currency: 'EUR',
  claimedMinor: 12_200,
  chargedMinor: 0,
  creditedMinor: 0,
  paidMinor: 0,
  creditUsedMinor: 0,
  writtenOffMinor: 0,
  openMinor: 12_200,
  standing: 'open',
  dueOn: '2026-03-15',
  openedAt: '2026-03-01T06:00:00.000Z',
  endedAt: null,
  runId: null,
  workflowId: 'billing-cycle/nordlys/C-1001/2026-03-01',
};

const related = ['seller', 'customer'] as const;

/** Reads cycles with what their view needs, in a fixed number of statements. */
export async function readCycles(
  em: EntityManager,
  where: Parameters<typeof em.find<BillingCycle>>[1],
  options: { limit?: number } = {},
) {
  const cycles = await em.find(BillingCycle, where, {
    ...options,
    populate: related,
    orderBy: { periodFrom: 'desc', id: 'asc' },
  });
  const invoices = await em.find(
    Invoice,
    { cycle: cycles.map(({ id }) => id), kind: 'invoice' },
    { fields: ['number', 'cycle'], orderBy: { undoesCredit: 'desc', revision: 'asc' } },
  );
  // The last one stays: the newest bill of the period, unless all there is undid a credit.
  const numbers = new Map(invoices.map(({ cycle, number }) => [cycle.id, number]));
  return cycles.map((cycle) => ({ cycle, invoice: numbers.get(cycle.id) ?? null }));
}

export type ReadCycle = Awaited<ReturnType<typeof readCycles>>[number];

export function cycleView({ cycle, invoice }: ReadCycle): z.input<typeof cycleSchema> {
  const seller = cycle.seller.$.code;
  const customer = cycle.customer.$.number;
  const { periodFrom: from, periodTo: to } = cycle;
  return {
    cycleId: cycle.id,
    seller,
    customer,
    period: { from, to },
    invoice,
    currency: cycle.currency,
    claimedMinor: cycle.claimedMinor,
    chargedMinor: cycle.chargedMinor,
    creditedMinor: cycle.creditedMinor,
    paidMinor: cycle.paidMinor,
    creditUsedMinor: cycle.creditUsedMinor,
    writtenOffMinor: cycle.writtenOffMinor,
    openMinor: cycle.openMinor,
    standing: cycle.standing,
    dueOn: cycle.dueOn,
    openedAt: cycle.openedAt.toISOString(),
    endedAt: fields.instantOf(cycle.endedAt),
    runId: cycle.run?.id ?? null,
    workflowId: billingCycleWorkflowId({ seller, customer, period: from }),
  };
}
