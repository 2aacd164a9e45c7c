import { createRoute, z } from '@hono/zod-openapi';
import { BillingCycle, Journal } from '../db/entities/cycles.ts';
import { isLocalDate } from '../domain/calendar.ts';
import { refuse } from '../domain/errors.ts';
import { guarded, guardedForStaffToo } from './auth.ts';
import { cycleDetailExample, cycleDetailSchema, readCycleDetail } from './cycle-detail.ts';
import { cycleExample, cycleSchema, cycleView, readCycles } from './cycle-view.ts';
import { answer, refusals, staffToo } from './document.ts';
import * as fields from './fields.ts';
import { isInstant, isUuid, keyAfter, pageOf, pageQuery, toPage } from './paging.ts';
import { newResource } from './resource.ts';
import type { Services } from './services.ts';

const tags = ['Cycles'];
const cycleId = z.object({ cycleId: z.uuid().openapi({ example: cycleExample.cycleId }) });

const listCycles = createRoute({
  method: 'get',
  path: '/cycles',
  operationId: 'listCycles',
  tags,
  summary: 'List billing cycles',
  description: 'The newest periods first.',
  ...guardedForStaffToo({ scope: 'cycles:read', deed: 'operate', seller: 'in_query' }),
  request: {
    query: z.object({
      seller: fields.sellerCode.optional(),
      customer: fields.customerNumber.optional(),
      standing: fields.standing.optional(),
      period: fields.localDate().optional().openapi({ description: 'First day of the period.' }),
      dueBefore: fields.localDate().optional().openapi({ description: 'Due before this day.' }),
      ...pageQuery,
    }),
  },
  responses: {
    200: answer('A page of cycles.', pageOf(cycleSchema), { items: [cycleExample], next: null }),
    ...refusals(...staffToo, 'query_invalid', 'date_invalid', 'seller_missing'),
  },
});

const readCycle = createRoute({
  method: 'get',
  path: '/cycles/{cycleId}',
  operationId: 'readCycle',
  tags,
  summary: 'Read one billing cycle',
  description:
    'Its money and dates, its papers, what was charged and by which rule, the promises, the ' +
    'reminders that went out, the payments that came or were taken back, and what is next.',
  ...guarded('cycles:read'),
  request: { params: cycleId },
  responses: {
    200: answer('The cycle.', cycleDetailSchema, cycleDetailExample),
    ...refusals('query_invalid', 'cycle_unknown'),
  },
});

const journalEntry = z
  .object({
    kind: z.string(),
    at: fields.instant.openapi({ description: 'In the cycle’s own time.' }),
    recordedAt: fields.instant,
    actor: z.string().openapi({ description: 'Who or what did it.' }),
    amountMinor: fields.minor.nullable(),
    reason: z.string().nullable(),
    details: z.record(z.string(), z.unknown()),
  })
  .openapi('JournalEntry');

const readJournal = createRoute({
  method: 'get',
  path: '/cycles/{cycleId}/journal',
  operationId: 'readJournal',
  tags,
  summary: 'Read what happened in a cycle',
  description: 'Every step in the order of the cycle’s own time.',
  ...guarded('cycles:read'),
  request: { params: cycleId, query: z.object(pageQuery) },
  responses: {
    200: answer('A page of the journal.', pageOf(journalEntry), {
      items: [
        {
          kind: 'issued',
          at: '2026-03-01T06:00:00.000Z',
          recordedAt: '2026-03-01T06:00:00.123Z',
          actor: 'request',
          amountMinor: 12_200,
          reason: null,
          details: { invoice: 'F2026-000001', dueOn: '2026-03-15' },
        },
      ],
      next: null,
    }),
    ...refusals('query_invalid', 'cycle_unknown'),
  },
});

export function cycleRoutes({ database, temporal }: Services) {
  return newResource()
    .openapi(listCycles, async (c) => {
      const { seller, customer, standing, period, dueBefore, limit, cursor } = c.req.valid('query');
      const [from, id] = keyAfter(cursor, [isLocalDate, isUuid]) ?? [];
      const where = {
        ...(seller && { seller: { code: seller } }),
        ...(customer && { customer: { number: customer } }),
        ...(standing && { standing }),
        ...(period && { periodFrom: period }),
        ...(dueBefore && { dueOn: { $lt: dueBefore } }),
        ...(from &&
          id && { $or: [{ periodFrom: { $lt: from } }, { periodFrom: from, id: { $gt: id } }] }),
      };
      const cycles = await readCycles(database.em.fork(), where, { limit: limit + 1 });
      const keyOf = ({ cycle }: (typeof cycles)[number]) => [cycle.periodFrom, cycle.id];
      return c.json(toPage(cycles, limit, { keyOf, view: cycleView }), 200);
    })
    .openapi(readCycle, async (c) => {
      const { cycleId: id } = c.req.valid('param');
      const cycle = await readCycleDetail({ database, temporal }, { id });
      return c.json(cycle ?? refuse('cycle_unknown', `There is no cycle ${id}.`), 200);
    })
    .openapi(readJournal, async (c) => {
      const { cycleId: id } = c.req.valid('param');
      const { limit, cursor } = c.req.valid('query');
      const [at, after] = keyAfter(cursor, [isInstant, isRowNumber]) ?? [];
      const em = database.em.fork();
      if ((await em.count(BillingCycle, { id })) === 0) {
        refuse('cycle_unknown', `There is no cycle ${id}.`);
      }
      const entries = await em.find(
        Journal,
        {
          cycle: id,
          ...(at && after && { $or: [{ at: { $gt: at } }, { at, id: { $gt: Number(after) } }] }),
        },
        { orderBy: { at: 'asc', id: 'asc' }, limit: limit + 1 },
      );
      const keyOf = (entry: Journal) => [entry.at.toISOString(), String(entry.id)];
      return c.json(toPage(entries, limit, { keyOf, view: entryView }), 200);
    });
}

function isRowNumber(text: string): boolean {
  return /^\d{1,15}$/.test(text);
}

function entryView(entry: Journal): z.input<typeof journalEntry> {
  const { kind, at, recordedAt, actor, amountMinor, reason, details } = entry;
  return {
    kind,
    at: at.toISOString(),
    recordedAt: recordedAt.toISOString(),
    actor,
    amountMinor: amountMinor ?? null,
    reason: reason ?? null,
    details,
  };
}
