import { defineEntity, p } from '@mikro-orm/core';
import type { Ladder as LadderRule, LateInterest } from '../../domain/ladder.ts';
import type { PaymentTerms } from '../../domain/terms.ts';
import type { TaxCategory } from '../../domain/tax.ts';
import { Customer, Seller } from './parties.ts';

const ServiceSchema = defineEntity({
  name: 'Service',
  tableName: 'service',
  properties: {
    id: p.uuid().primary(),
    seller: () => p.manyToOne(Seller).ref(),
    code: p.text(),
    names: p.json().$type<Record<string, string>>(),
    taxCategory: p.text().$type<TaxCategory>(),
  },
  uniques: [{ properties: ['seller', 'code'] }],
});

/** Something a seller sells, with its name in each language and its tax category. */
export class Service extends ServiceSchema.class {}
ServiceSchema.setClass(Service);

const LadderSchema = defineEntity({
  name: 'Ladder',
  tableName: 'ladder',
  properties: {
    id: p.uuid().primary(),
    seller: () => p.manyToOne(Seller).ref(),
    code: p.text(),
    version: p.integer(),
    timeOfDay: p.text(),
    steps: p.json().$type<LadderRule['steps']>(),
    lastResort: p.json().$type<LadderRule['lastResort']>(),
    lateInterest: p.json().$type<LateInterest>().nullable(),
    createdAt: p.datetime().defaultRaw('now()'),
  },
  uniques: [{ properties: ['seller', 'code', 'version'] }],
});

/** One version of a ladder of reminders; a version is never changed. */
export class Ladder extends LadderSchema.class {}
LadderSchema.setClass(Ladder);

const ContractSchema = defineEntity({
  name: 'Contract',
  tableName: 'contract',
  properties: {
    id: p.uuid().primary(),
    seller: () => p.manyToOne(Seller).ref(),
    customer: () => p.manyToOne(Customer).ref(),
    number: p.text(),
    kind: p.text(),
    anchorOn: p.date(),
    intervalUnit: p.text().$type<'week' | 'month' | 'year'>(),
    intervalCount: p.integer(),
    startsOn: p.date(),
    endsOn: p.date().nullable(),
    terms: p.json().$type<PaymentTerms>(),
    ladder: () => p.manyToOne(Ladder).ref(),
    nextBillOn: p.date().nullable(),
    attributes: p.json().$type<Record<string, string>>(),
    lines: () => p.oneToMany(ContractLine).mappedBy('contract'),
  },
  uniques: [{ properties: ['customer', 'number'] }],
});

/** What a customer agreed to: an anchor and an interval cut its billing periods. */
export class Contract extends ContractSchema.class {}
ContractSchema.setClass(Contract);

const ContractLineSchema = defineEntity({
  name: 'ContractLine',
  tableName: 'contract_line',
  primaryKeys: ['contract', 'position'],
  properties: {
    contract: () => p.manyToOne(Contract).primary().ref(),
    position: p.integer().primary(),
    service: () => p.manyToOne(Service).ref(),
    description: p.text().nullable(),
    quantity: p.decimal('string').precision(18).scale(6),
    unitPriceMinor: p.bigint('number'),
    priceVersion: p.text().nullable(),
    fromOn: p.date().nullable(),
    toOn: p.date().nullable(),
  },
});

/** One service in a contract, with its quantity and the price agreed for it. */
export class ContractLine extends ContractLineSchema.class {}
ContractLineSchema.setClass(ContractLine);
