/** The routes of disputes as the document tells them. */
import { createRoute, z } from '@hono/zod-openapi';
import type { DeskAct } from '../domain/dispute/acts.ts';
import { guardedForStaffToo } from './auth.ts';
import {
  disputeDetailExample,
  disputeDetailSchema,
  disputeExample,
  disputeSchema,
  reasonSchema,
  stateSchema,
} from './dispute-view.ts';
import { answer, jsonBody, located, refusals, withBody } from './document.ts';
import * as fields from './fields.ts';
import { pageOf, pageQuery } from './paging.ts';

const tags = ['Disputes'];

/** What a person may write at most. */
const wordsMax = 2_000;

export const wordsField = z
  .string()
  .trim()
  .max(wordsMax)
  .refine((text) => !/[\p{Cs}\0]/u.test(text), { error: 'must be plain text' })
  .openapi({ description: 'In their own words. It is kept in the database and nowhere else.' });

const named = z
  .object({ position: z.int().min(1), invoice: fields.invoiceNumber.optional() })
  .strict();

const opening = z
  .object({
    disputeId: fields.ownId({
      description: 'Your own id of the dispute; asked twice under it, there is one dispute.',
      example: 'ticket-4711',
    }),
    reason: reasonSchema,
    lines: z.union([z.literal('whole'), z.array(named).min(1).max(200)]).openapi({
      description: 'The whole bill, or the lines that are questioned. Only they are held.',
    }),
    words: wordsField.optional(),
  })
  .strict()
  .openapi('DisputeRequest');

export const repeated = z
  .object({
    requestId: fields.ownId({
      description: 'Your own id of the request; asked twice under it, it is done once.',
      example: 'ticket-4711-back',
    }),
    words: wordsField.optional(),
  })
  .strict()
  .openapi('DisputeChange');

const write = guardedForStaffToo({
  scope: 'disputes:write',
  deed: 'take_cases',
  seller: 'by_handler',
});
const read = guardedForStaffToo({
  scope: 'disputes:read',
  deed: 'take_cases',
  seller: 'by_handler',
});

export const openRoute = createRoute({
  method: 'post',
  path: '/cycles/{cycleId}/disputes',
  operationId: 'openDispute',
  tags,
  summary: 'Question a bill or some of its lines',
  description:
    'Nobody is reminded of what is disputed until it is decided, no interest accrues on it, and no ' +
    'card is charged for it; the rest stays due. The answer says by when the customer is promised ' +
    'a first answer and a decision. A bill that was paid, however long ago, can be questioned too.',
  ...write,
  request: {
    params: z.object({ cycleId: z.uuid().openapi({ example: disputeExample.cycleId }) }),
    body: jsonBody(opening, {
      disputeId: 'ticket-4711',
      reason: 'wrong_price',
      lines: [{ position: 2 }],
      words: 'I never ordered the TV package.',
    }),
  },
  responses: {
    201: { ...located, ...answer('It is open.', disputeDetailSchema, disputeDetailExample) },
    ...refusals(
      ...withBody,
      'cycle_unknown',
      'dispute_open',
      'line_unknown',
      'nothing_to_dispute',
      'query_invalid',
      'request_conflict',
      'role_missing',
      'temporal_unavailable',
    ),
  },
});

export const listRoute = createRoute({
  method: 'get',
  path: '/disputes',
  operationId: 'listDisputes',
  tags,
  summary: 'List disputes',
  description: 'In the order of their opening.',
  ...read,
  request: {
    query: z.object({
      seller: fields.sellerCode.optional(),
      customer: fields.customerNumber.optional(),
      state: stateSchema.optional(),
      group: z.string().max(60).optional(),
      missed: z.enum(['true', 'false']).optional().openapi({
        description: 'Those whose promise was missed, or those whose were kept so far.',
      }),
      ...pageQuery,
    }),
  },
  responses: {
    200: answer('A page of disputes.', pageOf(disputeSchema), {
      items: [disputeExample],
      next: null,
    }),
    ...refusals(
      'query_invalid',
      'seller_unknown',
      'seller_missing',
      'customer_unknown',
      'role_missing',
    ),
  },
});

const disputeId = z.object({ disputeId: z.uuid().openapi({ example: disputeExample.disputeId }) });

export const readRoute = createRoute({
  method: 'get',
  path: '/disputes/{disputeId}',
  operationId: 'readDispute',
  tags,
  summary: 'Read one dispute',
  description:
    'With its promises, its story and what was granted by which rules. What people wrote is ' +
    'personal and not part of it.',
  ...read,
  request: { params: disputeId },
  responses: {
    200: answer('The dispute.', disputeDetailSchema, disputeDetailExample),
    ...refusals('query_invalid', 'dispute_unknown', 'role_missing'),
  },
});

const changes = {
  withdrawal: {
    act: 'withdrawDispute',
    summary: 'Take a question back',
    description:
      'What was held is asked for again; the ladder goes on with the days that were left.',
  },
  reopening: {
    act: 'reopenDispute',
    summary: 'Open a decided dispute again',
    description: 'Within the time that the seller’s policy allows, with new promises.',
  },
} as const satisfies Record<string, { act: DeskAct; summary: string; description: string }>;

export const changeRoute = (name: keyof typeof changes) =>
  createRoute({
    method: 'post',
    path: `/disputes/{disputeId}/${name}`,
    operationId: changes[name].act,
    tags,
    summary: changes[name].summary,
    description: changes[name].description,
    ...write,
    request: { params: disputeId, body: jsonBody(repeated, { requestId: 'ticket-4711-back' }) },
    responses: {
      200: answer('The dispute as it is then.', disputeDetailSchema, disputeDetailExample),
      ...refusals(
        ...withBody,
        'dispute_ended',
        'dispute_open',
        'dispute_unknown',
        'nothing_to_dispute',
        'query_invalid',
        'request_conflict',
        'role_missing',
        'temporal_unavailable',
      ),
    },
  });
