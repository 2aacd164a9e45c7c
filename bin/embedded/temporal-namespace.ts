import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { isGrpcServiceError } from '@temporalio/client';
import type { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import type { SearchAttributeType } from '@temporalio/common';
import proto from '@temporalio/proto';

const { IndexedValueType } = proto.temporal.api.enums.v1;
const NOT_FOUND = 5;
const ALREADY_EXISTS = 6;
const MILLISECONDS_A_DAY = 86_400_000;

/** Creates the namespace, or sets how long it keeps closed workflows if it is there already. */
export async function ensureNamespace(
  connection: Connection,
  namespace: string,
  retentionDays: number,
): Promise<void> {
  const workflowExecutionRetentionTtl = msToTs(retentionDays * MILLISECONDS_A_DAY);
  try {
    await connection.workflowService.registerNamespace({
      namespace,
      description: 'Fairbill: billing cycles',
      workflowExecutionRetentionPeriod: workflowExecutionRetentionTtl,
    });
  } catch (error) {
    if (!hasCode(error, ALREADY_EXISTS)) throw error;
    await connection.workflowService.updateNamespace({
      namespace,
      config: { workflowExecutionRetentionTtl },
    });
  }
}

/** Makes those search attributes that the namespace lacks. Safe to repeat. */
export async function ensureSearchAttributes(
  connection: Connection,
  namespace: string,
  wanted: readonly { readonly name: string; readonly type: SearchAttributeType }[],
): Promise<void> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const missing = wanted.filter(({ name }) => !(name in (customAttributes ?? {})));
  if (missing.length === 0) return;
  const searchAttributes = Object.fromEntries(
    missing.map(({ name, type }) => [name, IndexedValueType[`INDEXED_VALUE_TYPE_${type}`]]),
  );
  await connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
}

/**
 * Waits until history, matching and visibility all know the namespace: each keeps a copy that it
 * renews every few seconds, and refuses calls until then.
 */
export async function waitForNamespace(
  connection: Connection,
  namespace: string,
  limitMs: number,
): Promise<void> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    try {
      await tryNamespace(connection, namespace);
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await wait(100);
    }
  }
}

async function tryNamespace(connection: Connection, namespace: string): Promise<void> {
  const { workflowService } = connection;
  await workflowService.describeNamespace({ namespace });
  await workflowService.countWorkflowExecutions({ namespace, query: '' });
  await workflowService.describeTaskQueue({ namespace, taskQueue: { name: 'fairbill-probe' } });
  try {
    const execution = { workflowId: `probe-${randomUUID()}` };
    await workflowService.describeWorkflowExecution({ namespace, execution });
  } catch (error) {
    // That there is no such workflow is the answer of a history service that knows the namespace.
    if (!hasCode(error, NOT_FOUND) || /namespace/i.test(String(error))) throw error;
  }
}

export function hasCode(error: unknown, code: number): boolean {
  return isGrpcServiceError(error) && error.code === code;
}
