/** Asking about the bill: the form is looked through, and the cycle opens a dispute. */
import type { PaperFacts } from '../../domain/paper/facts.ts';
import { type DisputeReason, disputeReasons } from '../../domain/dispute/reasons.ts';
import { askAtDesk } from '../desk-request.ts';
import type { AllServices } from '../services.ts';
import { type Asking, attempt, billOf, refusedAs, show } from './answer.ts';
import { type Form, formOf, newFormId, plainWords, requestIdOf, wordsErrors } from './forms.ts';
import type { PageError } from './layout.ts';
import type { OpenedBill } from './opened.ts';
import { type QuestionInput, questionPage } from './question-view.ts';

/** A customer on their own page; who exactly holds the link nobody knows. */
export const customer = { kind: 'customer', name: 'customer', staffId: null } as const;

export function showQuestionForm(services: AllServices) {
  return async (c: Asking): Promise<Response> => {
    const { opened, paper, questions } = await billOf(c, services);
    const position = Number(c.req.query('line') ?? Number.NaN);
    const input: QuestionInput = {
      formId: newFormId(),
      isWhole: c.req.query('line') === undefined,
      positions: Number.isNaN(position) ? [] : [position],
      reason: null,
      words: '',
    };
    return show(c, questionPage(opened, paper, questions, input));
  };
}

export function askQuestion(services: AllServices) {
  return async (c: Asking): Promise<Response> => {
    const { opened, paper, questions } = await billOf(c, services);
    const input = inputOf(await formOf(c));
    const checked = checkedInput(input, opened, paper);
    if ('errors' in checked) {
      return show(c, questionPage(opened, paper, questions, input, checked.errors), 422);
    }
    const payload = { reason: checked.reason, lines: checked.lines };
    const { words } = input;
    const { cycleId } = opened.bill;
    let disputeId = '';
    const refused = await attempt(async () => {
      const request = await askAtDesk(services, {
        ...{ cycleId, act: 'openDispute', payload, words },
        externalId: requestIdOf(input.formId, { payload, words }),
        actor: customer,
        channel: 'page',
      });
      ({ disputeId } = request);
    });
    if (!refused) return c.redirect(`${opened.base}/questions/${disputeId}`, 303);
    const { errors, status, isUnsure } = refusedAs(refused, opened.saying.words);
    const again = isUnsure ? input : { ...input, formId: newFormId() };
    return show(c, questionPage(opened, paper, questions, again, errors), status);
  };
}

function inputOf(form: Form): QuestionInput {
  const reason = form.text('reason');
  return {
    formId: form.formId,
    isWhole: form.text('whole') !== '',
    positions: form.texts('line').map(Number),
    reason: reason === '' ? null : reason,
    words: plainWords(form.text('words')),
  };
}

type Opening = {
  readonly reason: DisputeReason;
  readonly lines: 'whole' | readonly { readonly position: number; readonly invoice: string }[];
};

/** Everything that is to be put right is told at once, in the order of the page. */
function checkedInput(
  { isWhole, positions, reason, words }: QuestionInput,
  { bill, saying }: OpenedBill,
  paper: PaperFacts,
): Opening | { readonly errors: PageError[] } {
  const { errors: said } = saying.words;
  const known = paper.lines.map((line) => line.position).filter((one) => positions.includes(one));
  const chosen = disputeReasons.find((one) => one === reason);
  const errors: PageError[] = [
    ...(isWhole || known.length > 0 ? [] : [{ field: 'about', text: said.linesMissing }]),
    ...(chosen ? [] : [{ field: 'reason', text: said.reasonMissing }]),
    ...wordsErrors(words, saying),
  ];
  if (!chosen || errors.length > 0) return { errors };
  const lines = known.map((position) => ({ position, invoice: bill.number }));
  return { reason: chosen, lines: isWhole ? 'whole' : lines };
}
