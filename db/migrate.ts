import { connect } from './orm.ts';

/** Key of the advisory lock that makes two migrations wait for each other. */
const migrationLock = 7_264_102_001;

/**
 * Brings the database to the newest shape. Safe to run at every start and from several
 * processes at once: the second waits for the first, then finds nothing to do.
 */
export async function migrate(url: string): Promise<void> {
  const database = await connect({ url, poolSize: 2 });
  try {
    const { em } = database;
    await em.fork().transactional(async (locked) => {
      await locked.execute('select pg_advisory_xact_lock(?)', [migrationLock]);
      await database.migrator.up();
    });
  } finally {
    await database.close(true);
  }
}
