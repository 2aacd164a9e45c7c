import { defineEntity, p } from '@mikro-orm/core';

const SellerSchema = defineEntity({
  name: 'Seller',
  tableName: 'seller',
  properties: {
    id: p.uuid().primary(),
    code: p.text().unique(),
    name: p.text(),
    addressLine: p.text().default(''),
    postalCode: p.text().default(''),
    city: p.text().default(''),
    country: p.string().length(2),
    vatNumber: p.text().nullable(),
    email: p.text(),
    iban: p.text().nullable(),
    bic: p.text().nullable(),
    language: p.text(),
    currency: p.string().length(3),
    timeZone: p.text(),
    weekendRule: p
      .text()
      .$type<'keep' | 'next_working_day' | 'previous_working_day'>()
      .default('keep'),
    oneStopShop: p.boolean().default(false),
    invoicePrefix: p.text(),
    createdAt: p.datetime().defaultRaw('now()'),
  },
});

/** Who sends the invoices: the terms of law and payment that all its papers share. */
export class Seller extends SellerSchema.class {}
SellerSchema.setClass(Seller);

const CustomerSchema = defineEntity({
  name: 'Customer',
  tableName: 'customer',
  properties: {
    id: p.uuid().primary(),
    seller: () => p.manyToOne(Seller).ref(),
    number: p.text(),
    name: p.text(),
    email: p.text(),
    language: p.text(),
    country: p.string().length(2),
    timeZone: p.text(),
    currency: p.string().length(3),
    isBusiness: p.boolean().default(false),
    vatNumber: p.text().nullable(),
    addressLine: p.text().default(''),
    postalCode: p.text().default(''),
    city: p.text().default(''),
    customerSince: p.date().nullable(),
    paymentMethod: p.text().nullable(),
    attributes: p.json().$type<Record<string, string>>(),
    creditMinor: p.bigint('number').default(0),
    createdAt: p.datetime().defaultRaw('now()'),
  },
  uniques: [{ properties: ['seller', 'number'] }],
});

/** Who is billed. Personal data lives here and in the invoice's buyer, nowhere else. */
export class Customer extends CustomerSchema.class {}
CustomerSchema.setClass(Customer);

const ApiKeySchema = defineEntity({
  name: 'ApiKey',
  tableName: 'api_key',
  properties: {
    id: p.uuid().primary(),
    name: p.text(),
    hash: p.blob().unique(),
    scopes: p.array(),
    createdAt: p.datetime().defaultRaw('now()'),
    revokedAt: p.datetime().nullable(),
  },
});

/** A service's key to the API; only its hash is kept. */
export class ApiKey extends ApiKeySchema.class {}
ApiKeySchema.setClass(ApiKey);
