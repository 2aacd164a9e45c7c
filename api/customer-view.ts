/** Customers and their contracts as the API shows them. */
import { z } from '@hono/zod-openapi';
import type { Loaded } from '@mikro-orm/core';
import type { Contract } from '../db/entities/contracts.ts';
import type { Customer } from '../db/entities/parties.ts';
import * as fields from './fields.ts';

const customerShape = {
  number: z.string(),
  seller: z.string(),
  name: z.string(),
  email: z.string(),
  language: z.string(),
  country: z.string(),
  timeZone: z.string(),
  currency: fields.currencyCode,
  isBusiness: z.boolean(),
  vatNumber: z.string().nullable(),
  address: z.object({ line: z.string(), postalCode: z.string(), city: z.string() }),
  customerSince: fields.date.nullable(),
};

export const customerSchema = z.object(customerShape).openapi('Customer');

const contractSchema = z
  .object({
    number: z.string(),
    kind: z.string(),
    anchorOn: fields.date.openapi({ description: 'The day from which its periods are cut.' }),
    interval: z.object({ unit: z.enum(['week', 'month', 'year']), count: z.int() }),
    startsOn: fields.date,
    endsOn: fields.date.nullable(),
    nextBillOn: fields.date.nullable().openapi({
      description:
        'First day of the first period without a cycle; null when there is none to come.',
    }),
    ladder: z.string().openapi({ description: 'Its ladder of reminders: code and version.' }),
    lines: z.array(
      z.object({
        position: z.int(),
        service: z.string(),
        description: z.string().nullable(),
        quantity: z.string().openapi({ description: 'Decimal, up to six places.' }),
        unitPriceMinor: fields.minor,
        fromOn: fields.date.nullable(),
        toOn: fields.date.nullable(),
      }),
    ),
  })
  .openapi('Contract');

export const customerDetailSchema = z
  .object({ ...customerShape, contracts: z.array(contractSchema) })
  .openapi('CustomerDetail');

export const customerExample: z.input<typeof customerSchema> = {
  number: 'C-1001',
  seller: 'nordlys',
  name: 'Maja Novak',
  email: 'maja@example.com',
  language: 'sl',
  country: 'SI',
  timeZone: 'Europe/Ljubljana',
  currency: 'EUR',
  isBusiness: false,
  vatNumber: null,
  address: { line: 'Cankarjeva 1', postalCode: '1000', city: 'Ljubljana' },
  customerSince: '2019-05-01',
};

export const customerDetailExample: z.input<typeof customerDetailSchema> = {
  ...customerExample,
  contracts: [
    {
      number: 'K-1',
      kind: 'subscription',
      anchorOn: '2019-05-01',
      interval: { unit: 'month', count: 1 },
      startsOn: '2019-05-01',
      endsOn: null,
      nextBillOn: '2026-04-01',
      ladder: 'standard/1',
      lines: [
        {
          position: 1,
          service: 'fibre-300',
          description: null,
          quantity: '1',
          unitPriceMinor: 5_000,
          fromOn: null,
          toOn: null,
        },
      ],
    },
  ],
};

export function customerView(customer: Customer, seller: string): z.input<typeof customerSchema> {
  const { addressLine: line, postalCode, city } = customer;
  return {
    number: customer.number,
    seller,
    name: customer.name,
    email: customer.email,
    language: customer.language,
    country: customer.country,
    timeZone: customer.timeZone,
    currency: customer.currency,
    isBusiness: customer.isBusiness,
    vatNumber: customer.vatNumber ?? null,
    address: { line, postalCode, city },
    customerSince: customer.customerSince ?? null,
  };
}

export function contractView(
  contract: Loaded<Contract, 'lines.service' | 'ladder'>,
): z.input<typeof contractSchema> {
  const { code, version } = contract.ladder.$;
  return {
    number: contract.number,
    kind: contract.kind,
    anchorOn: contract.anchorOn,
    interval: { unit: contract.intervalUnit, count: contract.intervalCount },
    startsOn: contract.startsOn,
    endsOn: contract.endsOn ?? null,
    nextBillOn: contract.nextBillOn ?? null,
    ladder: `${code}/${version}`,
    lines: contract.lines.$.getItems().map((line) => ({
      position: line.position,
      service: line.service.$.code,
      description: line.description ?? null,
      quantity: fields.shortDecimal(line.quantity),
      unitPriceMinor: line.unitPriceMinor,
      fromOn: line.fromOn ?? null,
      toOn: line.toOn ?? null,
    })),
  };
}
