import type { LocalDate } from '../calendar.ts';
import { parseDate, parseMonths } from './contract-fields.ts';
import { monthsBefore } from './first-bill.ts';
import type { DateSource, Notation, Source } from './mapping.ts';
import { type Parsed, quoted } from './parsed.ts';
import { labelOf, type Row, textFrom } from './source.ts';

/** Reads the fields of one row and remembers every reason why it cannot be taken. */
export class RowFields {
  readonly reasons: string[] = [];
  private readonly row: Row;
  private readonly billFrom: LocalDate;
  private readonly notation: Notation;

  constructor(row: Row, { billFrom, notation }: { billFrom: LocalDate; notation: Notation }) {
    this.row = row;
    this.billFrom = billFrom;
    this.notation = notation;
  }

  /** A field that must be there. The stand-in only lets the other fields be looked at too. */
  need<T>(field: string, source: Source, parse: (text: string) => Parsed<T>, standIn: T): T {
    const text = this.text(field, source);
    if (text === '') return this.reject(labelOf(source, field), 'is empty', standIn);
    return text === null ? standIn : this.parsed(labelOf(source, field), parse(text), standIn);
  }

  /** A field that may be missing or empty, with what it then is. */
  take<T, Otherwise>(
    field: string,
    source: Source | undefined,
    parse: (text: string) => Parsed<T>,
    otherwise: Otherwise,
  ): T | Otherwise {
    const text = source === undefined ? null : this.text(field, source);
    if (source === undefined || text === null || text === '') return otherwise;
    return this.parsed<T | Otherwise>(labelOf(source, field), parse(text), otherwise);
  }

  /** A date that may be missing or empty. */
  date(field: string, source: DateSource | undefined): LocalDate | null {
    if (typeof source === 'object' && 'monthsBefore' in source) {
      const months = this.take(field, source.monthsBefore, parseMonths, null);
      return months === null ? null : monthsBefore(this.billFrom, months);
    }
    return this.take(field, source, (text) => parseDate(text, this.notation.dateFormat), null);
  }

  /** A date that must be there. */
  needDate(field: string, source: DateSource): LocalDate {
    const before = this.reasons.length;
    const date = this.date(field, source);
    if (date !== null) return date;
    const said = this.reasons.length > before;
    return said ? this.billFrom : this.reject(labelOf(source, field), 'is empty', this.billFrom);
  }

  /** Texts that nobody looks into; empty ones are left out. */
  attributes(
    sources: Readonly<Record<string, Source>>,
    parse: (text: string) => Parsed<string>,
  ): Record<string, string> {
    const read = Object.entries(sources).map(
      ([name, source]) => [name, this.take(`attribute ${name}`, source, parse, '')] as const,
    );
    return Object.fromEntries(read.filter(([, text]) => text !== ''));
  }

  /** Adds a reason about several fields together. */
  refuse(reason: string): void {
    this.reasons.push(reason);
  }

  private text(field: string, source: Source): string | null {
    return this.parsed<string | null>(labelOf(source, field), textFrom(source, this.row), null);
  }

  private parsed<T>(label: string, result: Parsed<T>, standIn: T): T {
    return 'fault' in result ? this.reject(label, result.fault, standIn) : result.value;
  }

  private reject<T>(label: string, fault: string, standIn: T): T {
    this.reasons.push(`${quoted(label)}: ${fault}`);
    return standIn;
  }
}
