/** What an import tells the person at the terminal when it is over. */
import type { BookReport } from '../../db/book.ts';
import type { BadRow } from '../../domain/import/gather.ts';
import { quoted } from '../../domain/import/parsed.ts';
import { line } from '../terminal.ts';
import type { ImportResult } from './import-file.ts';

/** A screenful; the bad file has them all. */
const shownAtMost = 20;

export function showBadRows(bad: readonly BadRow[], badFile: string): void {
  for (const { row, reasons } of bad.slice(0, shownAtMost)) {
    line(`  line ${row.line}: ${reasons.join('; ')}`);
  }
  if (bad.length > shownAtMost) line(`  … and ${count(bad.length - shownAtMost)} more`);
  line(`  All of them, as they were and with the reasons, are in ${badFile}.`);
}

export function showReport(report: BookReport): void {
  for (const [name, tally] of Object.entries(report)) {
    const { new: fresh, changed, unchanged } = tally;
    if (fresh + changed + unchanged === 0) continue;
    line(
      `  ${name.padEnd(10)} ${count(fresh).padStart(8)} new ${count(changed).padStart(8)} changed ` +
        `${count(unchanged).padStart(8)} unchanged`,
    );
  }
}

export function showOtherColumns({ otherColumns }: ImportResult): void {
  if (otherColumns.length === 0) return;
  line(`  Kept as the customers' attributes: ${otherColumns.map(quoted).join(', ')}.`);
}

/** 1 row, 7,043 rows. */
export function rowsOf(number: number, what = 'row'): string {
  return `${count(number)} ${what}${number === 1 ? '' : 's'}`;
}

function count(number: number): string {
  return number.toLocaleString('en');
}
