/** Everything that the rules of authority ask before something is granted. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { JudgeFacts } from '../domain/authority/judge.ts';
import { type DiscountPolicy, standardDiscountPolicy } from '../domain/authority/policy.ts';
import { type ExpectedLine, leftOfBill } from '../domain/authority/worth.ts';
import { billFor } from '../domain/billing.ts';
import type { LocalDate } from '../domain/calendar.ts';
import type { DisputeReason } from '../domain/dispute/reasons.ts';
import { draftInvoice } from '../domain/invoice.ts';
import { sumMinor } from '../domain/money.ts';
import type { Role } from '../domain/staff.ts';
import { readCustomerFacts } from './customer-facts.ts';
import { creditableLines, invoicesOf, type IssuedPaper } from './cycle-papers.ts';
import { readCustomersToBill } from './due-contracts.ts';
import { Seller } from './entities/parties.ts';
import { readCorrected, readSpent } from './grants.ts';
import { standingCharges } from './standing-charges.ts';

/** A seller's rules for grants: the newest version, or the standard one. */
export async function discountPolicyOf(
  em: EntityManager,
  sellerId: string,
): Promise<DiscountPolicy> {
  const [row] = await em.execute<{ policy: DiscountPolicy }[]>(
    `select policy from discount_policy where seller_id = ?
      order by created_at desc, version desc limit 1`,
    [sellerId],
  );
  return row?.policy ?? standardDiscountPolicy;
}

export type GrantQuestion = {
  readonly sellerId: string;
  readonly customerId: string;
  readonly cycleId: string;
  readonly currency: string;
  readonly reason: DisputeReason;
  readonly staff: { readonly id: string; readonly role: Role; readonly team: string | null };
  /** The bill that is meant. */
  readonly bill: IssuedPaper;
  /** When it is asked, and which day that is for the seller. */
  readonly at: Date;
  readonly on: LocalDate;
};

export async function readJudgeFacts(
  em: EntityManager,
  question: GrantQuestion,
): Promise<JudgeFacts> {
  const { sellerId, customerId, cycleId, currency, reason, staff, bill, at, on } = question;
  const { id: staffId, role, team } = staff;
  const spent = await readSpent(em, { sellerId, staffId, team, customerId, currency, at });
  const { grantedTodayMinor, teamMonthMinor, grantsInYear, grantedInYearMinor } = spent;
  return {
    staff: { role, team, grantedTodayMinor },
    team: { grantedThisMonthMinor: teamMonthMinor },
    customer: {
      ...(await readCustomerFacts(em, customerId, on)),
      grantsInYear,
      grantedInYearMinor,
    },
    dispute: { reason },
    bill: {
      currency,
      lines: await creditableLines(em, bill),
      charges: await standingCharges(em, cycleId),
      nextBill: await expectedNextBill(em, sellerId, customerId, on),
    },
  };
}

/** The lines of the customer's next bill as their contracts are now; none when there is none to come. */
async function expectedNextBill(
  em: EntityManager,
  sellerId: string,
  customerId: string,
  on: LocalDate,
): Promise<readonly ExpectedLine[]> {
  const [customer] = await readCustomersToBill(em, [customerId]);
  const dates = (customer?.contracts ?? []).flatMap(({ nextBillOn }) => nextBillOn ?? []);
  const [from] = dates.toSorted();
  const bill = customer && from && billFor(customer.contracts, from, 'first');
  if (!bill || bill.lines.length === 0) return [];
  const {
    country,
    vatNumber = null,
    oneStopShop,
  } = await em.findOneOrFail(Seller, {
    id: sellerId,
  });
  const seller = { country, vatNumber, oneStopShop };
  return draftInvoice(bill.lines, { seller, buyer: customer }, on).lines;
}

/**
 * What a correction is judged by besides its bill: to void is to credit what is left of every bill of
 * the cycle, and what was corrected before counts against the same limit.
 */
export async function readCorrectionFacts(
  em: EntityManager,
  cycleId: string,
): Promise<{ leftMinor: number; correctedMinor: number }> {
  const left: number[] = [];
  for (const bill of await invoicesOf(em, cycleId)) {
    left.push(leftOfBill(await creditableLines(em, bill)));
  }
  return { leftMinor: sumMinor(left), correctedMinor: await readCorrected(em, cycleId) };
}
