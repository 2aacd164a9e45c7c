/** `npm run api`: the API for production. Finishes its requests on SIGTERM and SIGINT. */
import { once } from 'node:events';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { logToStdout } from '../api/log.ts';
import { startApi } from '../api/server.ts';
import { lazyTemporalClient } from '../api/temporal.ts';
import { apiLimits } from '../db/limits.ts';
import { connect } from '../db/orm.ts';
import { LauncherError } from './embedded/launcher-error.ts';
import { linkReadingSettings } from './link-settings.ts';
import { runCommand } from './run-command.ts';
import { webhookSettings } from './stripe-settings.ts';

const usage = `DATABASE_URL=… TEMPORAL_ADDRESS=… npm run api

Serves the API. Temporal's own environment configuration (namespace, TLS, API key, profile) is
understood. It starts without database and Temporal, and answers 503 until they are there.

  PORT                   3000 unless set
  HOST                   127.0.0.1 unless set; 0.0.0.0 to be reached from elsewhere
  TEMPORAL_UI_URL        linked on the first page if set
  LOGO_FOLDER            each seller's logo, as CODE.svg
  PUBLIC_URL             where customers reach it, such as https://bills.example.com
  LINK_SECRET            signs links to bills, the same as the workers'; left out, the database has it
  STRIPE_WEBHOOK_SECRET  the secret of Stripe's endpoint /v1/webhooks/stripe; left out, none`;

runCommand(usage, async () => {
  const stopSignal = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  const database = await connect({ url: databaseUrl(), poolSize: 20, limits: apiLimits });
  const { connectionOptions, namespace } = loadClientConnectConfig();
  const temporal = lazyTemporalClient(connectionOptions, namespace);
  const temporalUiUrl = process.env['TEMPORAL_UI_URL'];
  const logoFolder = process.env['LOGO_FOLDER'];
  const api = await startApi({
    database,
    temporal: temporal.client,
    log: logToStdout,
    ...(temporalUiUrl && { temporalUiUrl }),
    ...webhookSettings(process.env),
    ...linkReadingSettings(process.env),
    ...(logoFolder && { logoFolder }),
    host: setting('HOST', '127.0.0.1'),
    port: port(setting('PORT', '3000')),
  });
  say(`listening on ${api.url}`);
  await stopSignal;
  say('finishing the requests under way');
  await api.stop();
  await temporal.close();
  await database.close(true);
});

/** In the same form as the lines about requests, so that one tool reads them all. */
function say(message: string): void {
  logToStdout({ at: new Date().toISOString(), level: 'info', message });
}

/** An empty setting is none. */
function setting(name: string, usual: string): string {
  const value = process.env[name] ?? '';
  return value === '' ? usual : value;
}

function databaseUrl(): string {
  const url = process.env['DATABASE_URL'];
  if (url) return url;
  throw new LauncherError(
    'DATABASE_URL is not set.',
    'Set it to postgresql://user:password@host:5432/database. npm start needs no such step.',
  );
}

function port(text: string): number {
  const number = Number(text);
  if (/^\d{1,5}$/.test(text) && number <= 65_535) return number;
  throw new LauncherError(
    `PORT is "${text}", which is no port.`,
    'Set it to a number such as 3000.',
  );
}
