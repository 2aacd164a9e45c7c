/** The secret that signs links to bills: given by the environment, or made once by the database. */
import { randomBytes } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';

const secretBytes = 32;

/**
 * The secret that was given or, when none was, the one that all workers and APIs of this database
 * share: whoever comes first makes it, whoever comes at the same moment gets the same one.
 */
export async function linkSecret(em: EntityManager, given?: string): Promise<Uint8Array> {
  if (given) return Buffer.from(given, 'utf8');
  await em.execute('insert into link_secret (secret) values (?) on conflict (is_only) do nothing', [
    randomBytes(secretBytes),
  ]);
  const [row] = await em.execute<{ secret: Buffer }[]>('select secret from link_secret');
  if (!row) throw new Error('the secret of the links was not kept');
  return row.secret;
}
