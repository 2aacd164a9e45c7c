/** A bank's file, read: its statements, and under which id each payment in it is known for ever. */
import { createHash } from 'node:crypto';
import { readCamt053 } from '../domain/bank/camt053.ts';
import { entryKeys } from '../domain/bank/entry-key.ts';
import type { BankStatement, StatementEntry } from '../domain/bank/statement.ts';
import { readXml } from './bank-xml.ts';

export type KnownEntry = StatementEntry & {
  /** The same for the same entry in whatever file it comes; other entries have others. */
  readonly paymentId: string;
};

export type KnownStatement = Omit<BankStatement, 'entries'> & {
  readonly entries: readonly KnownEntry[];
};

/** Reads camt.053. Refuses `statement_invalid` as a whole when anything in it is wrong. */
export function readStatementFile(bytes: Uint8Array): KnownStatement[] {
  const statements = readCamt053(readXml(bytes));
  const keys = entryKeys(statements);
  return statements.map((statement, at) => ({
    ...statement,
    entries: statement.entries.map((entry, place) => ({
      ...entry,
      paymentId: `bank-${sha256(keys[at]?.[place] ?? '').slice(0, 32)}`,
    })),
  }));
}

/** The name of a file by what is in it, whatever it is called. */
export function fingerprintOf(bytes: Uint8Array): string {
  return sha256(bytes);
}

/** In hexadecimal; half of it, 128 bits, tells apart more payments than there will ever be. */
function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
