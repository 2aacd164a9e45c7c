/** From customers to issued invoices: priced by the domain, written down in one transaction. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { readCustomersToBill, type CustomerToBill } from '../db/due-contracts.ts';
import type { Seller } from '../db/entities/parties.ts';
import {
  contractsBilled,
  type IssueContext,
  lockCustomers,
  type PricedBill,
} from '../db/write-bills.ts';
import { type Discount, discountLines, type DiscountUse } from '../domain/authority/discount.ts';
import { type Bill, nextBillAfter } from '../domain/billing.ts';
import { isTimeZone, type LocalDate, localDateAt } from '../domain/calendar.ts';
import { isCurrency } from '../domain/currency.ts';
import { refuse } from '../domain/errors.ts';
import { draftInvoice } from '../domain/invoice.ts';
import { dueDate } from '../domain/terms.ts';
import { faultOfData, keepProblems, type Problem, problemOfCustomer } from './billing-problems.ts';
import { type WriteBills, writeTogether } from './write-apart.ts';

export type Issued = { readonly invoices: number; readonly problems: readonly Problem[] };

export function issueContext(
  seller: Seller,
  nowMs: number,
  run: IssueContext['run'],
): IssueContext {
  return { seller, issuedOn: localDateAt(nowMs, seller.timeZone), at: new Date(nowMs), run };
}

/**
 * Issues the bills that `select` finds for each customer. A customer whose bill cannot be made
 * never stops the others and never disappears: they are put on the list of problems, and stay due.
 */
export async function issueBills(
  em: EntityManager,
  customers: readonly CustomerToBill[],
  select: (customer: CustomerToBill) => Bill[],
  context: IssueContext,
  write: WriteBills = writeTogether,
): Promise<Issued> {
  const offers = customers.map((customer) => offerTo(customer, select, context));
  const priced = offers.flatMap((offer) => offer.priced);
  const written = await write(em, priced, context, await lockCustomers(em, customers));
  const isHopeless = ({ customer }: PricedBill) =>
    written.problems.some(({ customerId }) => customerId === customer.customerId);
  const billedBefore = priced
    .filter((one) => !written.bills.has(one.bill) && !isHopeless(one))
    .map(({ bill }) => bill);
  const settled = await settledBefore(em, billedBefore);
  const done = [...offers.flatMap((offer) => offer.idle), ...written.bills, ...settled.done];
  const problems = [
    ...offers.flatMap((offer) => offer.problems),
    ...written.problems,
    ...settled.problems,
  ];
  await advanceContracts(em, customers, done);
  await keepProblems(em, problems, done, context);
  return { invoices: written.bills.size, problems };
}

type Offer = {
  readonly priced: readonly PricedBill[];
  /** Periods in which nothing is to be billed. */
  readonly idle: readonly Bill[];
  readonly problems: readonly Problem[];
};

/** What a customer is to be billed. The periods after one that cannot be billed wait for it. */
function offerTo(
  customer: CustomerToBill,
  select: (customer: CustomerToBill) => Bill[],
  context: IssueContext,
): Offer {
  const priced: PricedBill[] = [];
  const idle: Bill[] = [];
  let { discounts } = customer;
  try {
    for (const bill of select(customer)) {
      if (bill.lines.length === 0) {
        idle.push(bill);
        continue;
      }
      const result = price(bill, customer, context, discounts);
      if ('code' in result) return { priced, idle, problems: [result] };
      priced.push(result);
      discounts = afterUse(discounts, result.discounts);
    }
    return { priced, idle, problems: [] };
  } catch (error) {
    const refusal = faultOfData(error);
    if (!refusal) throw error;
    return { priced, idle, problems: [problemOfCustomer(customer, refusal, context)] };
  }
}

/**
 * What to do about bills whose cycle was there before: a contract that its invoice holds is done,
 * one that came later is nobody's bill, and a person has to see it.
 */
async function settledBefore(
  em: EntityManager,
  bills: readonly Bill[],
): Promise<{ done: Bill[]; problems: Problem[] }> {
  const billed = await contractsBilled(em, bills);
  const done: Bill[] = [];
  const problems: Problem[] = [];
  for (const bill of bills) {
    const { customerId, period, contractIds } = bill;
    const isIn = (id: string) => billed.has(`${customerId} ${period.from} ${id}`);
    done.push({ ...bill, contractIds: contractIds.filter(isIn) });
    const missing = contractIds.filter(
      (id) => !isIn(id) && bill.lines.some((line) => line.contractId === id),
    );
    if (missing.length === 0) continue;
    problems.push({
      customerId,
      period: period.from,
      code: 'period_invalid',
      detail: 'The period was billed before this contract was there; its part is not on the bill.',
    });
  }
  return { done, problems };
}

/** Reads again, within the transaction, the customer who is to be billed singly. */
export async function customerByNumber(em: EntityManager, sellerId: string, number: string) {
  const [row] = await em.execute<{ id: string }[]>(
    'select id from customer where seller_id = ? and number = ?',
    [sellerId, number],
  );
  if (!row) return refuse('customer_unknown', `There is no customer ${number}.`);
  const [customer] = await readCustomersToBill(em, [row.id]);
  return customer ?? refuse('contract_not_active', `Customer ${number} has no contract.`);
}

/** Prices one bill, or says why it cannot be made. */
export function price(
  bill: Bill,
  customer: CustomerToBill,
  context: IssueContext,
  discounts: readonly Discount[] = customer.discounts,
): PricedBill | Problem {
  const { seller, issuedOn } = context;
  try {
    assertBillable(customer);
    if (bill.lines.length === 0) {
      refuse('contract_not_active', 'No service of the contract is active in this period.');
    }
    const parties = {
      seller: {
        country: seller.country,
        vatNumber: seller.vatNumber ?? null,
        oneStopShop: seller.oneStopShop,
      },
      buyer: customer,
    };
    const discounted = discountLines(bill.lines, discounts);
    const lines = [...bill.lines, ...discounted.lines];
    const draft = draftInvoice(lines, parties, issuedOn);
    if (draft.grossMinor < 0) refuse('amount_invalid', 'The discounts are larger than the bill.');
    const dueOn = dueDate(issuedOn, bill.terms, seller.weekendRule);
    return { bill, customer, draft, dueOn, discounts: discounted.used };
  } catch (error) {
    const refusal = faultOfData(error);
    if (!refusal) throw error;
    return { customerId: customer.customerId, period: bill.period.from, ...refusal };
  }
}

/** Several bills of one customer at once use up a discount one after the other. */
function afterUse(discounts: readonly Discount[], used: readonly DiscountUse[]): Discount[] {
  return discounts.map((discount) => {
    const use = used.find(({ discountId }) => discountId === discount.discountId);
    return use ? { ...discount, billsLeft: use.billsLeft } : discount;
  });
}

/** What the rest of the cycle's life will need: found out before there is an invoice. */
function assertBillable({ number, currency, timeZone }: CustomerToBill): void {
  if (!isCurrency(currency)) {
    refuse('currency_unknown', `Customer ${number} has the currency ${currency}, which is none.`);
  }
  if (!isTimeZone(timeZone)) {
    refuse('time_zone_unknown', `Customer ${number} has the time zone ${timeZone}, which is none.`);
  }
}

/** Moves each billed contract on to its next period; never back, whoever comes second. */
async function advanceContracts(
  em: EntityManager,
  customers: readonly CustomerToBill[],
  done: readonly Bill[],
): Promise<void> {
  const contracts = new Map(
    customers.flatMap((customer) =>
      customer.contracts.map((contract) => [contract.contractId, contract] as const),
    ),
  );
  const latest = new Map<string, { contractId: string; from: LocalDate; next: LocalDate | null }>();
  for (const { contractIds, period } of done) {
    for (const contractId of contractIds) {
      const contract = contracts.get(contractId);
      const from = latest.get(contractId)?.next ?? contract?.nextBillOn;
      if (!contract || period.from !== from) continue;
      const next = nextBillAfter(contract, period.from);
      latest.set(contractId, { contractId, from: period.from, next });
    }
  }
  if (latest.size === 0) return;
  await em.execute(
    `update contract set next_bill_on = moved.next
       from jsonb_to_recordset(?::jsonb) as moved("contractId" uuid, "from" date, next date)
      where contract.id = moved."contractId" and contract.next_bill_on <= moved."from"`,
    [JSON.stringify([...latest.values()])],
  );
}
