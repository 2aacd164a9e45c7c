/** A promise to pay: the days are looked through, the plan is shown, and the cycle takes it. */
import { addDays, isLocalDate, type LocalDate } from '../../domain/calendar.ts';
import type { Instalment } from '../../domain/facts.ts';
import { allocate } from '../../domain/money.ts';
import { promiseDaysAtMost } from '../../domain/promise.ts';
import { promiseToPay } from '../../workflows/messages.ts';
import { askCycle, cycleIdentified } from '../ask-cycle.ts';
import type { AllServices } from '../services.ts';
import { type Asking, attempt, refusedAs, show } from './answer.ts';
import { canPromise } from './bill-view.ts';
import { type Form, formOf, newFormId, requestIdOf } from './forms.ts';
import type { PageError } from './layout.ts';
import type { OpenedBill } from './opened.ts';
import { planPage, type PromiseInput, promisePage } from './promise-view.ts';
import type { Saying } from './saying.ts';

const daysAtMost = 3;

export function showPromiseForm() {
  return async (c: Asking): Promise<Response> => {
    const opened = c.get('opened');
    if (!canPromise(opened.bill)) return c.redirect(opened.base, 303);
    const input = { formId: newFormId(), days: [] };
    return show(c, promisePage(opened, input, rangeOf(opened.saying)));
  };
}

export function takePromise(services: AllServices) {
  return async (c: Asking): Promise<Response> => {
    const opened = c.get('opened');
    const { saying, bill, base } = opened;
    const form = await formOf(c);
    const input = { formId: form.formId, days: form.texts('day').slice(0, daysAtMost) };
    const range = rangeOf(saying);
    const again = (errors: PageError[], formId = input.formId) =>
      promisePage(opened, { ...input, formId }, range, errors);
    const checked = checkedDays(input, saying);
    if ('errors' in checked) return show(c, again(checked.errors), 422);
    const instalments = planOf(bill.openMinor, checked.days);
    if (form.text('confirm') === '') return show(c, planPage(opened, input, instalments));
    // What was shown is what is promised: where a payment came meanwhile, it is shown anew.
    if (isOutdated(form, opened)) return show(c, planPage(opened, input, instalments));
    const refused = await attempt(() => ask(services, opened, input, instalments));
    if (!refused) return c.redirect(base, 303);
    const { errors, status, isUnsure } = refusedAs(refused, saying.words);
    return show(c, again(errors, isUnsure ? input.formId : newFormId()), status);
  };
}

function isOutdated(form: Form, { bill }: OpenedBill): boolean {
  return form.text('open') !== String(bill.openMinor);
}

async function ask(
  { database, temporal, issueTimeoutMs }: AllServices,
  { bill }: OpenedBill,
  { formId }: PromiseInput,
  instalments: readonly Instalment[],
): Promise<void> {
  const identity = await cycleIdentified(database.em.fork(), bill.cycleId);
  const promiseId = requestIdOf(formId, instalments);
  const asked = { promiseId, instalments, madeBy: 'customer', acceptedBy: 'customer' } as const;
  const question = { update: promiseToPay, updateId: `promise/${promiseId}`, asked };
  await askCycle(temporal, identity, question, issueTimeoutMs);
}

/** Equal parts that add up to what is open; a part of nothing is none. */
function planOf(openMinor: number, days: readonly LocalDate[]): Instalment[] {
  if (openMinor === 0) return [];
  const parts = allocate(
    openMinor,
    days.map(() => 1),
  );
  return days.flatMap((on, index) => {
    const amountMinor = parts[index] ?? 0;
    return amountMinor > 0 ? [{ on, amountMinor }] : [];
  });
}

function rangeOf({ today }: Saying): { first: LocalDate; last: LocalDate } {
  return { first: today, last: addDays(today, promiseDaysAtMost) };
}

/** The days in their order, or what is wrong with each of them. */
function checkedDays(
  { days: typed }: PromiseInput,
  saying: Saying,
): { readonly days: LocalDate[] } | { readonly errors: PageError[] } {
  const { errors: said } = saying.words;
  if (typed.every((text) => text.trim() === '')) {
    return { errors: [{ field: 'day-1', text: said.dateMissing }] };
  }
  const errors: PageError[] = [];
  const days: LocalDate[] = [];
  for (const [index, text] of typed.entries()) {
    if (text.trim() === '') continue;
    const fault = dayFault(text.trim(), days.at(-1), saying);
    if (fault) errors.push({ field: `day-${index + 1}`, text: fault });
    else days.push(text.trim());
  }
  return errors.length > 0 ? { errors } : { days };
}

function dayFault(text: string, before: LocalDate | undefined, saying: Saying): string | null {
  const { errors } = saying.words;
  const { first, last } = rangeOf(saying);
  if (!isLocalDate(text)) return errors.dateInvalid;
  if (text < first) return errors.dateTooEarly(saying.date(first));
  if (text > last) return errors.dateTooLate(saying.date(last));
  return before !== undefined && text <= before ? errors.datesNotRising : null;
}
