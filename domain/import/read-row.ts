/** From a row of a file to the customer, the contract and the lines that it tells of. */
import type { Interval, LocalDate } from '../calendar.ts';
import type { PaymentTerms } from '../terms.ts';
import type { BookContract, BookCustomer, BookLine, BookSeller, BookService } from './book.ts';
import {
  isAmount,
  parseInterval,
  parsePrice,
  parseQuantity,
  parseTaxCategory,
  parseTerms,
} from './contract-fields.ts';
import { firstBillOn } from './first-bill.ts';
import type { LineMapping, Mapping, Source } from './mapping.ts';
import { quoted } from './parsed.ts';
import {
  parseContractNumber,
  parseCountry,
  parseCurrency,
  parseCustomerNumber,
  parseEmail,
  parseKind,
  parseLanguage,
  parseNote,
  parseServiceCode,
  parseText,
  parseTimeZone,
  parseVatNumber,
  parseYesNo,
} from './party-fields.ts';
import { RowFields } from './row-fields.ts';
import { cellText, type Row } from './source.ts';

const monthly: Interval = { unit: 'month', count: 1 };
const usualTerms: PaymentTerms = { kind: 'net_days', days: 14 };

export type ImportContext = {
  readonly mapping: Mapping;
  readonly seller: Pick<BookSeller, 'code' | 'language' | 'timeZone' | 'currency'>;
  /** Periods that begin on this day or later are billed here; earlier ones were elsewhere. */
  readonly billFrom: LocalDate;
  /** The newest version of each of the seller's ladders, by code. */
  readonly ladders: ReadonlyMap<string, number>;
  /** Columns of the file that the mapping does not name and that are kept. */
  readonly otherColumns: readonly string[];
};

export type RowEntry = {
  readonly customer: BookCustomer;
  readonly contract: Omit<BookContract, 'lines'>;
  readonly services: readonly BookService[];
  readonly lines: readonly BookLine[];
};

/** A row that can be taken, or every reason why not, with whose row it is when that is known. */
export type RowReading =
  | { readonly entry: RowEntry }
  | { readonly customer: string | null; readonly reasons: readonly string[] };

export function readRow(row: Row, context: ImportContext): RowReading {
  const { billFrom, mapping } = context;
  const fields = new RowFields(row, { billFrom, notation: mapping });
  const customer = readCustomer(fields, context);
  const contract = readContract(fields, context, customer.number);
  const items = mapping.lines
    .filter(({ when }) => when === undefined || when.is.includes(cellText(row, when.column)))
    .map((line) => readLine(fields, context, line, customer.currency));
  if (items.length === 0) fields.refuse('the row has no service');
  if (fields.reasons.length > 0) {
    // One cell may stand for several fields.
    return { customer: customer.number || null, reasons: [...new Set(fields.reasons)] };
  }
  const services = items.map(({ service }) => service);
  return { entry: { customer, contract, services, lines: items.map(({ line }) => line) } };
}

function readCustomer(fields: RowFields, context: ImportContext): BookCustomer {
  const { mapping, seller } = context;
  const from = mapping.customer;
  const country = fields.need('country', from.country, parseCountry, '');
  const isBusiness = fields.take('business', from.business, parseYesNo, false);
  return {
    seller: seller.code,
    number: fields.need('number', from.number, parseCustomerNumber, ''),
    name: fields.need('name', from.name, parseText, ''),
    email: fields.need('email', from.email, parseEmail, ''),
    language: fields.take('language', from.language, parseLanguage, seller.language),
    country,
    timeZone: fields.take('timeZone', from.timeZone, parseTimeZone, seller.timeZone),
    currency: fields.take('currency', from.currency, parseCurrency, seller.currency),
    isBusiness,
    vatNumber: readVatNumber(fields, from.vatNumber, country, isBusiness),
    addressLine: fields.take('addressLine', from.addressLine, parseText, ''),
    postalCode: fields.take('postalCode', from.postalCode, parseText, ''),
    city: fields.take('city', from.city, parseText, ''),
    customerSince: fields.date('customerSince', from.customerSince),
    paymentMethod: fields.take('paymentMethod', from.paymentMethod, parseText, null),
    attributes: fields.attributes(
      {
        ...Object.fromEntries(context.otherColumns.map((column) => [column, column])),
        ...from.attributes,
      },
      parseNote,
    ),
  };
}

function readVatNumber(
  fields: RowFields,
  source: Source | undefined,
  country: string,
  isBusiness: boolean,
): string | null {
  const parse = (text: string) => parseVatNumber(text, country);
  const number = fields.take('vatNumber', source, parse, null);
  if (number !== null && !isBusiness) {
    fields.refuse('there is a VAT number, and the customer is no business');
  }
  return number;
}

function readContract(
  fields: RowFields,
  { mapping, seller, billFrom, ladders }: ImportContext,
  customer: string,
): Omit<BookContract, 'lines'> {
  const from = mapping.contract;
  const startsOn = fields.needDate('startsOn', from.startsOn);
  const endsOn = fields.date('endsOn', from.endsOn);
  if (endsOn !== null && endsOn <= startsOn) {
    fields.refuse(`the contract ends on ${endsOn} and starts on ${startsOn}`);
  }
  const anchorOn = fields.date('anchorOn', from.anchorOn) ?? startsOn;
  const interval = fields.need('interval', from.interval, parseInterval, monthly);
  const code = fields.take('ladder', from.ladder, parseText, 'standard');
  const version = ladders.get(code) ?? 0;
  if (version === 0) fields.refuse(`${quoted(code)} is none of the seller’s ladders`);
  const calendar = { anchorOn, interval, startsOn, endsOn };
  return {
    seller: seller.code,
    customer,
    number: fields.take('contract number', from.number, parseContractNumber, customer),
    kind: fields.take('kind', from.kind, parseKind, 'standard'),
    ...calendar,
    terms: fields.take('terms', from.terms, parseTerms, usualTerms),
    ladder: { code, version },
    nextBillOn: firstBillOn(calendar, billFrom),
    attributes: fields.attributes(from.attributes ?? {}, parseNote),
  };
}

function readLine(
  fields: RowFields,
  { mapping, seller }: ImportContext,
  from: LineMapping,
  currency: string,
): { service: BookService; line: BookLine } {
  const code = fields.need('service', from.service, parseServiceCode, '');
  const name = fields.need('service name', from.name, parseText, '');
  const { decimalSeparator } = mapping;
  const unitPriceMinor = fields.need(
    'price',
    from.price,
    (text) => parsePrice(text, currency, decimalSeparator),
    0,
  );
  const quantity = fields.take(
    'quantity',
    from.quantity,
    (text) => parseQuantity(text, decimalSeparator),
    '1',
  );
  if (!isAmount(unitPriceMinor, quantity)) {
    fields.refuse(`the price times ${quantity} is too much to count exactly`);
  }
  const fromOn = fields.date('fromOn', from.fromOn);
  const toOn = fields.date('toOn', from.toOn);
  if (fromOn !== null && toOn !== null && toOn <= fromOn) {
    fields.refuse(`the service ends on ${toOn} and begins on ${fromOn}`);
  }
  return {
    service: {
      seller: seller.code,
      code,
      names: { [seller.language]: name },
      taxCategory: fields.take('taxCategory', from.taxCategory, parseTaxCategory, 'standard'),
    },
    line: {
      service: code,
      description: fields.take('description', from.description, parseText, null),
      quantity,
      unitPriceMinor,
      priceVersion: fields.take('priceVersion', from.priceVersion, parseText, null),
      fromOn,
      toOn,
    },
  };
}
