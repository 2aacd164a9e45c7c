/** One billing cycle with everything that came of it: papers, charges, promises and money. */
import { z } from '@hono/zod-openapi';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Charge, PromiseToPay, Reminder } from '../db/entities/cycles.ts';
import { Allocation, Invoice, PaymentReversal } from '../db/entities/papers.ts';
import { cycleExample, cycleShape, cycleView, readCycles } from './cycle-view.ts';
import { nextSchema, readNext } from './cycle-next.ts';
import { paperExamples, paperSchema, type PaperView, paperView } from './cycle-papers.ts';
import * as fields from './fields.ts';
import { promiseExample, promiseSchema, promiseView } from './promises-view.ts';
import { reversalExample, reversalSchema, reversalView } from './reversals-view.ts';
import type { Services } from './services.ts';

const charge = z
  .object({
    kind: z.enum(['interest', 'fee', 'credit_taken_back']),
    amountMinor: fields.minor,
    step: z.int().nullable().openapi({ description: 'The step of the ladder that charged it.' }),
    basis: z.record(z.string(), z.unknown()).openapi({
      description: 'The rule and the figures that made it.',
    }),
    chargedAt: fields.instant,
  })
  .openapi('Charge');

const reminder = z.object({
  step: z.int(),
  name: z.string(),
  channel: z.string(),
  sentAt: fields.instant,
});

const payment = z.object({
  paymentId: z.string(),
  kind: z.enum(['receivable', 'recovery']).openapi({
    description: 'Whether it settled what was open, or what had been written off.',
  }),
  amountMinor: fields.minor.openapi({ description: 'The part that settled this cycle.' }),
  receivedOn: fields.date,
  method: z.string(),
  reversal: reversalSchema.nullable().openapi({
    description: 'When it was taken back; what it had settled is owed again.',
  }),
});

export const cycleDetailSchema = z
  .object({
    ...cycleShape,
    papers: z.array(paperSchema),
    charges: z.array(charge),
    promises: z.array(promiseSchema),
    reminders: z.array(reminder),
    payments: z.array(payment),
    next: nextSchema.nullable().openapi({ description: 'Null when there is nothing more to do.' }),
  })
  .openapi('CycleDetail');

type CycleDetail = z.input<typeof cycleDetailSchema>;

/** A cycle whose bill has just been issued. */
export const newCycleExample: CycleDetail = {
  ...cycleExample,
  papers: [paperExamples.invoice],
  charges: [],
  promises: [],
  reminders: [],
  payments: [],
  next: {
    kind: 'climb',
    subject: 'before_due',
    on: '2026-03-12',
    at: '2026-03-12T08:00:00.000Z',
    source: 'workflow',
  },
};

export const cycleDetailExample: CycleDetail = {
  ...cycleExample,
  creditedMinor: 1_000,
  chargedMinor: 22,
  openMinor: 11_222,
  papers: [paperExamples.invoice, paperExamples.creditNote],
  charges: [
    {
      kind: 'interest',
      amountMinor: 22,
      step: 2,
      basis: {
        ...{ principalMinor: 11_200, annualBasisPoints: 1_015, daysInYear: 365 },
        ...{ from: '2026-03-15', to: '2026-03-22', days: 7 },
      },
      chargedAt: '2026-03-22T08:00:00.000Z',
    },
  ],
  promises: [{ ...promiseExample, instalments: [{ on: '2026-04-10', amountMinor: 11_222 }] }],
  reminders: [
    { step: 1, name: 'before_due', channel: 'email', sentAt: '2026-03-12T08:00:00.000Z' },
  ],
  payments: [
    {
      paymentId: 'bank-20260314-17',
      kind: 'receivable',
      amountMinor: 12_200,
      receivedOn: '2026-03-14',
      method: 'direct_debit',
      reversal: reversalExample,
    },
  ],
  next: {
    kind: 'check_promise',
    subject: promiseExample.promiseId,
    on: '2026-04-10',
    at: '2026-04-10T22:00:00.000Z',
    source: 'workflow',
  },
};

/** One cycle with its whole story, or null when there is none. */
export async function readCycleDetail(
  { database, temporal }: Pick<Services, 'database' | 'temporal'>,
  where: Parameters<typeof readCycles>[1],
): Promise<CycleDetail | null> {
  const em = database.em.fork();
  const [found] = await readCycles(em, where, { limit: 1 });
  if (!found) return null;
  const cycle = cycleView(found);
  return {
    ...cycle,
    papers: await readPapers(em, cycle.cycleId),
    ...(await readHappenings(em, cycle.cycleId)),
    payments: await readAllocations(em, cycle.cycleId),
    next: cycle.standing === 'open' ? await readNext(em, temporal, cycle) : null,
  };
}

/** In the order in which they were written: their ids rise with time. */
async function readPapers(em: EntityManager, cycle: string): Promise<PaperView[]> {
  const papers = await em.find(
    Invoice,
    { cycle },
    { populate: ['corrects'], orderBy: { id: 'asc' } },
  );
  return papers.map(paperView);
}

async function readHappenings(
  em: EntityManager,
  cycle: string,
): Promise<Pick<CycleDetail, 'charges' | 'promises' | 'reminders'>> {
  const charges = await em.find(Charge, { cycle }, { orderBy: { chargedAt: 'asc', id: 'asc' } });
  const promises = await em.find(
    PromiseToPay,
    { cycle },
    { orderBy: { madeAt: 'asc', id: 'asc' } },
  );
  const reminders = await em.find(Reminder, { cycle }, { orderBy: { step: 'asc' } });
  return {
    charges: charges.map(({ kind, amountMinor, step, basis, chargedAt }) => ({
      ...{ kind, amountMinor, basis },
      step: step ?? null,
      chargedAt: chargedAt.toISOString(),
    })),
    promises: promises.map(promiseView),
    reminders: reminders.map(({ step, name, channel, sentAt }) => ({
      ...{ step, name, channel },
      sentAt: sentAt.toISOString(),
    })),
  };
}

async function readAllocations(em: EntityManager, cycle: string): Promise<CycleDetail['payments']> {
  const allocations = await em.find(
    Allocation,
    { cycle },
    { populate: ['payment'], orderBy: { payment: { recordedAt: 'asc', id: 'asc' } } },
  );
  const reversals = await em.find(PaymentReversal, {
    payment: allocations.map(({ payment }) => payment.id),
  });
  const reversalOf = new Map(reversals.map((reversal) => [reversal.payment.id, reversal]));
  return allocations.map(({ payment: { $: payment }, kind, amountMinor }) => ({
    paymentId: payment.externalId,
    ...{ kind, amountMinor },
    receivedOn: payment.receivedOn,
    method: payment.method,
    reversal: reversalView(reversalOf.get(payment.id)),
  }));
}
