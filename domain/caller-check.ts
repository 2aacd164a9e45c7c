/** Finding out whether the person on the line is the customer: what is asked, and how often. Pure. */
import { type Currency, exponentOf } from './currency.ts';
import type { Refusal } from './errors.ts';

/** How: a code sent to the customer, facts that they know, or the signed link in their mail. */
export const checkMethods = ['code', 'facts', 'link'] as const;

export type CheckMethod = (typeof checkMethods)[number];

export type CheckState = 'asked' | 'passed' | 'failed' | 'expired';

/** What can be asked for. Only what is known of customers: a date of birth is not. */
export const checkFacts = [
  'contract_number',
  'last_invoice_amount',
  'postal_code',
  'customer_number',
  'email',
] as const;

export type CheckFact = (typeof checkFacts)[number];

/** What every member of staff sees of a case without a check shows nothing about who is calling. */
const provingFacts = checkFacts.filter((fact) => fact !== 'customer_number');

export type CheckPolicy = {
  readonly code: string;
  readonly version: number;
  readonly methods: readonly CheckMethod[];
  /** The facts that may be asked for, the best first. */
  readonly facts: readonly CheckFact[];
  readonly factsNeeded: number;
  /** Wrong answers after which one check has failed. */
  readonly attemptsMax: number;
  /** This many failed checks, or as many wrong answers over several, lock all of a customer's. */
  readonly failedChecksMax: number;
  readonly lockMs: number;
  /** Checks asked for within the time of a lock; more only fills somebody's mailbox. */
  readonly askedMax: number;
  readonly codeDigits: number;
  readonly answerWithinMs: number;
  /** How long a passed check is good, and one by signed link for its own case. */
  readonly goodForMs: number;
  readonly linkGoodForMs: number;
};

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

export const standardCheckPolicy: CheckPolicy = {
  code: 'standard',
  version: 1,
  methods: ['code', 'facts', 'link'],
  facts: provingFacts,
  factsNeeded: 2,
  attemptsMax: 3,
  failedChecksMax: 3,
  lockMs: 60 * minuteMs,
  askedMax: 10,
  codeDigits: 6,
  answerWithinMs: 10 * minuteMs,
  goodForMs: 30 * minuteMs,
  linkGoodForMs: 14 * dayMs,
};

/** A check as far as its answers concern it. */
export type Check = {
  readonly state: CheckState;
  /** Answers that were given, right or wrong. */
  readonly attempts: number;
  /** Asked: until when it can be answered. Passed: until when it is good. */
  readonly expiresAtMs: number;
  readonly passedAtMs: number | null;
};

/** Why a check takes no answer at this moment, or null. */
export function answerRefusal({ state, expiresAtMs }: Check, atMs: number): Refusal | null {
  if (state === 'passed' || state === 'failed') {
    return { code: 'check_expired', detail: `This check has ${state} already. Ask a new one.` };
  }
  if (state === 'expired' || expiresAtMs <= atMs) {
    return { code: 'check_expired', detail: 'The time for an answer is over. Ask a new one.' };
  }
  return null;
}

/** The check after an answer, of which somebody else says whether it is right. */
export function afterAnswer(
  check: Check,
  isRight: boolean,
  atMs: number,
  policy: CheckPolicy,
): Check {
  const attempts = check.attempts + 1;
  if (isRight) {
    const expiresAtMs = atMs + policy.goodForMs;
    return { state: 'passed', attempts, expiresAtMs, passedAtMs: atMs };
  }
  return { ...check, attempts, state: attempts < policy.attemptsMax ? 'asked' : 'failed' };
}

/** What is said of a wrong answer: how many are left, never what was wrong about it. */
export function wrongAnswer({ attempts }: Check, { attemptsMax }: CheckPolicy): Refusal {
  const left = Math.max(0, attemptsMax - attempts);
  const more = left === 0 ? 'This check has failed.' : `Attempts left: ${left}.`;
  return { code: 'check_failed', detail: `That is not right. ${more}` };
}

/** The wrong answers to one check, and when the last of them was given. */
export type WrongAnswers = { readonly wrong: number; readonly lastAtMs: number };

/**
 * Until when a customer's checks are locked, or null. Wrong answers count together, whichever check
 * they were given to: else whoever guesses would begin a new check after every second one.
 */
export function lockedUntilMs(
  answers: readonly WrongAnswers[],
  { attemptsMax, failedChecksMax, lockMs }: CheckPolicy,
): number | null {
  const newestMs = Math.max(...answers.map(({ lastAtMs }) => lastAtMs));
  const wrong = answers
    .filter(({ lastAtMs }) => lastAtMs > newestMs - lockMs)
    .reduce((sum, answer) => sum + answer.wrong, 0);
  return wrong >= attemptsMax * failedChecksMax ? newestMs + lockMs : null;
}

/**
 * Which facts are asked for: those that were wished, or the policy's best ones, as long as something
 * is known to compare them with. Null when there are too few.
 */
export function factsToAsk(
  known: readonly CheckFact[],
  wished: readonly CheckFact[] | undefined,
  { facts, factsNeeded }: CheckPolicy,
): readonly CheckFact[] | null {
  const possible = facts.filter((fact) => known.includes(fact));
  const asked = wished ? [...new Set(wished)] : possible.slice(0, factsNeeded);
  const isPossible = asked.every((fact) => possible.includes(fact));
  return isPossible && asked.length >= factsNeeded ? asked : null;
}

/** A fact in the one form in which it is compared: people differ in case, spaces and dashes. */
export function normalFact(fact: CheckFact, text: string, currency: Currency): string {
  const plain = text.normalize('NFKC').trim();
  switch (fact) {
    case 'email':
      return plain.toLowerCase();
    case 'last_invoice_amount':
      return normalAmount(plain, currency);
    default:
      return plain.toUpperCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
  }
}

/** 1.234,50 € and 1234.5 are the same amount: the last mark before at most the cents is a point. */
function normalAmount(text: string, currency: Currency): string {
  const decimals = exponentOf(currency);
  const figures = text.replaceAll(/[^\d.,]/g, '');
  const [, whole = figures, cents = ''] =
    new RegExp(`^(.*)[.,](\\d{1,${Math.max(1, decimals)}})$`).exec(figures) ?? [];
  const digits = whole.replaceAll(/\D/g, '');
  return decimals === 0
    ? figures.replaceAll(/\D/g, '')
    : `${digits}.${cents.padEnd(decimals, '0')}`;
}

/** m•••@e•••.com: enough to know which mailbox, not enough to learn it. */
export function maskedEmail(email: string): string {
  const [, first = '', host = '', end = ''] = /^(.)[^@]*@(.)[^@]*?(\.[^.@]+)?$/u.exec(email) ?? [];
  return `${first}•••@${host}•••${end}`;
}
