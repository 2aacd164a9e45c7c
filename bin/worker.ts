/** `npm run worker`: the worker for production. Drains on SIGTERM and SIGINT. */
import { smtpMailer } from '../activities/mailer.ts';
import { createWorker } from '../activities/worker.ts';
import { workerLimits } from '../db/limits.ts';
import { connect } from '../db/orm.ts';
import { LauncherError } from './embedded/launcher-error.ts';
import { linkSettings } from './link-settings.ts';
import { runCommand } from './run-command.ts';
import { cardSettings } from './stripe-settings.ts';
import { connectTemporal } from './temporal-connection.ts';

const usage = `DATABASE_URL=… TEMPORAL_ADDRESS=… SMTP_URL=… npm run worker

Runs workflows and activities. Temporal's own environment configuration (namespace, TLS, API key,
profile) is understood. Start as many as you need.

  PUBLIC_URL         where customers reach the API, linked in letters; left out, letters carry no link
  LINK_SECRET        signs those links, the same for workers and APIs; left out, the database makes it
  LOGO_FOLDER        each seller's logo, as CODE.svg, for the bills that letters carry; the API's own
  STRIPE_SECRET_KEY  charges the cards of customers who have one; left out, nobody is charged
  STRIPE_API_BASE    a stand-in for Stripe, such as a stripe-mock; left out, Stripe itself`;

runCommand(usage, async () => {
  const url = setting('DATABASE_URL', 'postgresql://user:password@host:5432/database');
  const mailer = smtpMailer(setting('SMTP_URL', 'smtp://user:password@host:587'));
  const database = await connect({ url, poolSize: 30, limits: workerLimits });
  const temporal = await connectTemporal();
  const connection = await temporal.connectWorker();
  const { client, namespace } = temporal;
  const cards = cardSettings(process.env);
  const links = await linkSettings(process.env, database);
  const logoFolder = process.env['LOGO_FOLDER'];
  const letters = { mailer, ...links, ...(logoFolder && { logoFolder }) };
  const tools = { client, database, ...letters, ...cards };
  const worker = await createWorker({ connection, namespace, ...tools });
  // The SDK listens for SIGTERM and SIGINT itself, and run() resolves when the worker has drained.
  await worker.run();
  mailer.close();
  await connection.close();
  await temporal.close();
  await database.close(true);
});

function setting(name: string, example: string): string {
  const value = process.env[name];
  if (value) return value;
  throw new LauncherError(`${name} is not set.`, `Set it to something like ${example}.`);
}
