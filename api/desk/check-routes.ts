import { answerCheck, askedCheck } from '../../db/caller-checks.ts';
import type { CheckAnswer } from '../../db/check-answers.ts';
import { checkFacts, standardCheckPolicy } from '../../domain/caller-check.ts';
import { refuse } from '../../domain/errors.ts';
import { askCallerCheck, type CheckWish } from '../ask-check.ts';
import { caseFor } from '../dispute-parties.ts';
import { newResource } from '../resource.ts';
import type { AllServices } from '../services.ts';
import { at, orAgain } from './case-routes.ts';
import { customerAgain, customerAt } from './customer-routes.ts';
import type { DoneCode } from './notices.ts';
import { type Asking, type Form, formOf, textIn, type Visit, visitOf } from './visit.ts';

/** Whom the check is about, and where to go afterwards. */
type Checked = {
  readonly visit: Visit;
  readonly form: Form;
  readonly customerId: string;
  readonly number: string;
  readonly disputeId: string | null;
};

type Step = (services: AllServices, checked: Checked) => Promise<DoneCode>;

/** Finding out who is calling: on a case, or before there is one. */
export function deskCheckRoutes(services: AllServices) {
  const onCase = (step: Step) =>
    async function checkOnCase(c: Asking) {
      const visit = await visitOf(c, services, 'check_callers');
      const form = await formOf(c);
      const disputeId = c.req.param('disputeId') ?? '';
      const { customerId, customer: number } = await caseFor(
        visit.em,
        { kind: 'staff', staff: visit.staff },
        disputeId,
      );
      return orAgain(c, visit, disputeId, async () => {
        const code = await step(services, { visit, form, customerId, number, disputeId });
        return c.redirect(at(disputeId, code), 303);
      });
    };
  const onCustomer = (step: Step) =>
    async function checkCustomer(c: Asking) {
      const visit = await visitOf(c, services, 'check_callers');
      const form = await formOf(c);
      const customer = await customerAt(visit, c.req.param('number') ?? '');
      const { id: customerId, number } = customer;
      return customerAgain(c, visit, customer, async () => {
        const code = await step(services, { visit, form, customerId, number, disputeId: null });
        return c.redirect(`/desk/customers/${encodeURIComponent(number)}?done=${code}`, 303);
      });
    };

  return newResource()
    .post('/desk/cases/:disputeId/check/code', onCase(sendCode))
    .post('/desk/cases/:disputeId/check/code/answer', onCase(compareCode))
    .post('/desk/cases/:disputeId/check/facts', onCase(compareFacts))
    .post('/desk/customers/:number/check/code', onCustomer(sendCode))
    .post('/desk/customers/:number/check/code/answer', onCustomer(compareCode))
    .post('/desk/customers/:number/check/facts', onCustomer(compareFacts));
}

const sendCode: Step = async (services, { visit, number, disputeId }) => {
  const wish: CheckWish = { method: 'code', number, disputeId };
  await askCallerCheck(services, visit.staff, wish);
  return 'code_sent';
};

const compareCode: Step = async (_services, { visit, form, customerId }) => {
  const { em, staff, at: now } = visit;
  const asked = await askedCheck(em, { staffId: staff.id, customerId, at: now });
  if (!asked) return refuse('check_expired', 'No code is waited for any more. Send another one.');
  const code = textIn(form, 'code').replaceAll(/\s/g, '');
  await answer(visit, asked.id, { code });
  return 'checked';
};

const compareFacts: Step = async (services, { visit, form, number, disputeId }) => {
  const named = checkFacts.filter((fact) => textIn(form, fact) !== '');
  const { factsNeeded } = standardCheckPolicy;
  if (named.length < factsNeeded) {
    return refuse(
      'check_impossible',
      `Type what the caller says to at least ${factsNeeded} facts.`,
    );
  }
  const wish: CheckWish = { method: 'facts', facts: named, number, disputeId };
  const { check } = await askCallerCheck(services, visit.staff, wish);
  const facts = Object.fromEntries(named.map((fact) => [fact, textIn(form, fact)]));
  await answer(visit, check.id, { facts });
  return 'checked';
};

async function answer({ em, staff, at: now }: Visit, checkId: string, given: CheckAnswer) {
  await answerCheck(em, { checkId, staffId: staff.id, answer: given }, now);
}
