import { refuse } from '../../domain/errors.ts';
import { columnsOf, type Mapping } from '../../domain/import/mapping.ts';
import { quoted } from '../../domain/import/parsed.ts';
import { badFileColumns } from './bad-file.ts';

/**
 * The names of a file's columns. Refuses a header that lacks one the mapping needs, and one with
 * the same name twice, whose cells nobody could tell apart.
 */
export function readHeader(cells: readonly string[], mapping: Mapping): string[] {
  const header = cells.map((cell) => cell.trim());
  const twice = header.find((name, index) => name !== '' && header.indexOf(name) !== index);
  if (twice !== undefined) {
    refuse('import_invalid', `The file has two columns called ${quoted(twice)}.`);
  }
  const missing = columnsOf(mapping).required.filter((name) => !header.includes(name));
  if (missing.length > 0) {
    const names = missing.map(quoted).join(', ');
    const what = missing.length === 1 ? 'no column' : 'no columns';
    const has = header.filter((name) => name !== '').map(quoted);
    const end = has.length === 1 ? ': is the delimiter another one?' : '.';
    refuse(
      'import_invalid',
      `The file has ${what} ${names}. Its columns are ${has.join(', ')}${end}`,
    );
  }
  return header;
}

/** Columns that the mapping does not name. */
export function unnamedColumns(header: readonly string[], mapping: Mapping): string[] {
  const { required, optional } = columnsOf(mapping);
  const named = new Set<string>([...required, ...optional, ...badFileColumns, '']);
  return header.filter((name) => !named.has(name));
}
