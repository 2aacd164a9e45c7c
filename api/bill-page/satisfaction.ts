/** How the customer found it: the score that was pressed is confirmed and kept. */
import { putSatisfaction } from '../../db/satisfaction.ts';
import type { AllServices } from '../services.ts';
import { type Asking, billOf, show } from './answer.ts';
import { formOf, newFormId, plainWords, wordsErrors } from './forms.ts';
import { satisfactionPage } from './satisfaction-view.ts';
import { questionNamed } from './standing.ts';
import { standingPage } from './standing-view.ts';

/** A press in a letter only shows the form: programs that look at links must not answer for people. */
export function showSatisfaction(services: AllServices) {
  return async (c: Asking): Promise<Response> => {
    const { opened, questions } = await billOf(c, services);
    const question = questionNamed(c, questions);
    if (question.state !== 'resolved') return notNow(c, services, 409);
    const score = scoreOf(c.req.param('score') ?? '');
    const comment = question.satisfaction?.comment ?? '';
    return show(c, satisfactionPage(opened, question.disputeId, { score, comment }));
  };
}

export function keepSatisfaction(services: AllServices) {
  const { database, clock } = services;
  return async (c: Asking): Promise<Response> => {
    const { opened, questions } = await billOf(c, services);
    const { disputeId } = questionNamed(c, questions);
    const { saying, bill, base } = opened;
    const form = await formOf(c);
    const score = scoreOf(form.text('score'));
    const comment = plainWords(form.text('words'));
    const errors = wordsErrors(comment, saying);
    if (score === null || errors.length > 0) {
      const missing = { field: 'score', text: saying.words.errors.scoreMissing };
      const all = [...(score === null ? [missing] : []), ...errors];
      return show(c, satisfactionPage(opened, disputeId, { score, comment }, all), 422);
    }
    const answer = { cycleId: bill.cycleId, disputeId, score, comment };
    const isKept = await putSatisfaction(database.em.fork(), answer, new Date(clock()));
    return isKept
      ? c.redirect(`${base}/questions/${disputeId}#satisfaction`, 303)
      : notNow(c, services, 409);
  };
}

function scoreOf(text: string): number | null {
  return /^[1-5]$/.test(text) ? Number(text) : null;
}

/** The question as it stands, with why it cannot be rated. */
async function notNow(c: Asking, services: AllServices, status: 409): Promise<Response> {
  const { opened, questions } = await billOf(c, services);
  const errors = [{ field: null, text: opened.saying.words.errors.tooLateToAnswer }];
  const input = { formId: newFormId(), words: '' };
  return show(c, standingPage(opened, questionNamed(c, questions), input, errors), status);
}
