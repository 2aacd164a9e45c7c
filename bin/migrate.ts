/** `npm run migrate`: tables in DATABASE_URL, search attributes in TEMPORAL_ADDRESS. */
import { migrate } from '../db/migrate.ts';
import { LauncherError } from './embedded/launcher-error.ts';
import { runCommand } from './run-command.ts';
import { searchAttributes } from '../workflows/search-attributes.ts';
import { ensureSearchAttributes } from './embedded/temporal-namespace.ts';
import { connectTemporal } from './temporal-connection.ts';
import { step } from './terminal.ts';

const usage = `DATABASE_URL=… [TEMPORAL_ADDRESS=…] npm run migrate

Brings the database to the newest shape and, when Temporal is named, makes the search attributes
of the cycles known there. Safe to run again.`;

runCommand(usage, async () => {
  const url = process.env['DATABASE_URL'];
  if (!url) {
    throw new LauncherError(
      'DATABASE_URL is not set, so there is no database to migrate.',
      'Set it to postgresql://user:password@host:5432/database. npm start needs no such step.',
    );
  }
  await step('Tables', () => migrate(url));
  if (!process.env['TEMPORAL_ADDRESS']) return;
  await step('Search attributes', async () => {
    const temporal = await connectTemporal();
    await ensureSearchAttributes(
      temporal.connection,
      temporal.namespace,
      Object.values(searchAttributes),
    );
    await temporal.close();
  });
});
