import type { Client } from '@temporalio/client';
import { WorkflowFailedError } from '@temporalio/client';
import type { EntityManager } from '@mikro-orm/postgresql';
import { putBankFile } from '../../db/bank-inbox.ts';
import {
  type BankImportProgress,
  bankImportQuery,
  type BankImportResult,
  bankImportWorkflowId,
} from '../../workflows/messages.ts';
import { bankImportStartOptions } from '../../workflows/start-options.ts';
import { LauncherError, wordsOf } from '../embedded/launcher-error.ts';
import { line, live } from '../terminal.ts';

export type FileToImport = {
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly seller: string | null;
};

const importedBy = 'import:bank';
const pollEveryMs = 200;

/** After so long somebody wants to know what it waits for, in milliseconds. */
const patienceMs = 10_000;

/** Puts the file into the inbox, has it imported by its workflow, and shows how far it is. */
export async function importBankFile(
  em: EntityManager,
  client: Client,
  { bytes, name, seller }: FileToImport,
): Promise<BankImportResult> {
  const receivedAt = new Date();
  const { fileId } = await putBankFile(em, { bytes, name, receivedBy: importedBy, receivedAt });
  const input = { fileId, seller, importedBy };
  await client.workflow.start('bankImport', bankImportStartOptions(input));
  const handle = client.workflow.getHandle<() => Promise<BankImportResult>>(
    bankImportWorkflowId(input),
  );
  let isDone = false;
  const finished = handle.result().finally(() => {
    isDone = true;
  });
  finished.catch(() => undefined);
  const begunMs = performance.now();
  let heard = false;
  for (let told = false; !isDone; ) {
    const progress = await Promise.race([
      handle.query(bankImportQuery).catch(() => null),
      finished,
    ]);
    if (progress && 'doing' in progress) {
      heard = true;
      live(inWords(progress));
    }
    if (!heard && !told && performance.now() - begunMs > patienceMs) {
      line(
        'The file is with Temporal and waits for a worker; npm start has one, or npm run worker.',
      );
      told = true;
    }
    await Promise.race([finished, new Promise((resolve) => setTimeout(resolve, pollEveryMs))]);
  }
  return finished.catch((error: unknown) => {
    throw sentenceOf(error);
  });
}

function inWords({ doing, matched, unmatched, reported }: BankImportProgress): string {
  return `… ${doing}: ${matched} matched, ${unmatched} for a person, ${reported} reported`;
}

function sentenceOf(error: unknown): unknown {
  if (!(error instanceof WorkflowFailedError)) return error;
  const refusal = error.cause?.cause ?? error.cause;
  return new LauncherError(
    `The import ended: ${wordsOf(refusal)}`,
    'Nothing of the file was kept, or all of it; importing it again is safe.',
    '',
    { cause: error },
  );
}
