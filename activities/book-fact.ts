import type { EntityManager } from '@mikro-orm/postgresql';
import { loadCycleById } from '../db/load-cycles.ts';
import type { Database } from '../db/orm.ts';
import type { Outcome, Sibling } from '../domain/cycle.ts';
import { RefusalError } from '../domain/errors.ts';
import type { Fact } from '../domain/facts.ts';
import { bookPayment } from './book-payment.ts';
import { bookReversal } from './book-reversal.ts';
import type { BillingActivities } from './contract.ts';
import { correct } from './correct.ts';
import { endPromiseOf, takePromise } from './promises.ts';

/**
 * Takes a fact into the books in one transaction, and returns the cycle as they have it then. A
 * refusal is an outcome like any other: the transaction is rolled back, the cycle goes on.
 */
export async function bookFact(
  database: Database,
  { cycleId, fact, nowMs }: Parameters<BillingActivities['bookFact']>[0],
): Promise<Outcome> {
  const at = new Date(nowMs);
  try {
    return await database.em.fork().transactional(async (em) => {
      const touched = await take(em, cycleId, fact, at);
      if (fact.kind !== 'promise') await endPromiseOf(em, cycleId, at);
      return { books: await loadCycleById(em, cycleId), touched };
    });
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    const refused = { code: error.code, detail: error.message };
    return { books: await loadCycleById(database.em.fork(), cycleId), refused };
  }
}

async function take(
  em: EntityManager,
  cycleId: string,
  fact: Fact,
  at: Date,
): Promise<readonly Sibling[]> {
  switch (fact.kind) {
    case 'payment':
      return bookPayment(em, cycleId, fact.payment, at);
    case 'reversal':
      return bookReversal(em, cycleId, fact.reversal, at);
    case 'promise':
      await takePromise(em, cycleId, fact.promise, at);
      return [];
    case 'correction':
      await correct(em, cycleId, fact.correction, at);
      return [];
    case 'books_changed':
      return [];
  }
}
