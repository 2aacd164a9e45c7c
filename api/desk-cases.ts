/** The work on cases over HTTP: next, take, answer, decide, approve. For staff who are signed in. */
import { createRoute, z } from '@hono/zod-openapi';
import type { DeskAct } from '../domain/dispute/acts.ts';
import { doAtDesk, takeNextCase } from './desk-actions.ts';
import { disputeDetail, disputeDetailExample, disputeDetailSchema } from './dispute-view.ts';
import { wordsField } from './dispute-routes.ts';
import { answer, jsonBody, refusals, withBody } from './document.ts';
import * as fields from './fields.ts';
import { newResource } from './resource.ts';
import type { AllServices } from './services.ts';
import { requireStaff, staffOf } from './staff-session.ts';

const tags = ['Desk'];

const disputeId = z.object({
  disputeId: z.uuid().openapi({ example: disputeDetailExample.disputeId }),
});

const requestId = fields.ownId({
  description: 'Your own id of the request; asked twice under it, it is done once.',
  example: 'desk-0001',
});

const grantExample = { kind: 'goodwill_credit', grossMinor: 1_000 };

/** What may be asked, judged by the cycle; its form is told by the examples. */
const loose = z
  .record(z.string(), z.unknown())
  .refine((value) => !/\\u0000|\\ud[89a-f]/i.test(JSON.stringify(value)), {
    error: 'must be text that can be kept',
  });

const nextRoute = createRoute({
  method: 'post',
  path: '/desk/next',
  operationId: 'takeNextCase',
  tags,
  summary: 'Take the most urgent case that fits you',
  description:
    'By your groups, languages and reasons; never one that somebody has. Null when there is none.',
  ...requireStaff('take_cases'),
  responses: {
    200: answer('Your case.', z.object({ case: disputeDetailSchema.nullable() }), {
      case: disputeDetailExample,
    }),
    ...refusals('role_missing', 'session_missing', 'temporal_unavailable'),
  },
});

type Doing = {
  readonly path: string;
  readonly act: DeskAct;
  readonly summary: string;
  readonly description: string;
  readonly body: z.ZodObject;
  readonly example: Record<string, unknown>;
};

const bodyOf = <Shape extends z.ZodRawShape>(name: string, shape: Shape) =>
  z
    .object({ requestId, ...shape })
    .strict()
    .openapi(name);

const doings = {
  take: {
    path: 'take',
    act: 'takeDispute',
    summary: 'Take a case',
    description: 'A supervisor may take over what somebody else has.',
    body: bodyOf('CaseTaking', {}),
    example: { requestId: 'desk-0001' },
  },
  giveBack: {
    path: 'return',
    act: 'returnDispute',
    summary: 'Give a case back to the queue',
    description: 'Somebody else gets it; what was noted stays.',
    body: bodyOf('CaseReturn', { words: wordsField.optional() }),
    example: { requestId: 'desk-0002' },
  },
  answer: {
    path: 'answers',
    act: 'answerDispute',
    summary: 'Write to the customer, or note something',
    description: 'What is written goes out as a letter; a note stays with the case.',
    body: bodyOf('CaseAnswer', { words: wordsField.min(1), internal: z.boolean().optional() }),
    example: { requestId: 'desk-0003', words: 'The film was rented on 3 March.' },
  },
  decide: {
    path: 'decisions',
    act: 'decideDispute',
    summary: 'Decide a case',
    description:
      'Explain, correct, grant, change, take a promise, or reject. What costs money needs a fresh ' +
      'check of the caller and is judged by the rules of authority: it is done, waits for a ' +
      'second person, or is refused with every rule that said so.',
    body: bodyOf('CaseDecision', { decision: loose, words: wordsField.optional() }),
    example: {
      requestId: 'desk-0004',
      decision: { kind: 'grant', grant: grantExample },
      words: 'We are sorry about the two days without a line.',
    },
  },
  approve: {
    path: 'approvals',
    act: 'approveGrant',
    summary: 'Be the second person',
    description: 'Approve what waits, if your own authority covers it, or send it back.',
    body: bodyOf('CaseApproval', {
      grantId: z.uuid(),
      verdict: z.enum(['approve', 'decline']),
      words: wordsField.optional(),
    }),
    example: {
      requestId: 'desk-0005',
      grantId: '0199c0de-0000-7000-8000-0000000000e1',
      verdict: 'approve',
    },
  },
} as const satisfies Record<string, Doing>;

const doingRoute = <Body extends z.ZodObject>({
  path,
  act,
  summary,
  description,
  body,
  example,
}: Doing & { body: Body }) =>
  createRoute({
    method: 'post',
    path: `/disputes/{disputeId}/${path}`,
    operationId: act,
    tags,
    summary,
    description,
    ...requireStaff(act === 'approveGrant' ? 'approve' : 'take_cases'),
    request: {
      params: disputeId,
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each example is of its body
      body: jsonBody(body, example as z.input<Body>),
    },
    responses: {
      200: answer('The case as it is then.', disputeDetailSchema, disputeDetailExample),
      ...refusals(...withBody, ...refusedAtDesk),
    },
  });

const refusedAtDesk = [
  'amount_invalid',
  'approval_same_person',
  'authority_exceeded',
  'charge_unknown',
  'check_needed',
  'credit_too_large',
  'dispute_ended',
  'dispute_not_yours',
  'dispute_taken',
  'dispute_unknown',
  'dispute_waiting',
  'fact_invalid',
  'grant_invalid',
  'grant_refused',
  'grant_settled',
  'invoice_unknown',
  'line_unknown',
  'nothing_open',
  'nothing_to_credit',
  'promise_invalid',
  'promise_needs_supervisor',
  'query_invalid',
  'request_conflict',
  'role_missing',
  'session_missing',
  'temporal_unavailable',
  'words_missing',
] as const;

export function deskCaseRoutes(services: AllServices) {
  const { database } = services;
  const seen = async (row: Awaited<ReturnType<typeof doAtDesk>>) =>
    disputeDetail(database.em.fork(), row);

  return newResource()
    .openapi(nextRoute, async (c) => {
      const taken = await takeNextCase(services, staffOf(c), 'api');
      return c.json({ case: taken && (await seen(taken)) }, 200);
    })
    .openapi(doingRoute(doings.take), async (c) => {
      const { requestId: externalId } = c.req.valid('json');
      const doing = { act: 'takeDispute', externalId, channel: 'api' } as const;
      const row = await doAtDesk(services, staffOf(c), c.req.valid('param').disputeId, doing);
      return c.json(await seen(row), 200);
    })
    .openapi(doingRoute(doings.giveBack), async (c) => {
      const { requestId: externalId, words = null } = c.req.valid('json');
      const doing = { act: 'returnDispute', externalId, words, channel: 'api' } as const;
      const row = await doAtDesk(services, staffOf(c), c.req.valid('param').disputeId, doing);
      return c.json(await seen(row), 200);
    })
    .openapi(doingRoute(doings.answer), async (c) => {
      const { requestId: externalId, words, internal = false } = c.req.valid('json');
      const said = { act: 'answerDispute', externalId, words, payload: { internal } } as const;
      const doing = { ...said, channel: 'api' } as const;
      const row = await doAtDesk(services, staffOf(c), c.req.valid('param').disputeId, doing);
      return c.json(await seen(row), 200);
    })
    .openapi(doingRoute(doings.decide), async (c) => {
      const { requestId: externalId, decision, words = null } = c.req.valid('json');
      const said = { act: 'decideDispute', externalId, words, payload: { decision } } as const;
      const doing = { ...said, channel: 'api' } as const;
      const row = await doAtDesk(services, staffOf(c), c.req.valid('param').disputeId, doing);
      return c.json(await seen(row), 200);
    })
    .openapi(doingRoute(doings.approve), async (c) => {
      const { requestId: externalId, words = null, ...payload } = c.req.valid('json');
      const said = { act: 'approveGrant', externalId, words, payload } as const;
      const doing = { ...said, channel: 'api' } as const;
      const row = await doAtDesk(services, staffOf(c), c.req.valid('param').disputeId, doing);
      return c.json(await seen(row), 200);
    });
}
