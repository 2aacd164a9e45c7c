import { createRoute, z } from '@hono/zod-openapi';
import { PromiseToPay } from '../db/entities/cycles.ts';
import { refuse } from '../domain/errors.ts';
import type { PromiseRequest } from '../domain/facts.ts';
import { promiseToPay } from '../workflows/messages.ts';
import { askCycle, cycleIdentified } from './ask-cycle.ts';
import { assertAllowed, guarded } from './auth.ts';
import { cycleExample, cycleSchema, cycleView, readCycles } from './cycle-view.ts';
import { answer, jsonBody, located, refusals, withBody } from './document.ts';
import * as fields from './fields.ts';
import { acceptedBy, promiseExample, promiseSchema, promiseView } from './promises-view.ts';
import { newResource } from './resource.ts';
import type { AllServices } from './services.ts';

/** More instalments than days that a promise may take make no sense. */
const instalmentsMax = 92;

const instalment = z
  .object({ on: fields.localDate(), amountMinor: fields.positiveMinor() })
  .strict()
  .openapi('Instalment');

const request = z
  .object({
    promiseId: fields.ownId({
      description: 'Your own id of the promise; asked twice under it, there is one promise.',
      example: promiseExample.promiseId,
    }),
    instalments: z.array(instalment).min(1).max(instalmentsMax).openapi({
      description:
        'On rising days from today on, at most 92 days ahead; together exactly what is open.',
    }),
    madeBy: fields.person,
    acceptedBy,
  })
  .strict()
  .openapi('PromiseRequest');

const taken = z.object({ promise: promiseSchema, cycle: cycleSchema }).openapi('PromiseTaken');

const takenExample: z.input<typeof taken> = {
  promise: promiseExample,
  cycle: { ...cycleExample, paidMinor: 10_000, openMinor: 2_200 },
};

const takePromise = createRoute({
  method: 'post',
  path: '/cycles/{cycleId}/promises',
  operationId: 'takePromise',
  tags: ['Cycles'],
  summary: 'Take a customer’s promise to pay',
  description:
    'No reminder goes out until a promised day is over without its money: then the promise is ' +
    'broken and the next step of the ladder comes at once. Paid in time, it is kept. What a ' +
    'supervisor accepts needs the scope `promises:supervise`, all else `promises:write`. Safe to ' +
    'repeat under the same promiseId; after a refusal, ask under another one.',
  ...guarded('promises:write', 'promises:supervise'),
  request: {
    params: z.object({ cycleId: z.uuid().openapi({ example: cycleExample.cycleId }) }),
    body: jsonBody(request, {
      promiseId: promiseExample.promiseId,
      instalments: promiseExample.instalments,
      madeBy: promiseExample.madeBy,
      acceptedBy: promiseExample.acceptedBy,
    }),
  },
  responses: {
    200: answer('This promise was taken before.', taken, takenExample),
    201: { ...located, ...answer('The promise is taken.', taken, takenExample) },
    ...refusals(
      ...withBody,
      'amount_invalid',
      'cycle_unknown',
      'date_invalid',
      'nothing_open',
      'promise_active',
      'promise_invalid',
      'promise_needs_supervisor',
      'query_invalid',
      'request_conflict',
      'temporal_unavailable',
    ),
  },
});

export function promiseRoutes({ database, temporal, issueTimeoutMs }: AllServices) {
  return newResource().openapi(takePromise, async (c) => {
    const asked = c.req.valid('json');
    const { cycleId } = c.req.valid('param');
    assertAllowed(c.get('caller'), [
      asked.acceptedBy === 'supervisor' ? 'promises:supervise' : 'promises:write',
    ]);
    const identity = await cycleIdentified(database.em.fork(), cycleId);
    const known = await readTaken(cycleId, asked);
    if (known) return c.json(known, 200);
    const updateId = `promise/${asked.promiseId}`;
    const question = { update: promiseToPay, updateId, asked };
    await askCycle(temporal, identity, question, issueTimeoutMs);
    const made = await readTaken(cycleId, asked);
    if (!made) throw new Error('the cycle took a promise that the books do not have');
    c.header('Location', `/v1/cycles/${cycleId}`);
    return c.json(made, 201);
  });

  /** The promise with this id and its cycle; refused when it says something else. */
  async function readTaken(cycle: string, asked: PromiseRequest) {
    const em = database.em.fork();
    const promise = await em.findOne(PromiseToPay, { cycle, externalId: asked.promiseId });
    const [found] = await readCycles(em, { id: cycle }, { limit: 1 });
    if (!promise || !found) return null;
    refuseOtherFacts(promise, asked);
    return { promise: promiseView(promise), cycle: cycleView(found) };
  }
}

function refuseOtherFacts(known: PromiseToPay, asked: PromiseRequest): void {
  const isSame =
    known.madeBy === asked.madeBy &&
    known.acceptedBy === asked.acceptedBy &&
    known.instalments.length === asked.instalments.length &&
    asked.instalments.every(({ on, amountMinor }, index) => {
      const before = known.instalments[index];
      return before?.on === on && before.amountMinor === amountMinor;
    });
  if (isSame) return;
  refuse(
    'request_conflict',
    `Promise ${asked.promiseId} was taken with other days, amounts or people. ` +
      'One that differs needs an id of its own.',
  );
}
