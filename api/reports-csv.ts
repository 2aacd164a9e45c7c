/** Tables as CSV that a program can read and a spreadsheet can open without harm. */

/** A cell: text that somebody may have made up, or figures and codes of our own. */
export type Cell = { readonly text: string } | string;

/**
 * Header and rows as RFC 4180 writes them, in UTF-8. Text that a spreadsheet would take for a
 * formula gets an apostrophe before it (OWASP, "CSV Injection"); our own figures do not, so that
 * an amount below nothing stays a number.
 */
export function csvOf(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [header, ...rows].map((cells) => `${cells.map(cellOf).join(',')}\r\n`).join('');
}

/**
 * Where a formula would begin, also in the wide signs of some scripts: at the start, and after
 * whatever a spreadsheet may take for the end of a cell, such as the semicolon in much of Europe.
 */
const formulaStart = /(?<=(?:^|[;\t\r\n])\s*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/gu;

function cellOf(cell: Cell): string {
  const text = typeof cell === 'string' ? cell : cell.text.replaceAll(formulaStart, "'");
  return /[",;\s]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
