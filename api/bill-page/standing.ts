/** One question: where it stands, taking it back, and taking it up again. */
import type { BillQuestion } from '../../db/bill-questions.ts';
import { askAtDesk } from '../desk-request.ts';
import type { AllServices } from '../services.ts';
import { type Asking, attempt, billOf, refusedAs, show } from './answer.ts';
import { type Form, formOf, newFormId, plainWords, requestIdOf, wordsErrors } from './forms.ts';
import { refuseLink } from './guard.ts';
import { customer } from './question.ts';
import { standingPage } from './standing-view.ts';

/** The question of this bill that the path names; another one's is none. */
export function questionNamed(c: Asking, questions: readonly BillQuestion[]): BillQuestion {
  const id = c.req.param('disputeId');
  return questions.find(({ disputeId }) => disputeId === id) ?? refuseLink();
}

export function showStanding(services: AllServices) {
  return async (c: Asking): Promise<Response> => {
    const { opened, questions } = await billOf(c, services);
    const question = questionNamed(c, questions);
    return show(c, standingPage(opened, question, { formId: newFormId(), words: '' }));
  };
}

export function withdrawQuestion(services: AllServices) {
  return change(services, 'withdrawDispute');
}

export function reopenQuestion(services: AllServices) {
  return change(services, 'reopenDispute');
}

/** What the same refusal means here. */
const meanings = {
  withdrawDispute: {},
  reopenDispute: { dispute_ended: 'tooLateToReopen', dispute_open: 'undecided' },
} as const;

function change(services: AllServices, act: keyof typeof meanings) {
  return async (c: Asking): Promise<Response> => {
    const { opened, questions } = await billOf(c, services);
    const question = questionNamed(c, questions);
    const input = inputOf(await formOf(c));
    const { saying, bill, base } = opened;
    const wrong = wordsErrors(input.words, saying);
    if (wrong.length > 0) return show(c, standingPage(opened, question, input, wrong), 422);
    const { disputeId } = question;
    const refused = await attempt(() =>
      askAtDesk(services, {
        ...{ cycleId: bill.cycleId, disputeId, act, payload: {}, words: input.words },
        externalId: requestIdOf(input.formId, { act, disputeId, words: input.words }),
        actor: customer,
        channel: 'page',
      }),
    );
    if (!refused) return c.redirect(`${base}/questions/${disputeId}`, 303);
    const { errors, status, isUnsure } = refusedAs(refused, saying.words, meanings[act]);
    const again = isUnsure ? input : { ...input, formId: newFormId() };
    const now = questionNamed(c, (await billOf(c, services)).questions);
    return show(c, standingPage(opened, now, again, errors), status);
  };
}

function inputOf(form: Form) {
  return { formId: form.formId, words: plainWords(form.text('words')) };
}
