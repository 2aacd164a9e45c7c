/** Comparing what a caller answered, on hashes and in the same time whether it is right or not. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { type CheckFact, type CheckMethod, normalFact } from '../domain/caller-check.ts';
import type { Currency } from '../domain/currency.ts';
import { refuse } from '../domain/errors.ts';
import { codeHash } from './check-code-hash.ts';
import { knownFacts } from './known-facts.ts';

export type CheckAnswer =
  | { readonly code: string }
  | { readonly facts: Readonly<Partial<Record<CheckFact, string | undefined>>> };

type Answered = {
  readonly id: string;
  readonly customerId: string;
  readonly method: CheckMethod;
  readonly factsAsked: readonly CheckFact[];
};

/** Whether the answer is right. Refused, and not counted, when it is no answer to this check. */
export async function isRightAnswer(
  em: EntityManager,
  check: Answered,
  answer: CheckAnswer,
): Promise<boolean> {
  if ('code' in answer !== (check.method === 'code')) {
    refuse('check_impossible', `This check is answered by ${check.method}.`);
  }
  if ('code' in answer) {
    const [row] = await em.execute<{ hash: Buffer | null }[]>(
      'select code_hash as hash from caller_check where id = ?',
      [check.id],
    );
    if (!row?.hash) refuse('check_impossible', 'No code has been sent for this check yet.');
    const typed = codeHash(check.id, answer.code.replaceAll(/\s/g, ''));
    return timingSafeEqual(row.hash, typed);
  }
  const { facts, currency } = await knownFacts(em, check.customerId);
  // All of them, always: which one was wrong shows neither in the answer nor in its time.
  const results = check.factsAsked.map((fact) => {
    const texts = facts.find((known) => known.fact === fact)?.texts ?? [];
    return isOneOf(fact, answer.facts[fact] ?? '', texts, currency);
  });
  return results.length > 0 && results.every(Boolean);
}

function isOneOf(
  fact: CheckFact,
  given: string,
  known: readonly string[],
  currency: Currency,
): boolean {
  const hash = (text: string) =>
    createHash('sha256')
      .update(normalFact(fact, text, currency))
      .digest();
  const typed = hash(given);
  return known.map((text) => timingSafeEqual(hash(text), typed)).includes(true);
}
