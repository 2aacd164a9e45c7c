import { loadCycle } from '../db/load-cycles.ts';
import type { Database } from '../db/orm.ts';
import { sellerByCode } from '../db/seller.ts';
import { billFor } from '../domain/billing.ts';
import { RefusalError, refuse } from '../domain/errors.ts';
import type { Outcome } from '../domain/cycle.ts';
import type { CycleIdentity } from '../workflows/messages.ts';
import { faultOfData } from './billing-problems.ts';
import { customerByNumber, issueBills, issueContext } from './issuing.ts';

/**
 * Issues the bill of one customer and period or, if it was issued before, returns the cycle as
 * the books have it. The same code as a run's page, with a batch of one.
 */
export async function issueOrLoad(
  database: Database,
  input: CycleIdentity & { nowMs: number },
): Promise<Outcome> {
  const known = await loadCycle(database.em.fork(), input);
  if (known) return { books: known.cycle };

  const refusal = await issue(database, input);
  const issued = await loadCycle(database.em.fork(), input);
  // A run may have issued it in the very moment in which it looked as if nothing were due any more.
  if (issued) return { books: issued.cycle };
  throw refusal ?? new Error('the invoice was issued, yet the books do not have it');
}

async function issue(
  database: Database,
  input: Parameters<typeof issueOrLoad>[1],
): Promise<RefusalError | null> {
  try {
    await database.em.fork().transactional(async (em) => {
      const seller = await sellerByCode(em, input.seller);
      const customer = await customerByNumber(em, seller.id, input.customer);
      const bill =
        billFor(customer.contracts, input.period, 'first') ??
        refuse(
          'period_invalid',
          `No active contract of customer ${input.customer} has a period to be billed that begins on ${input.period}.`,
        );
      if (bill.lines.length === 0) {
        refuse('contract_not_active', 'No service of the contract is active in this period.');
      }
      const context = issueContext(seller, input.nowMs, null);
      const { problems } = await issueBills(em, [customer], () => [bill], context);
      const [problem] = problems;
      if (problem) refuse(problem.code, problem.detail);
    });
    return null;
  } catch (error) {
    const refusal = faultOfData(error);
    if (!refusal) throw error;
    return new RefusalError(refusal);
  }
}
