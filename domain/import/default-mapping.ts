import type { Mapping, Source } from './mapping.ts';

const maybe = (column: string): Source => ({ column, optional: true });
const usually = (column: string, otherwise: string): Source => ({
  column,
  optional: true,
  default: otherwise,
});

/**
 * Fairbill's own columns: one row for each line of a contract, with the customer and the contract
 * repeated on each. docs/IMPORT.md says what each holds.
 */
export const defaultMapping: Mapping = {
  delimiter: ',',
  dateFormat: 'YYYY-MM-DD',
  decimalSeparator: '.',
  otherColumns: 'customer_attributes',
  customer: {
    number: 'customer_number',
    name: 'customer_name',
    email: 'email',
    country: 'country',
    language: maybe('language'),
    timeZone: maybe('time_zone'),
    currency: maybe('currency'),
    business: maybe('business'),
    vatNumber: maybe('vat_number'),
    addressLine: maybe('address'),
    postalCode: maybe('postal_code'),
    city: maybe('city'),
    customerSince: maybe('customer_since'),
    paymentMethod: maybe('payment_method'),
  },
  contract: {
    number: maybe('contract_number'),
    kind: maybe('contract_kind'),
    startsOn: 'starts_on',
    anchorOn: maybe('anchor_on'),
    endsOn: maybe('ends_on'),
    interval: 'interval',
    terms: maybe('terms'),
    ladder: maybe('ladder'),
  },
  lines: [
    {
      service: 'service_code',
      name: 'service_name',
      taxCategory: usually('tax_category', 'standard'),
      price: 'price',
      quantity: usually('quantity', '1'),
      description: maybe('description'),
      priceVersion: maybe('price_version'),
      fromOn: maybe('from_on'),
      toOn: maybe('to_on'),
    },
  ],
};
