/** What the page says after something was done or refused. */
import type { Context } from 'hono';
import { problemOf } from '../failures.ts';
import { appearances, type Problem } from '../problems.ts';
import type { ApiEnv } from '../environment.ts';
import type { Notice } from './views.ts';

const done = {
  taken: ['The case is yours.'],
  returned: ['The case is back in the queue.'],
  answered: ['Your letter goes out now.'],
  noted: ['Your note is kept with the case.'],
  decided: ['It is decided.', 'The customer’s letter goes out now.'],
  waiting: ['It waits for a second person.', 'The customer is told that it is being checked.'],
  approved: ['Approved and decided.', 'The customer’s letter goes out now.'],
  declined: ['Sent back to whoever asked.'],
  opened: ['The case is open.', 'What is disputed is held from now on.'],
  reopened: ['The case is open again, with new promises.'],
  code_sent: ['A code is on its way to the customer.'],
  checked: ['The caller is the customer.'],
  nothing_next: ['Nobody waits whom you could help.'],
  signed_out: ['You are signed out.'],
} as const satisfies Record<string, readonly [string, ...string[]]>;

export type DoneCode = keyof typeof done;

/** What a page is told in its address: one of a closed list, so that nobody can put words there. */
export function noticeIn(c: Context<ApiEnv>): Notice | null {
  const code = c.req.query('done');
  return code !== undefined && isDone(code) ? doneNotice(code) : null;
}

function isDone(code: string): code is DoneCode {
  return Object.hasOwn(done, code);
}

function doneNotice(code: DoneCode): Notice {
  const [title, ...details] = done[code];
  return { kind: 'done', title, details };
}

/** Who could help, where somebody can. */
const whoCould: Readonly<Partial<Record<Problem['code'], string>>> = {
  approval_same_person: 'Any other supervisor can.',
  authority_exceeded: 'Somebody with higher limits can.',
  check_needed: 'Check the caller, then send it again.',
  dispute_not_yours: 'Take the case first, or ask a supervisor to take it over.',
  dispute_taken: 'A supervisor can take it over.',
  grant_refused: 'A supervisor’s limits are higher.',
  promise_needs_supervisor: 'Ask a supervisor to take the case.',
  role_missing: 'Somebody with another role can; your supervisor knows who.',
};

/** The refusal for the page, with the status of its answer; null when it is a bug of ours. */
export function refusedNotice(error: unknown) {
  const problem = problemOf(error);
  if (!problem) return null;
  const { code, detail } = problem;
  const hint = whoCould[code];
  const notice: Notice = {
    kind: 'refused',
    title: `${appearances[code].title}.`,
    details: [detail, ...(hint === undefined ? [] : [hint])],
  };
  return { notice, status: appearances[code].status, code };
}
