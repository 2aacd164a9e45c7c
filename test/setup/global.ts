import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import type { TestProject } from 'vitest/node';
import { workflowsPath } from '../../activities/worker.ts';
import { LauncherError } from '../../bin/embedded/launcher-error.ts';
import { freePort } from '../../bin/embedded/ports.ts';
import { startPostgres } from '../../bin/embedded/postgres.ts';
import { withClient } from '../../bin/embedded/postgres-database.ts';
import { spokenDuration } from '../../bin/embedded/say.ts';
import { startTemporal } from '../../bin/embedded/temporal.ts';
import { migrate } from '../../db/migrate.ts';
import type { Provided } from './provided.ts';
import { sweepStaleFolders, TEST_FOLDER_PREFIX } from './stale-folders.ts';

const TEMPLATE = 'fairbill_template';
const NAMESPACE = 'default';

/** Something that was started and must be stopped, newest first. */
type Stops = (() => Promise<unknown>)[];

/**
 * Starts one PostgreSQL and one Temporal Server for all system tests, migrates a database that each
 * test file copies, and bundles the workflows. If a server cannot start, the run fails with a plain
 * sentence: nothing is skipped.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const begun = performance.now();
  const stops: Stops = [];
  const stopAll = async () => {
    for (const stop of stops.splice(0).toReversed()) await stop();
  };
  try {
    project.provide('provided', await startServers(stops));
  } catch (error) {
    await stopAll();
    fail(error);
  }
  console.log(
    `The servers for the tests are up after ${spokenDuration(performance.now() - begun)}.`,
  );
  return stopAll;
}

async function startServers(stops: Stops): Promise<Provided> {
  await sweepStaleFolders();
  const dataFolder = await mkdtemp(join(tmpdir(), TEST_FOLDER_PREFIX));
  stops.push(() => rm(dataFolder, { recursive: true, force: true }));
  const attempts = [
    openPostgres(dataFolder, stops),
    openTemporal(dataFolder, stops),
    bundle(dataFolder),
  ] as const;
  // A failure waits for the others: what they start must be stopped too.
  await Promise.allSettled(attempts);
  const [postgresUrl, temporalAddress, codePath] = await Promise.all(attempts);
  return {
    postgresUrl,
    templateDatabase: TEMPLATE,
    temporalAddress,
    workflowBundle: { codePath },
  };
}

async function openPostgres(dataFolder: string, stops: Stops): Promise<string> {
  const postgres = await startPostgres({ dataFolder, durable: false, say: () => undefined });
  stops.push(postgres.stop);
  await withClient(postgres.url, (client) => client.query(`create database ${TEMPLATE}`));
  const template = new URL(postgres.url);
  template.pathname = TEMPLATE;
  await migrate(template.href);
  return postgres.url;
}

async function openTemporal(dataFolder: string, stops: Stops): Promise<string> {
  const temporal = await startTemporal({
    dataFolder,
    inMemory: true,
    port: await freePort(),
    namespace: NAMESPACE,
    needsVirtualTime: true,
    environment: process.env,
    // A first build takes minutes: whoever waits is told.
    say: (sentence) => console.log(sentence),
  });
  stops.push(temporal.stop);
  return temporal.address;
}

async function bundle(dataFolder: string): Promise<string> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: workflowsPath(),
    logger: new DefaultLogger('WARN'),
  });
  const codePath = join(dataFolder, 'workflows.js');
  await writeFile(codePath, code);
  return codePath;
}

function fail(error: unknown): never {
  if (error instanceof LauncherError) {
    console.error(
      `The tests need their servers, and these could not be started.\n${error.message}`,
    );
    process.exit(1);
  }
  throw error;
}
