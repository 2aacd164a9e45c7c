/** Reads a CSV file row by row, whatever its size; what is wrong with it becomes a sentence. */
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { RefusalError, refuse } from '../../domain/errors.ts';
import { quoted } from '../../domain/import/parsed.ts';

export type CsvRow = { readonly line: number; readonly cells: readonly string[] };

export type CsvOptions = {
  readonly delimiter: string;
  /** Hears how many bytes were read. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
};

/** A row longer than this is a quotation mark that nobody closed. */
const longestRowBytes = 1_000_000;

/**
 * The rows of a file, its header first, each with the line that it begins in; empty lines are
 * left out. Throws `import_invalid` for a file that cannot be read, is no UTF-8, or is no CSV.
 */
export async function* readCsv(path: string, options: CsvOptions): AsyncGenerator<CsvRow> {
  let nextLine = 1;
  const begins = new WeakMap<readonly string[], number>();
  const parser = parse({
    delimiter: options.delimiter,
    // The parser's own search takes the first line's end for all; files glued together mix them.
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    max_record_size: longestRowBytes,
    // Counted here: the parser takes a line break within quotes for two when it is CR LF.
    on_record: (cells) => {
      begins.set(cells, nextLine);
      nextLine += 1 + cells.reduce((breaks, cell) => breaks + lineBreaks(cell), 0);
      return cells;
    },
  });
  const text = Readable.from(decoded(path, options.onBytes));
  text.on('error', (error) => parser.destroy(error));
  try {
    for await (const cells of text.pipe(parser) as AsyncIterable<string[]>) {
      const line = begins.get(cells) ?? nextLine;
      if (cells.some((cell) => cell.trim() !== '')) yield { line, cells };
    }
  } catch (error) {
    if (error instanceof CsvError) throw refusalOf(error, nextLine);
    throw unreadable(error, path) ?? error;
  } finally {
    text.destroy();
  }
}

async function* decoded(path: string, onBytes: CsvOptions['onBytes']): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let lines = 1;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    const text = decodedOr(() => decoder.decode(chunk, { stream: true }), chunk, lines);
    yield text;
    lines += lineBreaks(text);
    onBytes?.(chunk.byteLength);
  }
  yield decodedOr(() => decoder.decode(), new Uint8Array(), lines);
}

/** The text; what is no text is refused with the line in which it stops being one. */
function decodedOr(decode: () => string, chunk: Uint8Array, linesBefore: number): string {
  let text: string | null = null;
  try {
    text = decode();
  } catch {
    // Not UTF-8. The place is found below, where a decoder that forgives marks it.
  }
  // UTF-16 without its mark passes for UTF-8 with a NUL at every other place.
  if (text !== null && !text.includes('\0')) return text;
  const [before = ''] = new TextDecoder().decode(chunk).split(/[\0\ufffd]/, 1);
  return refuse(
    'import_invalid',
    `The file is not UTF-8 text (line ${linesBefore + lineBreaks(before)}). ` +
      'Save it as “CSV UTF-8” and try again.',
  );
}

function lineBreaks(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}

function refusalOf(error: CsvError, line: number): Error {
  const place = `Line ${line}`;
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return refusal(`${place}: a quotation mark is opened and never closed.`);
    case 'CSV_MAX_RECORD_SIZE':
      return refusal(
        `${place}: the row is longer than a million bytes. Is a quotation mark left open?`,
      );
    case 'INVALID_OPENING_QUOTE':
    case 'CSV_INVALID_CLOSING_QUOTE':
      return refusal(
        `${place}: a quotation mark stands in the middle of a cell. A cell with quotation marks ` +
          'is enclosed in them, and each within it is doubled.',
      );
    default:
      return refusal(`${place}: this is no CSV that can be read (${quoted(error.message)}).`);
  }
}

function refusal(detail: string): RefusalError {
  return new RefusalError({ code: 'import_invalid', detail });
}

function unreadable(error: unknown, path: string): RefusalError | undefined {
  if (!(error instanceof Error && 'code' in error)) return undefined;
  switch (error.code) {
    case 'ENOENT':
      return refusal(`There is no file ${path}.`);
    case 'EISDIR':
      return refusal(`${path} is a folder, not a file.`);
    case 'EACCES':
      return refusal(`${path} may not be read by this user.`);
    default:
      return undefined;
  }
}
