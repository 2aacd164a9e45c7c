/** What a billing cycle does next: as its workflow says or, when that does not answer, the books. */
import { z } from '@hono/zod-openapi';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Client } from '@temporalio/client';
import { loadCycleById } from '../db/load-cycles.ts';
import { type Cycle, newCycle, nextStep, type Step } from '../domain/cycle.ts';
import { cycleQuery } from '../workflows/messages.ts';
import * as fields from './fields.ts';
import { within } from './temporal.ts';

const stepKinds = [
  'issue',
  'book',
  'tell',
  'send_letter',
  'tend_dispute',
  'check_promise',
  'charge_card',
  'climb',
] as const satisfies readonly Step['kind'][];

export const nextSchema = z
  .object({
    kind: z.enum(stepKinds).openapi({
      description:
        'Issue the bill, book something that was reported, tell other cycles of the customer, ' +
        'send a letter, tend a dispute whose deadline comes, look whether a promise was kept, ' +
        'charge the card, or take a step of the ladder.',
    }),
    subject: z
      .string()
      .nullable()
      .openapi({
        description:
          'The step’s name in the ladder, the promise, the dispute, the letter’s template, the ' +
          'attempt to charge, or what is booked.',
      }),
    on: fields.date.nullable(),
    at: fields.instant.nullable().openapi({ description: 'Null: at once.' }),
    source: z.enum(['workflow', 'books']).openapi({
      description:
        'Who says so: the running workflow, or the books because none is running or it did not ' +
        'answer. The books know what it would do as soon as it is taken up again.',
    }),
  })
  .openapi('NextStep');

export type Next = z.input<typeof nextSchema>;

/** How long a reader waits for a workflow's answer, in milliseconds; the books have it too. */
const queryTimeoutMs = 1_000;

/** The next step of an open cycle; null when there is nothing more to do. */
export async function readNext(
  em: EntityManager,
  temporal: Client,
  { cycleId, workflowId }: { cycleId: string; workflowId: string },
): Promise<Next | null> {
  const running = await askWorkflow(temporal, workflowId);
  if (running) return nextView(nextStep(running), 'workflow');
  return nextView(nextStep(newCycle(await loadCycleById(em, cycleId))), 'books');
}

/**
 * The state of the workflow, if one is running and answers. A workflow that was terminated
 * answers queries too, with plans that nobody will carry out: so its status is asked as well.
 */
async function askWorkflow(temporal: Client, workflowId: string): Promise<Cycle | null> {
  const handle = temporal.workflow.getHandle(workflowId);
  try {
    const [{ status }, cycle] = await within(temporal, queryTimeoutMs, () =>
      Promise.all([handle.describe(), handle.query(cycleQuery)]),
    );
    // One that has not loaded its books yet knows less than they do.
    return status.name === 'RUNNING' && cycle.books ? cycle : null;
  } catch {
    return null;
  }
}

function nextView(step: Step | null, source: Next['source']): Next | null {
  if (!step) return null;
  const { kind, atMs } = step;
  const at = atMs === 0 ? null : new Date(atMs).toISOString();
  const on = 'on' in step ? step.on : null;
  return { kind, subject: subjectOf(step), on, at, source };
}

function subjectOf(step: Step): string | null {
  switch (step.kind) {
    case 'issue':
      return null;
    case 'book':
      return step.fact.id;
    case 'tell':
      return step.siblings.map(({ period }) => period).join(', ');
    case 'send_letter':
      return step.template;
    case 'tend_dispute':
      return step.disputeId;
    case 'check_promise':
      return step.promiseId;
    case 'charge_card':
      return `attempt ${step.attempt}`;
    case 'climb':
      return step.name;
  }
}
