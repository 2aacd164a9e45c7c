/** How a foreign CSV file is read: which of its columns is what. Written by people, as JSON. */
import type { BookSeller } from './book.ts';

/** A column whose text is taken as it is, or translated by a list. */
export type ColumnSource = {
  readonly column: string;
  /** What each text in the column stands for; a text that is not listed makes a bad row. */
  readonly values?: Readonly<Record<string, string>> | undefined;
  /** Stands in for an empty cell. */
  readonly default?: string | undefined;
  /** The file may lack the column; it then counts as empty. */
  readonly optional?: boolean | undefined;
};

/** Where a text comes from. A bare string is the name of a column. */
export type Source =
  | string
  | ColumnSource
  | { readonly constant: string }
  /** Text with `{column}` in it. */
  | { readonly template: string };

/** A date may also be a column of whole months, counted back from the first day to be billed. */
export type DateSource = Source | { readonly monthsBefore: string };

export type CustomerMapping = {
  readonly number: Source;
  readonly name: Source;
  readonly email: Source;
  readonly country: Source;
  /** These three are the seller's unless the file says otherwise. */
  readonly language?: Source | undefined;
  readonly timeZone?: Source | undefined;
  readonly currency?: Source | undefined;
  readonly business?: Source | undefined;
  readonly vatNumber?: Source | undefined;
  readonly addressLine?: Source | undefined;
  readonly postalCode?: Source | undefined;
  readonly city?: Source | undefined;
  readonly customerSince?: DateSource | undefined;
  readonly paymentMethod?: Source | undefined;
  readonly attributes?: Readonly<Record<string, Source>> | undefined;
};

export type ContractMapping = {
  /** The customer's number unless the file says otherwise. */
  readonly number?: Source | undefined;
  readonly kind?: Source | undefined;
  readonly startsOn: DateSource;
  /** The day that cuts the periods; the contract's first unless the file says otherwise. */
  readonly anchorOn?: DateSource | undefined;
  readonly endsOn?: DateSource | undefined;
  readonly interval: Source;
  readonly terms?: Source | undefined;
  readonly ladder?: Source | undefined;
  readonly attributes?: Readonly<Record<string, Source>> | undefined;
};

export type LineMapping = {
  /** The row has this line only when the column holds one of these texts. */
  readonly when?: { readonly column: string; readonly is: readonly string[] } | undefined;
  readonly service: Source;
  /** The service's name in the seller's language. */
  readonly name: Source;
  readonly taxCategory?: Source | undefined;
  readonly price: Source;
  readonly quantity?: Source | undefined;
  readonly description?: Source | undefined;
  readonly priceVersion?: Source | undefined;
  readonly fromOn?: DateSource | undefined;
  readonly toOn?: DateSource | undefined;
};

export const dateFormats = ['YYYY-MM-DD', 'DD.MM.YYYY', 'DD/MM/YYYY', 'MM/DD/YYYY'] as const;

/** How the file writes things down. */
export type Notation = {
  readonly delimiter: string;
  readonly dateFormat: (typeof dateFormats)[number];
  readonly decimalSeparator: '.' | ',';
};

export type Mapping = Notation & {
  /** Saved with the file; without it the file is for a seller who is there already. */
  readonly seller?: BookSeller | undefined;
  /** What becomes of columns that the mapping does not name. */
  readonly otherColumns: 'ignore' | 'customer_attributes';
  readonly customer: CustomerMapping;
  readonly contract: ContractMapping;
  readonly lines: readonly LineMapping[];
};

/** The columns that a file must have, and those that it may have, in the order of the mapping. */
export function columnsOf(mapping: Mapping): { required: string[]; optional: string[] } {
  const named = sourcesOf(mapping).flatMap(columnsOfSource);
  const required = new Set(named.filter(({ optional }) => !optional).map(({ name }) => name));
  const optional = named.map(({ name }) => name).filter((name) => !required.has(name));
  return { required: [...required], optional: [...new Set(optional)] };
}

/** Whether some date of the mapping hangs on the first day to be billed. */
export function countsMonths(mapping: Mapping): boolean {
  return sourcesOf(mapping).some(
    (source) => typeof source === 'object' && 'monthsBefore' in source,
  );
}

export const placeholder = /\{([^{}]+)\}/g;

type AnySource = DateSource | NonNullable<LineMapping['when']>;

function sourcesOf({ customer, contract, lines }: Mapping): AnySource[] {
  const { attributes: ofCustomer = {}, ...customerFields } = customer;
  const { attributes: ofContract = {}, ...contractFields } = contract;
  const sources = [
    ...[customerFields, ofCustomer, contractFields, ofContract].flatMap(valuesOf),
    ...lines.flatMap(valuesOf),
  ];
  return sources.filter((source) => source !== undefined);
}

function valuesOf(part: Readonly<Record<string, AnySource | undefined>>) {
  return Object.values(part);
}

function columnsOfSource(source: AnySource): { name: string; optional: boolean }[] {
  if (typeof source === 'string') return [{ name: source, optional: false }];
  if ('constant' in source) return [];
  if ('monthsBefore' in source) return [{ name: source.monthsBefore, optional: false }];
  if ('template' in source) {
    return [...source.template.matchAll(placeholder)].map(([, name = '']) => ({
      name,
      optional: false,
    }));
  }
  return [{ name: source.column, optional: 'optional' in source && source.optional === true }];
}
