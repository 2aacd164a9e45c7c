/**
 * Everything that runs behind `npm start`: PostgreSQL, Temporal, mail, worker and API, embedded or
 * the user's own. What was started is stopped in the reverse order, whatever happens.
 */
import { join, resolve } from 'node:path';
import { Runtime, makeTelemetryFilterString } from '@temporalio/worker';
import { startApi } from '../../api/server.ts';
import { smtpMailer } from '../../activities/mailer.ts';
import { createWorker } from '../../activities/worker.ts';
import { workerLimits } from '../../db/limits.ts';
import { migrate } from '../../db/migrate.ts';
import { connect, type Database } from '../../db/orm.ts';
import { ensureDataFolder, ensureFolder } from '../embedded/data-folder.ts';
import { startMailbox } from '../embedded/mailbox.ts';
import { assertPortFree } from '../embedded/ports.ts';
import { startPostgres } from '../embedded/postgres.ts';
import { startTemporal } from '../embedded/temporal.ts';
import { searchAttributes } from '../../workflows/search-attributes.ts';
import { ensureSearchAttributes } from '../embedded/temporal-namespace.ts';
import { linkReadingSettings, linkSettings } from '../link-settings.ts';
import { cardSettings, webhookSettings } from '../stripe-settings.ts';
import { connectTemporal, type TemporalConnection } from '../temporal-connection.ts';
import { step } from '../terminal.ts';
import { noteRunning, noteStopped } from './running.ts';
import { fileLog, fileLogger } from './file-logger.ts';
import { mailReader } from './mail-reader.ts';
import type { StartOptions } from './options.ts';

export type System = {
  readonly database: Database;
  readonly temporal: TemporalConnection;
  readonly apiUrl: string;
  readonly uiUrl: string | undefined;
  readonly mailUrl: string | undefined;
  /** Resolves with the reason when a part ends without having been told to. */
  readonly broken: Promise<Error>;
};

/** Starts what is missing, hands it to `work`, and stops it again. */
export async function withSystem(
  options: StartOptions,
  work: (system: System) => Promise<void>,
): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const dataFolder = resolve(options.dataFolder);
  await ensureDataFolder(dataFolder);
  await ensureFolder(join(dataFolder, 'logs'));
  await assertPortFree(options.port, 'the API', '--port');

  const postgres = await openPostgres(stack, options, dataFolder);
  const database = await step('Tables', async () => {
    await migrate(postgres.url);
    return connect({ url: postgres.url, poolSize: 30, limits: workerLimits });
  });
  stack.defer(() => database.close(true));

  const server = await openTemporal(stack, options, dataFolder);
  const temporal = await connectTemporal(server.address);
  stack.defer(() => temporal.close());
  await ensureSearchAttributes(
    temporal.connection,
    temporal.namespace,
    Object.values(searchAttributes),
  );

  const mail = await openMail(stack, options, dataFolder);
  const worker = await openWorker(stack, {
    database,
    temporal,
    smtpUrl: mail.smtpUrl,
    dataFolder,
    apiUrl: `http://127.0.0.1:${options.port}`,
  });
  const parts = { database, temporal, mail, uiUrl: server.uiUrl, dataFolder };
  const apiUrl = await openApi(stack, options, parts);

  await work({
    database,
    temporal,
    apiUrl,
    uiUrl: server.uiUrl,
    mailUrl: mail.folder ? `${apiUrl}/mail` : undefined,
    broken: Promise.race([postgres.died, server.died, worker.died]),
  });
}

/** Never resolves: a server that is not ours to watch. */
const forever = new Promise<never>(() => {});

async function openPostgres(
  stack: AsyncDisposableStack,
  { postgresPort }: StartOptions,
  dataFolder: string,
): Promise<{ url: string; died: Promise<Error> }> {
  const own = process.env['DATABASE_URL'];
  if (own) {
    await step('PostgreSQL (DATABASE_URL)', async () => {});
    return { url: own, died: forever };
  }
  const postgres = await step(
    'PostgreSQL',
    (say) => startPostgres({ dataFolder, port: postgresPort, say }),
    ({ version }) => `PostgreSQL ${version} (embedded)`,
  );
  stack.defer(() => postgres.stop());
  return postgres;
}

type TemporalServer = {
  address: string | undefined;
  uiUrl: string | undefined;
  died: Promise<Error>;
};

async function openTemporal(
  stack: AsyncDisposableStack,
  { temporalPort, uiPort }: StartOptions,
  dataFolder: string,
): Promise<TemporalServer> {
  const own = process.env['TEMPORAL_ADDRESS'];
  if (own) {
    await step(`Temporal at ${own}`, async () => {});
    const uiUrl = process.env['TEMPORAL_UI_URL'];
    return { address: undefined, uiUrl, died: forever };
  }
  const server = await step(
    'Temporal Server',
    (say) =>
      startTemporal({
        dataFolder,
        port: temporalPort,
        uiPort,
        namespace: 'default',
        environment: process.env,
        say,
      }),
    ({ version, how }) => `Temporal Server ${version} with UI (${how})`,
  );
  stack.defer(() => server.stop());
  await noteRunning(dataFolder, server.address);
  stack.defer(() => noteStopped(dataFolder));
  return server;
}

async function openMail(
  stack: AsyncDisposableStack,
  { mailPort }: StartOptions,
  dataFolder: string,
): Promise<{ smtpUrl: string; folder: string | undefined }> {
  const own = process.env['SMTP_URL'];
  if (own) return { smtpUrl: own, folder: undefined };
  const folder = join(dataFolder, 'mail');
  const mailbox = await step('Mail catcher', (say) =>
    startMailbox({ folder, port: mailPort, say }),
  );
  stack.defer(() => mailbox.stop());
  return { smtpUrl: mailbox.smtpUrl, folder };
}

type WorkerParts = {
  database: Database;
  temporal: TemporalConnection;
  smtpUrl: string;
  dataFolder: string;
  apiUrl: string;
};

async function openWorker(
  stack: AsyncDisposableStack,
  { database, temporal, smtpUrl, dataFolder, apiUrl }: WorkerParts,
): Promise<{ died: Promise<Error> }> {
  Runtime.install({
    logger: fileLogger(join(dataFolder, 'logs', 'worker.log')),
    telemetryOptions: {
      logging: { filter: makeTelemetryFilterString({ core: 'WARN' }), forward: {} },
    },
    shutdownSignals: [],
  });
  return step('Worker', async () => {
    const connection = await temporal.connectWorker();
    stack.defer(() => connection.close());
    const mailer = smtpMailer(smtpUrl);
    stack.defer(() => mailer.close());
    const { client, namespace } = temporal;
    const links = await linkSettings(process.env, database, apiUrl);
    const letters = { mailer, logoFolder: logosIn(dataFolder), ...links };
    const tools = { client, database, ...letters, ...cardSettings(process.env) };
    const worker = await createWorker({ connection, namespace, ...tools });
    const running = worker.run();
    stack.defer(async () => {
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await running.catch(() => undefined);
    });
    const died = running.then(
      () => forever,
      (error: unknown) => asError(error),
    );
    return { died };
  });
}

type ApiParts = {
  database: Database;
  temporal: TemporalConnection;
  mail: { folder: string | undefined };
  uiUrl: string | undefined;
  dataFolder: string;
};

async function openApi(
  stack: AsyncDisposableStack,
  { port }: StartOptions,
  { database, temporal, mail, uiUrl, dataFolder }: ApiParts,
): Promise<string> {
  const { folder } = mail;
  const api = await step('API', () =>
    startApi({
      database,
      temporal: temporal.client,
      host: '127.0.0.1',
      port,
      log: fileLog(join(dataFolder, 'logs', 'api.log')),
      logoFolder: logosIn(dataFolder),
      ...(folder && { mail: mailReader(folder) }),
      ...(uiUrl && { temporalUiUrl: uiUrl }),
      ...webhookSettings(process.env),
      ...linkReadingSettings(process.env),
    }),
  );
  stack.defer(() => api.stop());
  return api.url;
}

/** The same for letters and for the API: a paper has the same bytes wherever it is made. */
function logosIn(dataFolder: string): string {
  return join(dataFolder, 'logos');
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
