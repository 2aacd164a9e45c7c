import { defineEntity, p } from '@mikro-orm/core';
import type { BankDecision } from '../../domain/bank/decision.ts';
import type { Doubt } from '../../domain/bank/matches.ts';
import type { StatementEntry } from '../../domain/bank/statement.ts';
import type { PaymentReport } from '../../domain/facts.ts';
import { BillingCycle } from './cycles.ts';
import { Customer, Seller } from './parties.ts';

const BankFileSchema = defineEntity({
  name: 'BankFile',
  tableName: 'bank_file',
  properties: {
    id: p.uuid().primary(),
    sha256: p.text(),
    name: p.text(),
    receivedAt: p.datetime(),
    receivedBy: p.text(),
    content: p.blob().nullable().lazy(),
  },
});

/** A file of a bank as it came in; its content only until it is read. */
export class BankFile extends BankFileSchema.class {}
BankFileSchema.setClass(BankFile);

const BankStatementSchema = defineEntity({
  name: 'BankStatement',
  tableName: 'bank_statement',
  properties: {
    id: p.uuid().primary(),
    file: () => p.manyToOne(BankFile).ref(),
    position: p.integer(),
    seller: () => p.manyToOne(Seller).ref(),
    account: p.text(),
    currency: p.string().length(3),
    number: p.text(),
    fromOn: p.date().nullable(),
    toOn: p.date().nullable(),
    openingMinor: p.bigint('number').nullable(),
    closingMinor: p.bigint('number').nullable(),
    credits: p.integer(),
    creditsMinor: p.bigint('number'),
    returns: p.integer(),
    returnsMinor: p.bigint('number'),
    outgoing: p.integer(),
    outgoingMinor: p.bigint('number'),
    notBooked: p.integer(),
    importedAt: p.datetime(),
    importedBy: p.text(),
  },
});

/** One statement of one account: its balances, and how much came and went. */
export class BankStatement extends BankStatementSchema.class {}
BankStatementSchema.setClass(BankStatement);

/** From the bank's word to the books: whether it is booked, the payments themselves say. */
export type BankEntryState =
  | 'new'
  | 'matched'
  | 'unmatched'
  | 'assigned'
  | 'reported'
  | 'dismissed';

const BankEntrySchema = defineEntity({
  name: 'BankEntry',
  tableName: 'bank_entry',
  properties: {
    id: p.uuid().primary(),
    statement: () => p.manyToOne(BankStatement).ref(),
    importId: p.text(),
    seller: () => p.manyToOne(Seller).ref(),
    account: p.text(),
    currency: p.string().length(3),
    paymentId: p.text(),
    kind: p.text().$type<'credit' | 'return'>(),
    amountMinor: p.bigint('number'),
    bookedOn: p.date(),
    valueOn: p.date(),
    servicerReference: p.text().nullable(),
    endToEndId: p.text().nullable(),
    said: p.json().$type<StatementEntry>(),
    state: p.text().$type<BankEntryState>(),
    matchedBy: p.text().nullable(),
    doubt: p.text().$type<Doubt>().nullable(),
    reason: p.text().nullable(),
    invoices: p.json().$type<string[]>(),
    customer: () => p.manyToOne(Customer).ref().nullable(),
    cycle: () => p.manyToOne(BillingCycle).ref().nullable(),
    allocate: p.json().$type<NonNullable<PaymentReport['allocate']>>().nullable(),
    reversedPaymentId: p.text().nullable(),
    fromSuspense: p.boolean(),
    decision: p.json().$type<BankDecision>().nullable(),
    decidedBy: p.text().nullable(),
    decidedAt: p.datetime().nullable(),
    recordedAt: p.datetime(),
  },
});

/** One payment, or one return of a payment, that a bank told of; and what became of it. */
export class BankEntry extends BankEntrySchema.class {}
BankEntrySchema.setClass(BankEntry);
