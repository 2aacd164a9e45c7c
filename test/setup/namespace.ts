import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import {
  ensureNamespace,
  ensureSearchAttributes,
  waitForNamespace,
} from '../../bin/embedded/temporal-namespace.ts';
import { searchAttributes } from '../../workflows/search-attributes.ts';
import { provided } from './provided.ts';

export interface FreshNamespace {
  readonly address: string;
  readonly namespace: string;
  readonly connection: Connection;
  readonly client: Client;
  readonly close: () => Promise<void>;
}

/**
 * A namespace of one's own on the shared Temporal Server, with our search attributes. All workers
 * of ours listen on one task queue, so without it the worker of one test file would take the tasks
 * of another and write them to the wrong database.
 */
export async function freshNamespace(): Promise<FreshNamespace> {
  const { temporalAddress: address } = provided();
  const namespace = `test-${randomUUID()}`;
  const connection = await Connection.connect({ address });
  await ensureNamespace(connection, namespace, 30);
  await waitForNamespace(connection, namespace, 30_000);
  await ensureSearchAttributes(connection, namespace, Object.values(searchAttributes));
  const client = new Client({ connection, namespace });
  return { address, namespace, connection, client, close: () => connection.close() };
}
