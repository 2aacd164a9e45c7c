import { createRoute, z } from '@hono/zod-openapi';
import { answerCheck, checkById } from '../db/caller-checks.ts';
import { checkFacts, standardCheckPolicy } from '../domain/caller-check.ts';
import { askCallerCheck } from './ask-check.ts';
import { askedSchema, checkExample, checkSchema, checkView } from './caller-checks-view.ts';
import { answer, jsonBodies, located, staffRefusals, withBody } from './document.ts';
import * as fields from './fields.ts';
import { newResource } from './resource.ts';
import type { AllServices } from './services.ts';
import { requireStaff, staffOf } from './staff-session.ts';

const tags = ['Caller checks'];

const params = z.object({ number: fields.customerNumber.openapi({ example: 'C-1001' }) });
const checkId = z.object({ checkId: z.uuid().openapi({ example: checkExample.checkId }) });

const asked = z
  .object({
    method: z.enum(['code', 'facts']),
    disputeId: z.uuid().optional(),
    facts: z
      .array(z.enum(checkFacts))
      .min(standardCheckPolicy.factsNeeded)
      .max(checkFacts.length)
      .optional()
      .openapi({ description: 'Which facts to ask for; left out, the policy’s best ones.' }),
  })
  .strict()
  .openapi('CallerCheckRequest');

const askRoute = createRoute({
  method: 'post',
  path: '/customers/{number}/checks',
  operationId: 'askCallerCheck',
  tags,
  summary: 'Check who is on the line',
  description:
    'By a code that is mailed to the customer, or by two facts that they know. The check that you ' +
    'had asked of this customer before ends. Without a passed check nothing of the customer is ' +
    'shown and nothing is decided.',
  ...requireStaff('check_callers'),
  request: {
    params,
    body: jsonBodies(asked, {
      code: { method: 'code' },
      facts: { method: 'facts', facts: ['contract_number', 'postal_code'] },
    }),
  },
  responses: {
    201: {
      ...located,
      ...answer('The check is asked.', askedSchema, { ...checkExample, sentTo: 'm•••@e•••.com' }),
    },
    ...staffRefusals(
      ...withBody,
      'check_impossible',
      'check_locked',
      'customer_unknown',
      'query_invalid',
      'temporal_unavailable',
    ),
  },
});

const readRoute = createRoute({
  method: 'get',
  path: '/checks/{checkId}',
  operationId: 'readCallerCheck',
  tags,
  summary: 'Read one check',
  description: 'One that you asked yourself: whether its code was sent, and how it stands.',
  ...requireStaff('check_callers'),
  request: { params: checkId },
  responses: {
    200: answer('The check.', checkSchema, { ...checkExample, isSent: true }),
    ...staffRefusals('check_unknown', 'query_invalid'),
  },
});

const typed = z.string().trim().min(1).max(200);

const answered = z
  .union([
    z.object({ code: z.string().regex(/^[\d\s]{1,20}$/, 'must be digits') }).strict(),
    z
      .object({
        facts: z
          .object({
            contract_number: typed.optional(),
            last_invoice_amount: typed.optional(),
            postal_code: typed.optional(),
            customer_number: typed.optional(),
            email: typed.optional(),
          })
          .strict(),
      })
      .strict(),
  ])
  .openapi('CallerCheckAnswer');

const answerRoute = createRoute({
  method: 'post',
  path: '/checks/{checkId}/answer',
  operationId: 'answerCallerCheck',
  tags,
  summary: 'Say what the caller answered',
  description:
    'Three wrong answers fail the check, nine within an hour lock all checks of the customer for ' +
    'an hour. What was wrong is not said, and no answer is kept.',
  ...requireStaff('check_callers'),
  request: {
    params: checkId,
    body: jsonBodies(answered, {
      code: { code: '123456' },
      facts: { facts: { contract_number: 'K-1', postal_code: '1000' } },
    }),
  },
  responses: {
    200: answer('The caller is the customer.', checkSchema, {
      ...checkExample,
      state: 'passed',
      isSent: true,
      attemptsLeft: 2,
      expiresAt: '2026-03-01T06:32:00.000Z',
    }),
    ...staffRefusals(
      ...withBody,
      'check_expired',
      'check_failed',
      'check_impossible',
      'check_locked',
      'check_unknown',
      'query_invalid',
    ),
  },
});

export function callerCheckRoutes(services: AllServices) {
  const { database, clock } = services;
  return newResource()
    .openapi(askRoute, async (c) => {
      const wish = { ...c.req.valid('json'), number: c.req.valid('param').number };
      const { check, sentTo } = await askCallerCheck(services, staffOf(c), wish);
      c.header('Location', `/v1/checks/${check.id}`);
      return c.json({ ...checkView(check), sentTo }, 201);
    })
    .openapi(readRoute, async (c) => {
      const { checkId: id } = c.req.valid('param');
      const check = await checkById(database.em.fork(), id, staffOf(c).id);
      return c.json(checkView(check), 200);
    })
    .openapi(answerRoute, async (c) => {
      const { checkId: id } = c.req.valid('param');
      const given = { checkId: id, staffId: staffOf(c).id, answer: c.req.valid('json') };
      const check = await answerCheck(database.em.fork(), given, new Date(clock()));
      return c.json(checkView(check), 200);
    });
}
