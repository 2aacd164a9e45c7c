/** The API under test: the real app on a real database and the real Temporal Server. */
import type { Client } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import type { Mailer } from '../../activities/mailer.ts';
import { createWorker } from '../../activities/worker.ts';
import { createApp } from '../../api/app.ts';
import type { LogLine } from '../../api/log.ts';
import type { Services } from '../../api/services.ts';
import { lazyTemporalClient } from '../../api/temporal.ts';
import { createApiKey, type Scope } from '../../db/api-keys.ts';
import { saveBook } from '../../db/book.ts';
import { connect, type Database } from '../../db/orm.ts';
import type { Book } from '../../domain/import/book.ts';
import { freshDatabase } from '../setup/database.ts';
import { freshNamespace } from '../setup/namespace.ts';
import { provided } from '../setup/provided.ts';
import { book as sampleBook, nowMs } from './sample-book.ts';

export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON or, when the body is none, its text. */
  readonly body: unknown;
};

export type Ask = {
  readonly body?: unknown;
  /** A body that is sent as it stands. */
  readonly raw?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The key to sign in with; one with all scopes unless told, null for none. */
  readonly key?: string | null;
};

type Extras = {
  readonly book?: Book;
  /** Whether workflows run; without it they wait. */
  readonly worker?: boolean;
  /** Where the worker's letters go; nowhere unless told. */
  readonly mailer?: Mailer;
};

export type Kit = Awaited<ReturnType<typeof openKit>>;

/** Opens the API with a book in the database, in a namespace of its own. */
export async function openKit(changes: Partial<Services> & Extras = {}) {
  const { book = sampleBook, worker: isWorking = false, mailer, ...services } = changes;
  const [fresh, own] = await Promise.all([freshDatabase(), freshNamespace()]);
  const { address, namespace } = own;
  const database = await connect({ url: fresh.url, poolSize: 5 });
  await saveBook(database.em.fork(), book);
  const temporal = lazyTemporalClient({ address }, namespace);
  const lines: LogLine[] = [];
  const app = createApp({
    database,
    temporal: temporal.client,
    clock: () => nowMs,
    log: (line) => lines.push(line),
    ...services,
  });
  const newKey = async (...scopes: (Scope | '*')[]) =>
    (await createApiKey(database.em.fork(), { name: 'test', scopes })).secret;
  const allKey = await newKey('*');
  const work = () => runWorker({ database, client: temporal.client, namespace, mailer });
  const worker = isWorking ? await work() : null;

  return {
    app,
    database,
    temporal: temporal.client,
    namespace,
    /** What the API logged so far. */
    lines,
    newKey,
    /** Lets a worker run the workflows that wait. */
    work,
    ask: (method: string, path: string, { key = allKey, ...ask }: Ask = {}) =>
      answerOf(app, method, path, { key, ...ask }),
    async close() {
      await worker?.stop();
      await temporal.close();
      await database.close(true);
      await Promise.all([own.close(), fresh.drop()]);
    },
  };
}

async function answerOf(
  app: ReturnType<typeof createApp>,
  method: string,
  path: string,
  { body, raw, headers, key }: Ask,
): Promise<Answer> {
  const content = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const response = await app.request(path, {
    method,
    headers: {
      ...(content !== undefined && { 'Content-Type': 'application/json' }),
      ...(key && { Authorization: `Bearer ${key}` }),
      ...headers,
    },
    ...(content !== undefined && { body: content }),
  });
  const text = await response.text();
  const isJson = response.headers.get('Content-Type')?.includes('json') ?? false;
  const parsed: unknown = isJson && text !== '' ? JSON.parse(text) : text;
  return { status: response.status, headers: response.headers, body: parsed };
}

type Tools = {
  readonly database: Database;
  readonly client: Client;
  readonly namespace: string;
  readonly mailer: Mailer | undefined;
};

/** A real worker in the kit's namespace; its letters go nowhere unless it is given a mailer. */
async function runWorker({ mailer = noMailer, ...tools }: Tools) {
  const { temporalAddress: address, workflowBundle } = provided();
  const connection = await NativeConnection.connect({ address });
  const worker = await createWorker({ ...tools, connection, mailer, workflowBundle });
  const running = worker.run();
  return {
    async stop() {
      worker.shutdown();
      await running;
      await connection.close();
    },
  };
}

const noMailer: Mailer = { send: async () => undefined, close: () => undefined };
