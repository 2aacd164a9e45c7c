/** How the page answers: with itself, with what was refused in the customer's words, or elsewhere. */
import type { Context } from 'hono';
import { accepts } from 'hono/accepts';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { HTTPException } from 'hono/http-exception';
import { html } from 'hono/html';
import { problemOf } from '../failures.ts';
import { logFailure } from '../request-log.ts';
import { appearances, type Problem, problemResponse } from '../problems.ts';
import type { AllServices } from '../services.ts';
import { readPaperFacts } from '../../db/paper-facts.ts';
import { readBillQuestions } from '../../db/bill-questions.ts';
import type { RefusalCode } from '../../domain/errors.ts';
import type { BillPageEnv } from './guard.ts';
import { billPageLanguages, billPageWords } from './languages.ts';
import { billPageFrame, type Html, type PageError } from './layout.ts';
import type { OpenedBill } from './opened.ts';
import type { BillPageWords } from './words.ts';

export type Asking = Context<BillPageEnv>;

/** The page with its errors is still the page: 422 where something is to be put right. */
export async function show(
  c: Asking,
  page: Html,
  status: ContentfulStatusCode = 200,
): Promise<Response> {
  const locale = c.get('opened')?.saying.locale;
  return c.body(String(await page), status, {
    'Content-Type': 'text/html; charset=utf-8',
    ...(locale && { 'Content-Language': locale }),
  });
}

/** The opened bill with its paper and the questions about it. */
export async function billOf(c: Asking, { database }: Pick<AllServices, 'database'>) {
  const opened: OpenedBill = c.get('opened');
  const { bill } = opened;
  const [paper, questions] = await Promise.all([
    readPaperFacts(database.em.fork(), bill.seller, bill.number),
    readBillQuestions(database.em.fork(), bill.cycleId),
  ]);
  return { opened, paper, questions };
}

/** Does it, and gives back what was refused; what is no refusal is a failure. */
export async function attempt(work: () => Promise<unknown>): Promise<Problem | null> {
  try {
    await work();
    return null;
  } catch (error) {
    const problem = problemOf(error);
    if (problem) return problem;
    throw error;
  }
}

type Sentence = Exclude<
  keyof BillPageWords['errors'],
  'wordsTooLong' | 'dateTooEarly' | 'dateTooLate'
>;

/** What the customer is told of a refusal; what has no sentence of its own is one to talk about. */
const sentences: Readonly<Partial<Record<RefusalCode, Sentence>>> = {
  dispute_ended: 'ended',
  dispute_open: 'asked',
  line_unknown: 'changedMeanwhile',
  nothing_open: 'nothingOpen',
  nothing_to_dispute: 'nothingLeft',
  promise_active: 'promiseActive',
  promise_invalid: 'changedMeanwhile',
  promise_needs_supervisor: 'promiseNeedsTalk',
  database_unavailable: 'notSure',
  temporal_unavailable: 'notSure',
};

/** The refusal as an error of the page, and the status that it has everywhere. */
export function refusedAs(
  { code }: Problem,
  { errors }: BillPageWords,
  instead: Readonly<Partial<Record<RefusalCode, Sentence>>> = {},
): { errors: PageError[]; status: ContentfulStatusCode; isUnsure: boolean } {
  const sentence = instead[code] ?? sentences[code] ?? 'refused';
  return {
    errors: [{ field: null, text: errors[sentence] }],
    status: appearances[code].status,
    isUnsure: sentence === 'notSure',
  };
}

/** What goes wrong is a page too, in the customer's language; a program gets the problem. */
export function failedPage({ log, clock }: Pick<AllServices, 'log' | 'clock'>) {
  return async (error: Error, c: Asking): Promise<Response> => {
    const problem = problemOfPage(error);
    if (!problem) logFailure(log, clock, c, error);
    const told = problem ?? { code: 'internal' as const, detail: 'Something went wrong.' };
    if (!c.req.header('Accept')?.includes('text/html')) return problemResponse(c, told);
    const { words, locale } = languageOf(c);
    const { title, text } = words[partOf(told.code)];
    const content = html`<h1>${title}</h1><p>${text}</p>`;
    const { status } = appearances[told.code];
    if (status === 503) c.header('Retry-After', '5');
    return show(c, billPageFrame({ words, locale, title, content }), status);
  };
}

function problemOfPage(error: Error): Problem | null {
  if (error instanceof HTTPException && error.status === 403) {
    return {
      code: 'cross_site',
      detail: 'This was not sent from a page of ours: nothing was done.',
    };
  }
  return problemOf(error);
}

function partOf(code: RefusalCode): 'dead' | 'busy' | 'away' {
  if (code === 'too_many_requests') return 'busy';
  return code === 'link_invalid' || code === 'cross_site' ? 'dead' : 'away';
}

/** The customer's language where the link opened a bill, otherwise the browser's. */
function languageOf(c: Asking): { words: BillPageWords; locale: string } {
  const opened = c.get('opened');
  if (opened) return opened.saying;
  const locale = accepts(c, {
    header: 'Accept-Language',
    supports: Object.keys(billPageLanguages),
    default: 'en',
  });
  return { words: billPageWords(locale), locale };
}
