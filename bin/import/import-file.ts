/** The import itself: a file in, a report out, and the database changed wholly or not at all. */
import { stat } from 'node:fs/promises';
import type { EntityManager } from '@mikro-orm/postgresql';
import { type BookReport, saveBook } from '../../db/book.ts';
import { newestLadders, sellerToImportFor } from '../../db/book-target.ts';
import { type LocalDate, localDateAt } from '../../domain/calendar.ts';
import { refuse } from '../../domain/errors.ts';
import type { Book } from '../../domain/import/book.ts';
import { isInEveryMonth } from '../../domain/import/first-bill.ts';
import { type BadRow, Gathering } from '../../domain/import/gather.ts';
import { countsMonths, type Mapping } from '../../domain/import/mapping.ts';
import type { ImportContext } from '../../domain/import/read-row.ts';
import { standardLadder } from '../../domain/standard-ladder.ts';
import { readCsv } from './csv-file.ts';
import { readHeader, unnamedColumns } from './header.ts';

export type ImportRequest = {
  readonly file: string;
  readonly mapping: Mapping;
  /** The code of a seller who is there already. */
  readonly seller: string | null;
  readonly billFrom: LocalDate | null;
  readonly skipBad: boolean;
  /** Does everything and takes it back at the end. */
  readonly dryRun: boolean;
  readonly nowMs: number;
};

export type Progress = {
  /** Bytes of the file that were read, or rows that were saved, of how many. What it throws ends the import. */
  (doing: 'reading' | 'saving', done: number, total: number): void;
};

export type ImportResult = {
  readonly seller: string;
  readonly billFrom: LocalDate;
  readonly header: readonly string[];
  /** Columns that no mapping names and that were kept as the customers' attributes. */
  readonly otherColumns: readonly string[];
  readonly rows: number;
  readonly bad: readonly BadRow[];
  /** What became of the book; null when bad rows kept all of it out. */
  readonly report: BookReport | null;
};

/**
 * Imports a file in one transaction. Bad rows keep everything out unless `skipBad`, which leaves
 * out their customers only. Throws a RefusalError for what is wrong with the file as a whole.
 */
export async function importFile(
  em: EntityManager,
  request: ImportRequest,
  progress: Progress,
): Promise<ImportResult> {
  const target = await readTarget(em, request);
  const { header, otherColumns, gathering } = await readFile(request, target, progress);
  const { rows, bad, book } = gathering.finish();
  const isWanted = bad.length === 0 || request.skipBad;
  const wholeBook = { ...book, sellers: target.sellers, ladders: target.newLadders };
  return {
    seller: target.seller.code,
    billFrom: target.billFrom,
    header,
    otherColumns,
    rows,
    bad,
    report: isWanted ? await save(em, wholeBook, request, progress) : null,
  };
}

type Target = Pick<ImportContext, 'seller' | 'billFrom' | 'ladders'> & {
  /** The seller, when the mapping describes one. */
  readonly sellers: Book['sellers'];
  readonly newLadders: Book['ladders'];
};

async function readTarget(em: EntityManager, request: ImportRequest): Promise<Target> {
  const { mapping, nowMs } = request;
  const described = mapping.seller;
  if (described && request.seller !== null && request.seller !== described.code) {
    refuse(
      'import_invalid',
      `The mapping describes the seller ${described.code}, and --seller says ${request.seller}: ` +
        'leave out one of them.',
    );
  }
  if (countsMonths(mapping)) assertBillFrom(request.billFrom);
  const seller = described ?? (await sellerToImportFor(em, request.seller));
  const ladders = await newestLadders(em, seller.code);
  const newLadders = ladders.has(standardLadder.code)
    ? []
    : [{ ...standardLadder, seller: seller.code }];
  for (const { code, version } of newLadders) ladders.set(code, version);
  return {
    seller,
    billFrom: request.billFrom ?? localDateAt(nowMs, seller.timeZone),
    ladders,
    sellers: described ? [described] : [],
    newLadders,
  };
}

function assertBillFrom(billFrom: LocalDate | null): void {
  if (billFrom === null) {
    refuse(
      'import_invalid',
      'The mapping counts months back from the first day to be billed: say which one, with ' +
        '--bill-from YYYY-MM-DD, and give the same one when you import the file again.',
    );
  }
  if (!isInEveryMonth(billFrom)) {
    refuse(
      'import_invalid',
      `The mapping counts months back from ${billFrom}, and not every month has that day: ` +
        'choose one from the 1st to the 28th.',
    );
  }
}

async function readFile(request: ImportRequest, target: Target, progress: Progress) {
  const { file, mapping } = request;
  const { size } = await stat(file).catch(() => ({ size: 0 }));
  let bytes = 0;
  const onBytes = (more: number) => {
    bytes += more;
    progress('reading', bytes, size);
  };
  const rows = readCsv(file, { delimiter: mapping.delimiter, onBytes });
  const first = await rows.next();
  if (first.done) return refuse('import_invalid', `The file ${file} is empty.`);
  const header = readHeader(first.value.cells, mapping);
  const unnamed = unnamedColumns(header, mapping);
  const otherColumns = mapping.otherColumns === 'ignore' ? [] : unnamed;
  const gathering = new Gathering({ ...target, mapping, otherColumns });
  for await (const { line, cells } of rows) {
    const named = new Map(header.map((name, index) => [name, cells[index] ?? '']));
    const row = { line, cells: named, surplus: cells.slice(header.length) };
    if (cells.length === header.length) gathering.add(row);
    else {
      const reason = `the row has ${cells.length} cells, and the header has ${header.length}`;
      gathering.addMisshapen(row, reason);
    }
  }
  if (gathering.isEmpty) {
    refuse('import_invalid', `The file ${file} has a header and no rows below it.`);
  }
  return { header, otherColumns, gathering };
}

async function save(
  em: EntityManager,
  book: Book,
  { billFrom, dryRun }: ImportRequest,
  progress: Progress,
): Promise<BookReport> {
  const total = book.customers.length + book.contracts.length;
  let saved = 0;
  const options = {
    keepNextBill: billFrom === null,
    onPage: (rows: number) => {
      saved += rows;
      progress('saving', saved, total);
    },
  };
  if (!dryRun) return saveBook(em, book, options);
  const trial = em.fork();
  await trial.begin();
  try {
    return await saveBook(trial, book, options);
  } finally {
    await trial.rollback();
  }
}
