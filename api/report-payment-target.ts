/** What a reported payment is for: the customer, and the cycle that hears of it. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { BillingCycle } from '../db/entities/cycles.ts';
import { Invoice } from '../db/entities/papers.ts';
import type { Customer, Seller } from '../db/entities/parties.ts';
import { homeForCustomer, type HomeCycle } from '../db/payment-homes.ts';
import { refuse } from '../domain/errors.ts';
import type { PaymentReport } from '../domain/facts.ts';
import { sumMinor } from '../domain/money.ts';
import { customerNumbered } from './parties.ts';
import type { PaymentReported } from './report-payment-request.ts';

export type Target = {
  readonly customer: Customer;
  readonly home: HomeCycle;
  readonly allocate: NonNullable<PaymentReport['allocate']>;
};

type AllocationOrder = NonNullable<PaymentReported['allocations']>[number];

/** Finds it, or refuses what cannot be for any customer of the seller or for several. */
export async function targetOf(
  em: EntityManager,
  seller: Seller,
  report: PaymentReported,
): Promise<Target> {
  const target = await whatItIsFor(em, seller, report);
  const { currency } = target.home;
  if (report.currency === currency) return target;
  const sentence = `What is owed is in ${currency}, the payment is in ${report.currency}.`;
  return refuse('currency_mismatch', sentence);
}

async function whatItIsFor(
  em: EntityManager,
  seller: Seller,
  report: PaymentReported,
): Promise<Target> {
  const { invoice: number, reference, customer, allocations } = report;
  if (allocations) return asTold(em, seller, report.amountMinor, allocations);
  if (customer !== undefined) return oldestFirst(em, await customerNumbered(em, seller, customer));
  const invoice = await em.findOne(
    Invoice,
    {
      sellerOf: seller,
      kind: 'invoice',
      ...(number && { number }),
      ...(reference && { reference }),
    },
    { populate: ['cycle', 'customer'], orderBy: { revision: 'desc' } },
  );
  const meant = number ? `the number ${number}` : `the reference ${reference}`;
  if (!invoice) return refuse('invoice_unknown', `No invoice of ${seller.code} has ${meant}.`);
  return { customer: invoice.customer.$, home: homeOf(invoice.cycle.$), allocate: 'this' };
}

async function oldestFirst(em: EntityManager, customer: Customer): Promise<Target> {
  const home = await homeForCustomer(em, customer.id);
  const sentence =
    `Customer ${customer.number} was never billed, so there is no cycle that could take the ` +
    'payment. Bill them first.';
  return {
    customer,
    home: home ?? refuse('customer_not_billed', sentence),
    allocate: 'oldest_first',
  };
}

async function asTold(
  em: EntityManager,
  seller: Seller,
  amountMinor: number,
  allocate: readonly AllocationOrder[],
): Promise<Target> {
  const numbers = allocate.map(({ invoice }) => invoice);
  const invoices = await em.find(
    Invoice,
    { sellerOf: seller, kind: 'invoice', number: numbers },
    { populate: ['cycle', 'customer'] },
  );
  const byNumber = new Map(invoices.map((invoice) => [invoice.number, invoice]));
  const unknown = numbers.filter((number) => !byNumber.has(number));
  const first = byNumber.get(numbers[0] ?? '');
  if (unknown.length > 0 || !first) {
    return refuse('invoice_unknown', `Seller ${seller.code} has no invoice ${unknown.join(', ')}.`);
  }
  const customers = new Set(invoices.map(({ customer }) => customer.$.number));
  if (customers.size > 1) {
    const several = [...customers].sort().join(', ');
    refuse('allocation_invalid', `These invoices are of several customers: ${several}.`);
  }
  const orderedMinor = sumMinor(allocate.map((order) => order.amountMinor));
  if (orderedMinor > amountMinor) {
    const sentence = `The parts add up to ${orderedMinor}, and the payment is ${amountMinor}.`;
    refuse('allocation_invalid', sentence);
  }
  return { customer: first.customer.$, home: homeOf(first.cycle.$), allocate };
}

function homeOf({ id: cycleId, periodFrom: period, currency }: BillingCycle): HomeCycle {
  return { cycleId, period, currency };
}
