import { afterAll, beforeAll } from 'vitest';
import { connect, type Database } from '../../db/orm.ts';
import { type FreshDatabase, freshDatabase } from '../setup/database.ts';

/** A database of the test file's own, open from its first test to its last. */
export function ownDatabase() {
  let fresh: FreshDatabase | undefined;
  let database: Database | undefined;
  beforeAll(async () => {
    fresh = await freshDatabase();
    database = await connect({ url: fresh.url });
  });
  afterAll(async () => {
    await database?.close(true);
    await fresh?.drop();
  });
  const open = () => {
    if (!database) throw new Error('The database is there only while tests run.');
    return database;
  };
  return { url: () => fresh?.url ?? '', database: open, em: () => open().em.fork() };
}
