import { defineEntity, p } from '@mikro-orm/core';
import type { LastEnd, Standing } from '../../domain/claim.ts';
import type { Instalment } from '../../domain/facts.ts';
import { Ladder } from './contracts.ts';
import { Customer, Seller } from './parties.ts';

const BillingRunSchema = defineEntity({
  name: 'BillingRun',
  tableName: 'billing_run',
  properties: {
    id: p.text().primary(),
    seller: () => p.manyToOne(Seller).ref(),
    asOf: p.date(),
    startedAt: p.datetime(),
    finishedAt: p.datetime().nullable(),
  },
});

/** One sweep over a seller's due contracts; its id is the workflow run that made it. */
export class BillingRun extends BillingRunSchema.class {}
BillingRunSchema.setClass(BillingRun);

const BillingCycleSchema = defineEntity({
  name: 'BillingCycle',
  tableName: 'billing_cycle',
  properties: {
    id: p.uuid().primary(),
    seller: () => p.manyToOne(Seller).ref(),
    customer: () => p.manyToOne(Customer).ref(),
    periodFrom: p.date(),
    periodTo: p.date(),
    currency: p.string().length(3),
    ladder: () => p.manyToOne(Ladder).ref(),
    run: () => p.manyToOne(BillingRun).ref().nullable(),
    runPage: p.integer().nullable(),
    standing: p.text().$type<Standing>(),
    claimedMinor: p.bigint('number'),
    chargedMinor: p.bigint('number').default(0),
    creditedMinor: p.bigint('number').default(0),
    paidMinor: p.bigint('number').default(0),
    creditUsedMinor: p.bigint('number').default(0),
    writtenOffMinor: p.bigint('number').default(0),
    openMinor: p.bigint('number'),
    lastEnd: p.text().$type<LastEnd>().nullable(),
    dueOn: p.date(),
    openedAt: p.datetime(),
    endedAt: p.datetime().nullable(),
    workflowStarted: p.boolean().default(false),
  },
  uniques: [{ properties: ['customer', 'periodFrom'] }],
});

/** One customer and period: what was claimed, what is still open, where it stands. */
export class BillingCycle extends BillingCycleSchema.class {}
BillingCycleSchema.setClass(BillingCycle);

const ReminderSchema = defineEntity({
  name: 'Reminder',
  tableName: 'reminder',
  primaryKeys: ['cycle', 'step'],
  properties: {
    cycle: () => p.manyToOne(BillingCycle).primary().ref(),
    step: p.integer().primary(),
    name: p.text(),
    channel: p.text(),
    sentAt: p.datetime(),
    messageId: p.text(),
  },
});

/** A reminder that went out: at most one for each step of a cycle's ladder. */
export class Reminder extends ReminderSchema.class {}
ReminderSchema.setClass(Reminder);

const JournalSchema = defineEntity({
  name: 'Journal',
  tableName: 'journal',
  properties: {
    id: p.bigint('number').primary(),
    cycle: () => p.manyToOne(BillingCycle).ref(),
    fact: p.text(),
    kind: p.text(),
    at: p.datetime(),
    recordedAt: p.datetime().defaultRaw('now()'),
    actor: p.text(),
    amountMinor: p.bigint('number').nullable(),
    reason: p.text().nullable(),
    details: p.json().$type<Record<string, unknown>>(),
  },
});

/** What happened in a cycle, in the cycle's own time. */
export class Journal extends JournalSchema.class {}
JournalSchema.setClass(Journal);

const BillingProblemSchema = defineEntity({
  name: 'BillingProblem',
  tableName: 'billing_problem',
  properties: {
    id: p.uuid().primary(),
    seller: () => p.manyToOne(Seller).ref(),
    customer: () => p.manyToOne(Customer).ref(),
    periodFrom: p.date(),
    code: p.text(),
    detail: p.text(),
    run: () => p.manyToOne(BillingRun).ref().nullable(),
    seenAt: p.datetime(),
    resolvedAt: p.datetime().nullable(),
  },
});

/** A bill that could not be made; it stays on the list until somebody mends it. */
export class BillingProblem extends BillingProblemSchema.class {}
BillingProblemSchema.setClass(BillingProblem);

const PromiseToPaySchema = defineEntity({
  name: 'PromiseToPay',
  tableName: 'promise',
  properties: {
    id: p.uuid().primary(),
    cycle: () => p.manyToOne(BillingCycle).ref(),
    customer: () => p.manyToOne(Customer).ref(),
    externalId: p.text(),
    instalments: p.json().$type<Instalment[]>(),
    paidBeforeMinor: p.bigint('number'),
    madeAt: p.datetime(),
    madeBy: p.text(),
    acceptedBy: p.text().$type<'customer' | 'agent' | 'supervisor'>(),
    state: p.text().$type<'active' | 'kept' | 'broken' | 'moot'>(),
    endedAt: p.datetime().nullable(),
  },
});

/** A customer's word to pay by some dates; it holds the ladder until it is kept or broken. */
export class PromiseToPay extends PromiseToPaySchema.class {}
PromiseToPaySchema.setClass(PromiseToPay);

const ChargeSchema = defineEntity({
  name: 'Charge',
  tableName: 'charge',
  properties: {
    id: p.uuid().primary(),
    cycle: () => p.manyToOne(BillingCycle).ref(),
    step: p.integer().nullable(),
    kind: p.text().$type<'interest' | 'fee' | 'credit_taken_back'>(),
    amountMinor: p.bigint('number'),
    basis: p.json().$type<Record<string, unknown>>(),
    chargedAt: p.datetime(),
  },
});

/** Late interest or a fee, with the rule and the figures that made it. */
export class Charge extends ChargeSchema.class {}
ChargeSchema.setClass(Charge);
