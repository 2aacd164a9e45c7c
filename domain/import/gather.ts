/**
 * Gathers the rows of a file to a book. Rows of one customer must agree with each other, and one
 * bad row keeps its whole customer out: nobody is billed for half of what they have.
 */
import type { Book, BookContract, BookCustomer, BookLine, BookService } from './book.ts';
import { quoted } from './parsed.ts';
import { type ImportContext, type RowEntry, readRow } from './read-row.ts';
import { type Row, textFrom } from './source.ts';

export type BadRow = {
  readonly row: Row;
  readonly reasons: readonly string[];
  /** Nothing is wrong with the row itself: it is left out with its customer. */
  readonly isLeftOut: boolean;
};

export type Gathered = {
  readonly rows: number;
  readonly bad: readonly BadRow[];
  /** What the good rows come to. */
  readonly book: Pick<Book, 'services' | 'customers' | 'contracts'>;
};

/** Something the file says more than once, with the line that said it first. */
type Said<T> = { readonly value: T; readonly line: number };

type Taken = { readonly row: Row; readonly entry: RowEntry };

export class Gathering {
  private readonly context: ImportContext;
  private readonly taken: Taken[] = [];
  private readonly bad: BadRow[] = [];
  /** Customers that a bad row keeps out, with the line of that row. */
  private readonly spoiled = new Map<string, number>();
  private readonly customers = new Map<string, Said<BookCustomer>>();
  private readonly contracts = new Map<string, Said<RowEntry['contract']>>();
  private readonly services = new Map<string, Said<BookService>>();
  private readonly lines = new Map<string, Said<BookLine>>();

  constructor(context: ImportContext) {
    this.context = context;
  }

  add(row: Row): void {
    const reading = readRow(row, this.context);
    if ('reasons' in reading) {
      this.reject(row, reading.customer, reading.reasons);
      return;
    }
    const { entry } = reading;
    const reasons = this.contradictions(entry, row.line);
    if (reasons.length > 0) this.reject(row, entry.customer.number, reasons);
    else this.taken.push({ row, entry });
  }

  /** A row whose cells may stand under the wrong columns; its customer's number is believed. */
  addMisshapen(row: Row, reason: string): void {
    const number = textFrom(this.context.mapping.customer.number, row);
    this.reject(row, 'value' in number && number.value !== '' ? number.value : null, [reason]);
  }

  get isEmpty(): boolean {
    return this.taken.length === 0 && this.bad.length === 0;
  }

  finish(): Gathered {
    const isSpoiled = ({ entry }: Taken) => this.spoiled.has(entry.customer.number);
    const leftOut = this.taken.filter(isSpoiled).map(({ row, entry }): BadRow => {
      const { number } = entry.customer;
      const line = this.spoiled.get(number) ?? 0;
      const reason = `left out with customer ${quoted(number)}, whose line ${line} is bad`;
      return { row, reasons: [reason], isLeftOut: true };
    });
    return {
      rows: this.taken.length + this.bad.length,
      bad: [...this.bad, ...leftOut].sort((one, other) => one.row.line - other.row.line),
      book: bookOf(this.taken.filter((taken) => !isSpoiled(taken)).map(({ entry }) => entry)),
    };
  }

  private reject(row: Row, customer: string | null, reasons: readonly string[]): void {
    this.bad.push({ row, reasons, isLeftOut: false });
    if (customer !== null && !this.spoiled.has(customer)) this.spoiled.set(customer, row.line);
  }

  /** What the row says otherwise than an earlier one. */
  private contradictions({ customer, contract, services, lines }: RowEntry, line: number) {
    const itsContract = `${customer.number} ${contract.number}`;
    return [
      ...differences('customer', this.customers, customer.number, customer, line),
      ...differences('contract', this.contracts, itsContract, contract, line),
      ...services.flatMap((service) =>
        differences('service', this.services, service.code, service, line),
      ),
      ...lines.flatMap((item) => this.repetition(itsContract, item, line)),
    ];
  }

  /** The same service twice in one contract is a row that got in twice, not a second order. */
  private repetition(contract: string, item: BookLine, line: number): string[] {
    const key = JSON.stringify([contract, item.service, item.description, item.fromOn]);
    const first = this.lines.get(key);
    if (first === undefined) {
      this.lines.set(key, { value: item, line });
      return [];
    }
    const service = quoted(item.service);
    return [
      `the contract has the service ${service} already, in line ${first.line}: ` +
        'for more than one, give a quantity; for two different ones, a description',
    ];
  }
}

function differences<T extends object>(
  what: string,
  known: Map<string, Said<T>>,
  key: string,
  value: T,
  line: number,
): string[] {
  const first = known.get(key);
  if (first === undefined) {
    known.set(key, { value, line });
    return [];
  }
  return Object.entries(value)
    .filter(([field, is]) => {
      // Follows from the others, so it says nothing of its own.
      if (field === 'nextBillOn') return false;
      const was = Reflect.get(first.value, field);
      return JSON.stringify(was) !== JSON.stringify(is);
    })
    .map(
      ([field]) => `the ${what} ${quoted(key)} has another ${words(field)} in line ${first.line}`,
    );
}

const spoken: Readonly<Record<string, string>> = { names: 'name', isBusiness: 'business' };

/** postalCode → postal code. */
function words(field: string): string {
  return (spoken[field] ?? field).replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function bookOf(entries: readonly RowEntry[]): Gathered['book'] {
  const customers = new Map<string, BookCustomer>();
  const services = new Map<string, BookService>();
  const contracts = new Map<string, Omit<BookContract, 'lines'> & { lines: BookLine[] }>();
  for (const entry of entries) {
    const { customer, contract } = entry;
    const key = `${customer.number} ${contract.number}`;
    customers.set(customer.number, customer);
    for (const service of entry.services) services.set(service.code, service);
    const known = contracts.get(key);
    if (known) known.lines.push(...entry.lines);
    else contracts.set(key, { ...contract, lines: [...entry.lines] });
  }
  return {
    customers: [...customers.values()],
    services: [...services.values()],
    contracts: [...contracts.values()],
  };
}
