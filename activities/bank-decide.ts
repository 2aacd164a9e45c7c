import { isDeepStrictEqual } from 'node:util';
import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { payablesNamed } from '../db/bank-payables.ts';
import { standingPayments } from '../db/bank-standing-payments.ts';
import { post } from '../db/books.ts';
import { BankEntry } from '../db/entities/bank.ts';
import { BillingCycle } from '../db/entities/cycles.ts';
import { Customer, Seller } from '../db/entities/parties.ts';
import type { Database } from '../db/orm.ts';
import { type AssignedTo, writeDecision } from '../db/write-bank-matches.ts';
import type { BankDecision } from '../domain/bank/decision.ts';
import { localDateAt } from '../domain/calendar.ts';
import { type Refusal, refuse, RefusalError } from '../domain/errors.ts';
import { reversalOf, suspensePosting } from '../domain/ledger.ts';
import type { BankActivities, BankWork } from './bank-contract.ts';

type Decided = { readonly refused: Refusal | null; readonly toReport: BankWork | null };

/**
 * Takes a person's decision on an entry of the list into the books, under the entry's row lock, so
 * that of two persons one decides. The same decision again changes nothing.
 */
export async function decideBankEntry(
  database: Database,
  input: Parameters<BankActivities['decideBankEntry']>[0],
): Promise<Decided> {
  try {
    const toReport = await database.em.fork().transactional((em) => decide(em, input));
    return { refused: null, toReport };
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    return { refused: { code: error.code, detail: error.message }, toReport: null };
  }
}

async function decide(
  em: EntityManager,
  { entryId, decision, decidedBy, nowMs }: Parameters<BankActivities['decideBankEntry']>[0],
): Promise<BankWork | null> {
  const entry = await lockedEntry(em, entryId);
  const { kind } = entry;
  const seller = await em.findOneOrFail(Seller, { id: entry.seller.id });
  const work = { seller: seller.code, kind };
  if (entry.state !== 'unmatched') {
    const isSame = isDeepStrictEqual(entry.decision, decision);
    const sentence = `The entry ${entryId} is not on the list any more: it is ${entry.state}.`;
    if (!isSame) refuse('bank_entry_settled', sentence);
    return decision.kind === 'assign' ? work : null;
  }
  const at = new Date(nowMs);
  const to = decision.kind === 'assign' ? await assignedTo(em, seller, entry, decision) : null;
  await writeDecision(em, { id: entryId, decision, decidedBy, at, to });
  if (to) return work;
  if (kind === 'credit') await leaveSuspense(em, seller, entry, at);
  return null;
}

async function lockedEntry(em: EntityManager, id: string): Promise<BankEntry> {
  const entry = await em.findOne(BankEntry, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  return entry ?? refuse('bank_entry_unknown', `There is no bank entry ${id}.`);
}

type Assignment = Extract<BankDecision, { kind: 'assign' }>;

async function assignedTo(
  em: EntityManager,
  seller: Seller,
  entry: BankEntry,
  assignment: Assignment,
): Promise<AssignedTo> {
  const isReturn = entry.kind === 'return';
  if (isReturn !== (assignment.to === 'payment')) {
    const sentence = isReturn
      ? 'A return is assigned to the payment that it takes back.'
      : 'Money that came in is assigned to an invoice or to a customer.';
    refuse('body_invalid', sentence);
  }
  switch (assignment.to) {
    case 'invoice':
      return toInvoice(em, seller, entry, assignment.invoice);
    case 'customer':
      return toCustomer(em, seller, entry, assignment.customer);
    case 'payment':
      return toPayment(em, seller, entry, assignment.payment);
  }
}

async function toInvoice(
  em: EntityManager,
  seller: Seller,
  { currency }: BankEntry,
  number: string,
): Promise<AssignedTo> {
  const [payable] = await payablesNamed(em, seller.id, [number]);
  if (!payable) {
    return refuse('invoice_unknown', `No invoice of ${seller.code} has the number ${number}.`);
  }
  refuseOtherCurrency(`Invoice ${number}`, payable.currency, currency);
  const { customerId, cycleId, invoice } = payable;
  return { customerId, cycleId, allocate: 'this', paymentId: null, invoices: [invoice] };
}

/** The oldest claim is at home; when none is open, the latest cycle makes it the customer's credit. */
async function toCustomer(
  em: EntityManager,
  seller: Seller,
  { currency }: BankEntry,
  number: string,
): Promise<AssignedTo> {
  const customer = await em.findOne(Customer, { seller: seller.id, number });
  if (!customer) {
    return refuse('customer_unknown', `Seller ${seller.code} has no customer ${number}.`);
  }
  refuseOtherCurrency(`Customer ${number}`, customer.currency, currency);
  const of = { customer: customer.id };
  const home =
    (await em.findOne(
      BillingCycle,
      { ...of, openMinor: { $gt: 0 } },
      { orderBy: { dueOn: 'asc', id: 'asc' } },
    )) ?? (await em.findOne(BillingCycle, of, { orderBy: { periodFrom: 'desc' } }));
  if (!home) {
    const sentence = `Customer ${number} has never had a bill that the money could be for.`;
    return refuse('nothing_open', sentence);
  }
  const customerId = customer.id;
  const allocate = 'oldest_first';
  return { customerId, cycleId: home.id, allocate, paymentId: null, invoices: [] };
}

/** A return is as large as its payment, or larger by what the bank takes for it. */
async function toPayment(
  em: EntityManager,
  seller: Seller,
  { currency, amountMinor }: BankEntry,
  paymentId: string,
): Promise<AssignedTo> {
  const names = { ids: [paymentId], servicerReferences: [], invoices: [] };
  const standing = await standingPayments(em, seller.id, names);
  const payment = standing.find((one) => one.paymentId === paymentId);
  if (!payment) {
    const sentence = `${seller.code} has no payment ${paymentId} that nothing took back yet.`;
    return refuse('payment_unknown', sentence);
  }
  refuseOtherCurrency(`Payment ${paymentId}`, payment.currency, currency);
  if (payment.amountMinor > amountMinor) {
    refuse('amount_invalid', `Payment ${paymentId} is larger than what was returned.`);
  }
  const { customerId, cycleId } = payment;
  return { customerId, cycleId, allocate: null, paymentId, invoices: [] };
}

function refuseOtherCurrency(what: string, currency: string, ofEntry: string): void {
  if (currency === ofEntry) return;
  refuse('currency_mismatch', `${what} is in ${currency}, the bank entry in ${ofEntry}.`);
}

/** Sent back, or never ours to keep books of. */
async function leaveSuspense(
  em: EntityManager,
  seller: Seller,
  entry: BankEntry,
  at: Date,
): Promise<void> {
  const { currency, paymentId, amountMinor } = entry;
  await post(em, [
    {
      sellerId: seller.id,
      customerId: null,
      cycleId: null,
      currency,
      kind: 'suspense_dismissed',
      fact: `suspense-dismissed/${paymentId}`,
      bookedOn: localDateAt(at.getTime(), seller.timeZone),
      at,
      posting: reversalOf(suspensePosting({ amountMinor })),
    },
  ]);
}
