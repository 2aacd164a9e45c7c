/**
 * The inbox for files of banks. A file is put here by whoever received it, the API or a command,
 * and read by the activities, because what is in it must not go through Temporal: it is full of
 * names. It is no business row yet, and nothing but an import makes it one.
 */
import type { EntityManager } from '@mikro-orm/postgresql';
import { fingerprintOf } from './bank-statement-file.ts';
import { newId } from './new-id.ts';

export type ReceivedFile = {
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly receivedBy: string;
  readonly receivedAt: Date;
};

/** Keeps a file until it is read. The same file again is the same one, and is read once. */
export async function putBankFile(
  em: EntityManager,
  { bytes, name, receivedBy, receivedAt }: ReceivedFile,
): Promise<{ fileId: string }> {
  const [row] = await em.execute<{ fileId: string }[]>(
    `insert into bank_file (id, sha256, name, received_at, received_by, content)
     values (?, ?, ?, ?, ?, ?)
     on conflict (sha256) do update set content = case
       when exists (select from bank_statement where file_id = bank_file.id) then null
       else excluded.content end
     returning id as "fileId"`,
    [newId(), fingerprintOf(bytes), name, receivedAt, receivedBy, Buffer.from(bytes)],
  );
  if (!row) throw new Error('the file was not kept');
  await forgetIfRead(em, row.fileId);
  return row;
}

/**
 * Whoever waited for an import that was just reading the file saw it as it was before: by now it
 * may be read, and then its content must not come back.
 */
async function forgetIfRead(em: EntityManager, fileId: string): Promise<void> {
  await em.execute(
    `update bank_file set content = null where id = ? and content is not null
       and exists (select from bank_statement where file_id = bank_file.id)`,
    [fileId],
  );
}

/** The content of a file, or null when it was read before. */
export async function bankFileContent(
  em: EntityManager,
  fileId: string,
): Promise<Uint8Array | null> {
  const [row] = await em.execute<{ content: Buffer | null }[]>(
    'select content from bank_file where id = ?',
    [fileId],
  );
  if (!row) throw new Error(`there is no bank file ${fileId}`);
  return row.content;
}

/** Empties a file whose entries are kept. */
export async function emptyBankFile(em: EntityManager, fileId: string): Promise<void> {
  await em.execute('update bank_file set content = null where id = ?', [fileId]);
}
