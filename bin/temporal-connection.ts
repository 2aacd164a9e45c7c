import { Client, Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { NativeConnection } from '@temporalio/worker';
import { LauncherError } from './embedded/launcher-error.ts';

/**
 * Connections to the same server for client and worker. Without an address, Temporal's own
 * environment configuration decides (TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, TLS, API key, profile).
 */
export async function connectTemporal(address?: string) {
  const settings = address
    ? { connectionOptions: { address }, namespace: 'default' }
    : loadClientConnectConfig();
  const { connectionOptions, namespace = 'default' } = settings;
  const connection = await Connection.connect(connectionOptions).catch((error: unknown) => {
    throw new LauncherError(
      `No Temporal Server answers at ${connectionOptions.address ?? 'the default address'}.`,
      'Check TEMPORAL_ADDRESS and that the server is up.',
      '',
      { cause: error },
    );
  });
  return {
    namespace,
    connection,
    client: new Client({ connection, namespace }),
    connectWorker: () => NativeConnection.connect(connectionOptions),
    close: () => connection.close(),
  };
}

export type TemporalConnection = Awaited<ReturnType<typeof connectTemporal>>;
