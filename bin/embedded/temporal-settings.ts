/** The files of a server's own, relative to the folder that it runs in. */
export const DATABASE_FILE = 'temporal.db';
export const DYNAMIC_FILE = 'dynamic.yaml';

/**
 * Settings of a running server, for one machine and one team of people: virtual time is allowed,
 * new search attributes are seen at once, and limits meant to protect a shared cluster are lifted.
 */
export const DYNAMIC_SETTINGS: Readonly<Record<string, boolean | number | string>> = {
  'frontend.WorkflowTimeSkippingEnabled': true,
  'system.forceSearchAttributesCacheRefreshOnRead': true,
  // Without that cache the database is asked more often; these keep the proportion of the defaults.
  'frontend.persistenceMaxQPS': 10_000,
  'history.persistenceMaxQPS': 45_000,
  'frontend.namespaceRPS': 10_000,
  'frontend.namespaceRPS.visibility': 500,
  'history.hostLevelCacheMaxSize': 8_192,
  // Four partitions serve many workers; with one worker they only delay a task on its way. A timer
  // fires at the earliest so long after it is made, which covers clocks that differ among machines.
  // Here is one machine, and in virtual time every stop on the way would cost that second.
  'history.timerProcessorMaxTimeShift': '10ms',
  'history.timerProcessorMaxPollRPS': 1_000,
  'matching.numTaskqueueReadPartitions': 1,
  'matching.numTaskqueueWritePartitions': 1,
};

/** How SQLite keeps the file: readers beside the writer, and safe against a crash of the server. */
export const SQLITE_SETTINGS: Readonly<Record<string, string>> = {
  journal_mode: 'wal',
  synchronous: '1',
};

/** The dynamic settings as the server reads them from a file. JSON is YAML, and quotes itself. */
export function dynamicFile(): string {
  const entries = Object.entries(DYNAMIC_SETTINGS).map(([name, value]) => [name, [{ value }]]);
  return JSON.stringify(Object.fromEntries(entries), null, 2);
}

export interface ServerPorts {
  readonly frontend: number;
  /** Seven more: one for each other service, and one each for how the services find one another. */
  readonly inner: readonly number[];
}

export const INNER_PORTS = 7;

/** The configuration of Temporal's own server: everything in one process, all on 127.0.0.1. */
export function serverFile(ports: ServerPorts, inMemory: boolean): string {
  const [history, matching, worker, ...membership] = ports.inner;
  const service = (grpcPort: number | undefined, membershipPort: number | undefined) => ({
    rpc: { grpcPort, membershipPort, bindOnIP: '127.0.0.1' },
  });
  return JSON.stringify(
    {
      log: { stdout: true, level: 'warn' },
      persistence: persistence(inMemory),
      global: { membership: { maxJoinDuration: '30s', broadcastAddress: '127.0.0.1' } },
      services: {
        frontend: service(ports.frontend, membership[0]),
        history: service(history, membership[1]),
        matching: service(matching, membership[2]),
        worker: service(worker, membership[3]),
      },
      clusterMetadata: {
        enableGlobalNamespace: false,
        failoverVersionIncrement: 10,
        masterClusterName: 'active',
        currentClusterName: 'active',
        clusterInformation: {
          active: {
            enabled: true,
            initialFailoverVersion: 1,
            rpcName: 'frontend',
            rpcAddress: `127.0.0.1:${ports.frontend}`,
          },
        },
      },
      dcRedirectionPolicy: { policy: 'noop' },
      archival: { history: { state: 'disabled' }, visibility: { state: 'disabled' } },
      namespaceDefaults: {
        archival: { history: { state: 'disabled' }, visibility: { state: 'disabled' } },
      },
      dynamicConfigClient: { filepath: DYNAMIC_FILE, pollInterval: '60s' },
    },
    null,
    2,
  );
}

/** One shard, as in the file that Temporal's command-line program makes: it cannot change later. */
function persistence(inMemory: boolean): object {
  const connectAttributes = inMemory
    ? { mode: 'memory', cache: 'private' }
    : { mode: 'rwc', setup: 'true', ...SQLITE_SETTINGS };
  return {
    defaultStore: 'sqlite',
    visibilityStore: 'sqlite',
    numHistoryShards: 1,
    datastores: {
      sqlite: {
        sql: {
          pluginName: 'sqlite',
          databaseName: inMemory ? 'memory' : DATABASE_FILE,
          connectAddr: 'localhost',
          connectProtocol: 'tcp',
          connectAttributes,
          maxConns: 1,
          maxIdleConns: 1,
        },
      },
    },
  };
}

/** The configuration of Temporal's own UI, without signing in and without a codec. */
export function uiFile(port: number, temporalAddress: string): string {
  return JSON.stringify(
    {
      temporalGrpcAddress: temporalAddress,
      host: '127.0.0.1',
      port,
      enableUi: true,
      defaultNamespace: 'default',
      disableNewsFetch: true,
      hideLogs: true,
      // Browsers keep no secure cookie for a page that came without TLS.
      cors: {
        cookieInsecure: true,
        allowOrigins: [`http://127.0.0.1:${port}`, `http://localhost:${port}`],
      },
      auth: { enabled: false },
    },
    null,
    2,
  );
}
