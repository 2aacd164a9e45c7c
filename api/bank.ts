import { createRoute, z } from '@hono/zod-openapi';
import type { EntityManager } from '@mikro-orm/postgresql';
import { refuse } from '../domain/errors.ts';
import { guarded } from './auth.ts';
import { assignmentOf, decide } from './bank-decide.ts';
import { bankEntryExample, bankEntrySchema, bankEntryView, readBankEntries } from './bank-view.ts';
import { answer, jsonBody, refusals, withBody } from './document.ts';
import * as fields from './fields.ts';
import { isUuid, keyAfter, pageOf, pageQuery, toPage } from './paging.ts';
import { newResource } from './resource.ts';
import type { AllServices } from './services.ts';

const tags = ['Bank'];

const entryId = z.uuid().openapi({ example: bankEntryExample.entryId });

const listUnmatched = createRoute({
  method: 'get',
  path: '/bank/unmatched',
  operationId: 'listUnmatched',
  tags,
  summary: 'List what no rule could place',
  description:
    'Money that came in and that names no invoice, and returns that name no payment; the oldest ' +
    'first. Each says why, and which invoices to look at. The money lies in suspense meanwhile.',
  ...guarded('payments:read'),
  request: { query: z.object({ seller: fields.sellerCode.optional(), ...pageQuery }) },
  responses: {
    200: answer('A page of entries.', pageOf(bankEntrySchema), {
      items: [bankEntryExample],
      next: null,
    }),
    ...refusals('query_invalid'),
  },
});

const readEntry = createRoute({
  method: 'get',
  path: '/bank/entries/{entryId}',
  operationId: 'readBankEntry',
  tags,
  summary: 'Read one entry of a bank statement',
  description: 'What the bank said, what became of it, and why.',
  ...guarded('payments:read'),
  request: { params: z.object({ entryId }) },
  responses: {
    200: answer('The entry.', bankEntrySchema, bankEntryExample),
    ...refusals('query_invalid', 'bank_entry_unknown'),
  },
});

const assignment = z
  .object({
    invoice: fields.invoiceNumber.optional(),
    customer: fields.customerNumber.optional(),
    payment: z.string().min(1).max(100).optional().openapi({
      description: 'For a return: the id of the payment that it takes back.',
    }),
    decidedBy: fields.person,
  })
  .strict()
  .refine(
    ({ invoice, customer, payment }) =>
      [invoice, customer, payment].filter((one) => one !== undefined).length === 1,
    { error: 'name one of them: the invoice, the customer or the payment', path: ['invoice'] },
  )
  .openapi('BankAssignment', {
    oneOf: [{ required: ['invoice'] }, { required: ['customer'] }, { required: ['payment'] }],
  });

const dismissal = z
  .object({ reason: fields.reason, decidedBy: fields.person })
  .strict()
  .openapi('BankDismissal');

const { decision: _undecided, ...settledExample } = bankEntryExample;

const assignedExample: z.input<typeof bankEntrySchema> = {
  ...settledExample,
  state: 'reported',
  customer: 'C-1001',
  decision: { kind: 'assign', to: 'invoice', invoice: 'F2026-000001' },
  decidedBy: 'agent-17',
  decidedAt: '2026-03-15T09:00:00.000Z',
};

const waits = 'No worker is free; the decision is taken as soon as one is.';

const decisionRefusals = [
  ...withBody,
  'bank_entry_settled',
  'bank_entry_unknown',
  'query_invalid',
  'temporal_unavailable',
] as const;

const assign = createRoute({
  method: 'post',
  path: '/bank/unmatched/{entryId}/assign',
  operationId: 'assignBankEntry',
  tags,
  summary: 'Say what an entry is',
  description:
    'Money becomes a payment of the invoice, or of the customer from the oldest invoice on; what ' +
    'is too much becomes the customer’s credit. A return takes back the payment. Safe to repeat.',
  ...guarded('payments:write'),
  request: {
    params: z.object({ entryId }),
    body: jsonBody(assignment, { invoice: 'F2026-000001', decidedBy: 'agent-17' }),
  },
  responses: {
    200: answer(
      'It is assigned, and will be booked in a moment.',
      bankEntrySchema,
      assignedExample,
    ),
    202: answer(waits, bankEntrySchema, bankEntryExample),
    ...refusals(
      ...decisionRefusals,
      'amount_invalid',
      'currency_mismatch',
      'customer_unknown',
      'invoice_unknown',
      'nothing_open',
      'payment_unknown',
    ),
  },
});

const dismiss = createRoute({
  method: 'post',
  path: '/bank/unmatched/{entryId}/dismiss',
  operationId: 'dismissBankEntry',
  tags,
  summary: 'Take an entry off the list',
  description:
    'Money that is not ours or was sent back leaves the books again, with the reason. Safe to ' +
    'repeat.',
  ...guarded('payments:write'),
  request: {
    params: z.object({ entryId }),
    body: jsonBody(dismissal, {
      reason: 'Sent back: the payer meant somebody else.',
      decidedBy: 'agent-17',
    }),
  },
  responses: {
    200: answer('It is off the list.', bankEntrySchema, {
      ...assignedExample,
      state: 'dismissed',
      customer: null,
      decision: { kind: 'dismiss', reason: 'Sent back: the payer meant somebody else.' },
    }),
    202: answer(waits, bankEntrySchema, bankEntryExample),
    ...refusals(...decisionRefusals),
  },
});

export function bankRoutes(services: AllServices) {
  const { database } = services;
  const oneEntry = (id: string) => entryView(database.em.fork(), id);
  return newResource()
    .openapi(listUnmatched, async (c) => {
      const { seller, limit, cursor } = c.req.valid('query');
      const [after] = keyAfter(cursor, [isUuid]) ?? [];
      const where = {
        state: 'unmatched' as const,
        ...(seller && { seller: { code: seller } }),
        ...(after && { id: { $gt: after } }),
      };
      const entries = await readBankEntries(database.em.fork(), where, limit + 1);
      const keyOf = ({ entry }: (typeof entries)[number]) => [entry.id];
      return c.json(toPage(entries, limit, { keyOf, view: bankEntryView }), 200);
    })
    .openapi(readEntry, async (c) => c.json(await oneEntry(c.req.valid('param').entryId), 200))
    .openapi(assign, async (c) => {
      const { entryId: id } = c.req.valid('param');
      const { decidedBy, ...target } = c.req.valid('json');
      await oneEntry(id);
      const decision = assignmentOf(target);
      const isDone = await decide(services, { entryId: id, decision, decidedBy });
      return c.json(await oneEntry(id), isDone ? 200 : 202);
    })
    .openapi(dismiss, async (c) => {
      const { entryId: id } = c.req.valid('param');
      const { decidedBy, reason } = c.req.valid('json');
      await oneEntry(id);
      const decision = { kind: 'dismiss', reason } as const;
      const isDone = await decide(services, { entryId: id, decision, decidedBy });
      return c.json(await oneEntry(id), isDone ? 200 : 202);
    });
}

async function entryView(em: EntityManager, id: string) {
  const [found] = await readBankEntries(em, { id }, 1);
  return found
    ? bankEntryView(found)
    : refuse('bank_entry_unknown', `There is no bank entry ${id}.`);
}
