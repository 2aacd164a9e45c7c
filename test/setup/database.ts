import { randomUUID } from 'node:crypto';
import { withClient } from '../../bin/embedded/postgres-database.ts';
import { provided } from './provided.ts';

export interface FreshDatabase {
  readonly url: string;
  readonly drop: () => Promise<void>;
}

/**
 * A database of one's own on the shared PostgreSQL, copied from the migrated template, so that test
 * files never see each other's rows. `drop` ends connections that are still open.
 */
export async function freshDatabase(): Promise<FreshDatabase> {
  const { postgresUrl, templateDatabase } = provided();
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await execute(postgresUrl, `create database ${name} template ${templateDatabase}`);
  const url = new URL(postgresUrl);
  url.pathname = name;
  return {
    url: url.href,
    drop: () => execute(postgresUrl, `drop database if exists ${name} with (force)`),
  };
}

async function execute(url: string, statement: string): Promise<void> {
  await withClient(url, (client) => client.query(statement));
}
