import type { EntityManager } from '@mikro-orm/postgresql';
import { record } from '../db/books.ts';
import { loadCycleById } from '../db/load-cycles.ts';
import type { Database } from '../db/orm.ts';
import type { Outcome } from '../domain/cycle.ts';
import { type Refusal, RefusalError } from '../domain/errors.ts';
import { factFault } from '../domain/fact-fault.ts';
import type { Fact } from '../domain/facts.ts';
import { bookPayment, type TouchedCycle } from './book-payment.ts';
import { bookReversal } from './book-reversal.ts';
import type { BillingActivities } from './contract.ts';
import { correct } from './correct.ts';
import { doDeskAct } from './desk-act.ts';
import { takePromise } from './promises.ts';
import { settleCycles } from './settle-cycles.ts';

/**
 * Takes a fact into the books in one transaction, and returns the cycle as they have it then. A
 * refusal is an outcome like any other: the transaction is rolled back, the journal has the
 * refusal and its reason, and the cycle goes on.
 */
export async function bookFact(
  database: Database,
  { cycleId, fact, nowMs }: Parameters<BillingActivities['bookFact']>[0],
): Promise<Outcome> {
  const at = new Date(nowMs);
  try {
    return await database.em.fork().transactional(async (em) => {
      const fault = factFault(fact);
      if (fault) throw new RefusalError(fault);
      const { touched = [], refused } = await take(em, cycleId, fact, at);
      const others = touched.map((cycle) => cycle.cycleId);
      const books = await settleCycles(em, cycleId, others, at);
      const siblings = touched.map(({ period }) => ({ period }));
      return { books, touched: siblings, ...(refused && { refused }) };
    });
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    const refused = { code: error.code, detail: error.message };
    const em = database.em.fork();
    await recordRefusal(em, cycleId, fact, refused, at);
    return { books: await loadCycleById(em, cycleId), refused };
  }
}

type Taken = { readonly touched?: readonly TouchedCycle[]; readonly refused?: Refusal | null };

async function take(em: EntityManager, cycleId: string, fact: Fact, at: Date): Promise<Taken> {
  switch (fact.kind) {
    case 'payment': {
      const { replaces, reportedBy } = fact.payment;
      const reversal = replaces && { ...replaces, reportedBy };
      const reopened = reversal ? await bookReversal(em, cycleId, reversal, at) : [];
      return { touched: [...reopened, ...(await bookPayment(em, cycleId, fact.payment, at))] };
    }
    case 'reversal':
      return { touched: await bookReversal(em, cycleId, fact.reversal, at) };
    case 'promise':
      await takePromise(em, cycleId, fact.promise, at);
      return {};
    case 'correction':
      await correct(em, cycleId, fact.correction, at);
      return {};
    case 'desk':
      return { refused: await doDeskAct(em, cycleId, fact.act, fact.desk, at) };
    case 'books_changed':
      return {};
  }
}

/** Nobody waits for the answer to a payment, so what became of it must be found somewhere. */
async function recordRefusal(
  em: EntityManager,
  cycleId: string,
  fact: Fact,
  { code, detail }: Refusal,
  at: Date,
): Promise<void> {
  const id = printable(fact.id);
  const amountMinor = fact.kind === 'payment' ? fact.payment?.amountMinor : null;
  await record(em, [
    {
      cycleId,
      fact: `refused/${id}`,
      kind: `${fact.kind}_refused`,
      at,
      actor: printable(whoSaid(fact)),
      ...(isAmount(amountMinor) && { amountMinor }),
      reason: printable(detail),
      details: { fact: id, code },
    },
  ]);
}

function whoSaid(fact: Fact): string {
  switch (fact.kind) {
    case 'payment':
      return fact.payment?.reportedBy;
    case 'reversal':
      return fact.reversal?.reportedBy;
    case 'promise':
      return fact.promise?.madeBy;
    case 'correction':
      return fact.correction?.decidedBy;
    case 'desk':
      return 'desk';
    case 'books_changed':
      return 'cycle';
  }
}

function isAmount(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

/** What was refused may be anything; a line of the journal is text. */
function printable(text: unknown): string {
  if (typeof text !== 'string') return 'unknown';
  return text.replaceAll(/[\p{Cc}\p{Cs}]/gu, '\ufffd').slice(0, 300) || 'unknown';
}
