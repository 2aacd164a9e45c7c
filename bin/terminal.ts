/** What the launcher prints: one line a step, a bar for long work, a table at the end. */
import { styleText } from 'node:util';

export type Say = (sentence: string) => void;

const isTerminal = process.stdout.isTTY === true;
const width = () => Math.min(process.stdout.columns ?? 100, 120);

/** Prints one line for good. */
export function line(text = ''): void {
  clearLive();
  process.stdout.write(`${text}\n`);
}

/** Rewrites the last line while work is under way; without a terminal it prints nothing. */
export function live(text: string): void {
  if (!isTerminal) return;
  clearLive();
  process.stdout.write(text.slice(0, width() - 1));
  liveShown = true;
}

let liveShown = false;

function clearLive(): void {
  if (liveShown) process.stdout.write('\r\u001b[2K');
  liveShown = false;
}

/** Without a terminal a long step says now and then what it is doing; a short one says nothing. */
const quietForMs = 15_000;

/** Runs a step, shows what it says meanwhile, and prints how long it took. */
export async function step<Result>(
  title: string,
  work: (say: Say) => Promise<Result>,
  outcome: (result: Result) => string = () => title,
): Promise<Result> {
  const startedAt = performance.now();
  let saidAt = startedAt;
  live(`… ${title}`);
  const result = await work((sentence) => {
    live(`… ${title}: ${sentence}`);
    if (isTerminal || performance.now() - saidAt < quietForMs) return;
    saidAt = performance.now();
    line(`  ${sentence}`);
  });
  const mark = styleText('green', '✔');
  line(`${mark} ${outcome(result).padEnd(60)} ${duration(performance.now() - startedAt)}`);
  return result;
}

/** 0.6 s, 12 s, 3 min 12 s. */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** A bar with its figures: ████░░ 33/40. */
export function bar(title: string, done: number, total: number, rest = ''): string {
  const cells = 24;
  const filled = total === 0 ? cells : Math.min(cells, Math.round((done / total) * cells));
  return `  ${title}  ${'█'.repeat(filled)}${'░'.repeat(cells - filled)}  ${done}/${total}   ${rest}`;
}

export type Column = { readonly title: string; readonly align?: 'right' };

/** A table with columns as wide as their widest cell. What others wrote cannot steer the terminal. */
export function table(columns: readonly Column[], given: readonly (readonly string[])[]): void {
  const rows = given.map((row) => row.map((cell) => cell.replaceAll(/\p{Cc}/gu, ' ')));
  const widths = columns.map(({ title }, index) =>
    Math.max(title.length, ...rows.map((row) => displayWidth(row[index] ?? ''))),
  );
  const format = (cells: readonly string[]) =>
    cells
      .map((cell, index) => {
        const padding = ' '.repeat(Math.max(0, (widths[index] ?? 0) - displayWidth(cell)));
        return columns[index]?.align === 'right' ? padding + cell : cell + padding;
      })
      .join('   ')
      .trimEnd();
  line(styleText('bold', format(columns.map(({ title }) => title))));
  for (const row of rows) line(format(row));
}

/** Chinese, Japanese and Korean characters take two cells. */
function displayWidth(text: string): number {
  const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/u;
  return Array.from(text).reduce((sum, character) => sum + (wide.test(character) ? 2 : 1), 0);
}

/** The end of a command that cannot go on: what is wrong, what to do, and a non-zero exit. */
export function fail(sentence: string, hint = '', details = ''): void {
  clearLive();
  process.stderr.write(`${styleText('red', '✖')} ${sentence}\n`);
  for (const text of [details, hint].filter(Boolean)) {
    process.stderr.write(`${text.replaceAll(/^/gm, '  ')}\n`);
  }
}
