/** From a row of a file to the text that a mapping wants from it. */
import { type DateSource, placeholder, type Source } from './mapping.ts';
import { faulty, type Parsed, parsed, quoted } from './parsed.ts';

/** A row of a file: the line it begins in, and its cells by their column's name. */
export type Row = {
  readonly line: number;
  readonly cells: ReadonlyMap<string, string>;
  /** Cells beyond the last column. */
  readonly surplus?: readonly string[];
};

/** What the row says, without blanks around it and in one Unicode form; empty for nothing. */
export function textFrom(source: Source, row: Row): Parsed<string> {
  if (typeof source === 'string') return parsed(cellText(row, source));
  if ('constant' in source) return parsed(source.constant);
  if ('template' in source) {
    const text = source.template.replaceAll(placeholder, (_, column: string) =>
      cellText(row, column),
    );
    return parsed(text.trim());
  }
  const text = cellText(row, source.column) || (source.default ?? '');
  if (source.values === undefined || text === '') return parsed(text);
  const value = Object.hasOwn(source.values, text) ? source.values[text] : undefined;
  if (value !== undefined) return parsed(value);
  const known = Object.keys(source.values).map(quoted).join(', ');
  return faulty(`${quoted(text)} is none of the texts that the mapping knows: ${known}`);
}

/** What a person calls the source: the column where there is one, else the field. */
export function labelOf(source: DateSource, field: string): string {
  if (typeof source === 'string') return source;
  if ('column' in source) return source.column;
  if ('monthsBefore' in source) return source.monthsBefore;
  return field;
}

/** The text of a cell: NFC, so that two ways to write one letter are the same customer. */
export function cellText(row: Row, column: string): string {
  return (row.cells.get(column) ?? '').normalize('NFC').trim();
}
