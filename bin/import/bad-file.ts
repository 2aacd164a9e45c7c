import { writeFile } from 'node:fs/promises';
import { refuse } from '../../domain/errors.ts';
import type { BadRow } from '../../domain/import/gather.ts';
import { csvLine } from './csv-line.ts';

/** Columns that the bad file has beyond its source's; an import of it passes over them. */
export const badFileColumns = ['fairbill_line', 'fairbill_reason'] as const;

export type BadFile = {
  readonly path: string;
  readonly header: readonly string[];
  readonly delimiter: string;
  readonly bad: readonly BadRow[];
};

/**
 * Writes the bad rows as they were, with their line and what is wrong with them, so that they can
 * be mended in place and imported again.
 */
export async function writeBadFile({ path, header, delimiter, bad }: BadFile): Promise<void> {
  const kept = header.filter((column) => !badFileColumns.some((own) => own === column));
  const rows = bad.map(({ row, reasons }) => [
    ...kept.map((column) => row.cells.get(column) ?? ''),
    String(row.line),
    reasons.join('; '),
    ...(row.surplus ?? []),
  ]);
  const text = [[...kept, ...badFileColumns], ...rows]
    .map((cells) => csvLine(cells, delimiter))
    .join('');
  try {
    await writeFile(path, text);
  } catch {
    refuse('import_invalid', `The bad rows cannot be written to ${path}: see --bad-file.`);
  }
}
