/** Where the check of a customer stands, for whoever speaks to them. */
import {
  askedCheck,
  type CheckOnRecord,
  checksLockedUntil,
  freshCheck,
} from '../../db/caller-checks.ts';
import type { Customer } from '../../db/entities/parties.ts';
import { knownFacts } from '../../db/known-facts.ts';
import { type CheckFact, maskedEmail, standardCheckPolicy } from '../../domain/caller-check.ts';
import type { AskedFact, CheckView } from './views.ts';
import type { Visit } from './visit.ts';

export type Gate = {
  readonly view: CheckView;
  /** The check by which this viewer may see the customer; null while there is none. */
  readonly fresh: CheckOnRecord | null;
};

export async function readGate(
  { em, staff, at }: Pick<Visit, 'em' | 'staff' | 'at'>,
  { id: customerId, email }: Pick<Customer, 'id' | 'email'>,
  disputeId: string | null,
): Promise<Gate> {
  const fresh = await freshCheck(em, { staffId: staff.id, customerId, disputeId, at });
  if (fresh) return { fresh, view: checkedView(fresh) };
  const untilMs = await checksLockedUntil(em, customerId, at);
  if (untilMs !== null) return { fresh, view: { kind: 'locked', untilMs } };
  const facts = await factsToAskFor({ em }, customerId);
  const codeTo = email === '' ? null : maskedEmail(email);
  const asked = await askedCheck(em, { staffId: staff.id, customerId, at });
  if (asked?.method !== 'code' || codeTo === null) {
    return { fresh, view: { kind: 'not_checked', codeTo, facts } };
  }
  const triesLeft = standardCheckPolicy.attemptsMax - asked.attempts;
  const { expiresAtMs } = asked;
  return { fresh, view: { kind: 'code_sent', codeTo, expiresAtMs, facts, triesLeft } };
}

const methods = {
  code: 'by a code',
  facts: 'by two facts',
  link: 'by the signed link in their mail',
} as const;

function checkedView({ method, passedAtMs, askedAtMs, expiresAtMs }: CheckOnRecord): CheckView {
  const atMs = passedAtMs ?? askedAtMs;
  return { kind: 'checked', method: methods[method], atMs, untilMs: expiresAtMs };
}

const labels: Readonly<Record<CheckFact, string>> = {
  contract_number: 'Contract number',
  last_invoice_amount: 'Amount of their last bill',
  postal_code: 'Postal code',
  customer_number: 'Customer number',
  email: 'E-mail address',
};

/** Their number stands on the page, so that whoever asks for it here learns nothing of the caller. */
async function factsToAskFor(
  { em }: Pick<Visit, 'em'>,
  customerId: string,
): Promise<readonly AskedFact[]> {
  const known = await knownFacts(em, customerId);
  return known.facts
    .filter(({ fact }) => fact !== 'customer_number')
    .map(({ fact }) => ({ code: fact, label: labels[fact] }));
}
