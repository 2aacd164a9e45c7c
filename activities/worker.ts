import { fileURLToPath } from 'node:url';
import type { Client } from '@temporalio/client';
import { type NativeConnection, Worker } from '@temporalio/worker';
import { taskQueue } from '../workflows/messages.ts';
import { type ActivityTools, createActivities } from './create-activities.ts';
import { heartbeats } from './heartbeats.ts';

export type WorkerOptions = ActivityTools & {
  readonly connection: NativeConnection;
  readonly client: Client;
  readonly namespace: string;
  /** A bundle made before, which saves the seconds that bundling takes. */
  readonly workflowBundle?: { readonly codePath: string };
};

/** A worker for all workflows and activities. It drains when asked to shut down. */
export async function createWorker(options: WorkerOptions): Promise<Worker> {
  const { connection, namespace, workflowBundle } = options;
  return Worker.create({
    connection,
    namespace,
    taskQueue,
    activities: createActivities(options),
    interceptors: { activity: [heartbeats] },
    ...(workflowBundle ? { workflowBundle } : { workflowsPath: workflowsPath() }),
    shutdownGraceTime: '15 seconds',
    maxConcurrentActivityTaskExecutions: 20,
    maxConcurrentLocalActivityExecutions: 20,
  });
}

export function workflowsPath(): string {
  return fileURLToPath(new URL('../workflows/index.ts', import.meta.url));
}
