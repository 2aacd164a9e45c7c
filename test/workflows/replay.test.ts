/**
 * Cycles run for weeks, so tomorrow's workers replay what today's began. These histories were
 * made by the stories of live-stories.ts, some of them by workflows as they were long ago.
 */
import { DefaultLogger, makeTelemetryFilterString, Runtime, Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { beforeAll, describe, expect, test } from 'vitest';
import type { BankActivities, BillingActivities } from '../../activities/contract.ts';
import { deskActs } from '../../domain/dispute/acts.ts';
import { provided } from '../setup/provided.ts';
import { written } from './live-disputes.ts';
import { payer } from './live-others.ts';
import { plantedWorkflows } from './planted-workflows.ts';
import { readStored, storedNames } from './stored-history.ts';

Runtime.install({
  logger: new DefaultLogger('ERROR'),
  // What the planted changes break is warned of by the SDK's core.
  telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR' }) } },
});

const names = await storedNames();

const steps: readonly (keyof BillingActivities | keyof BankActivities)[] = [
  'openRun',
  'issuePage',
  'startCycles',
  'startLeftCycles',
  'closeRun',
  'issueOrLoad',
  'bookFact',
  'checkPromise',
  'climbLadder',
  'chargeCard',
  'tendDispute',
  'sendLetter',
  'tellCycles',
  'refundCredit',
  'sendCheckCode',
  'storeBankFile',
  'matchBankEntries',
  'reportBankEntries',
  'summariseBankImport',
  'decideBankEntry',
];

describe('the workflows as they are', () => {
  test.each(names)('go on with the history "%s"', async (name) => {
    const { history } = await readStored(name);
    await expect(Worker.runReplayHistory(provided(), history, name)).resolves.toBeUndefined();
  });

  test('are held to every step that they can take, and to all that can be said of a dispute', async () => {
    const told = await Promise.all(names.map(readStored));
    const all = told.map(({ text }) => text).join('');
    expect([...steps, ...deskActs].filter((step) => !all.includes(`"${step}"`))).toEqual([]);
  });

  test.each(names)('the history "%s" tells nothing of a person or a machine', async (name) => {
    const { text } = await readStored(name);
    expect(text).not.toMatch(/@|node_modules|"identity"|stackTrace/);
    const words = [payer, ...Object.values(written)];
    expect(words.filter((said) => text.includes(said))).toEqual([]);
  });
});

describe('a workflow that does something else than it did', () => {
  /** What somebody might change without a thought, by the history that tells of it. */
  const changes = {
    'one more timer': {
      history: 'paid-on-time',
      file: 'billing-cycle.ts',
      from: 'do {\n',
      to: "await condition(() => false, '1 second');\n  do {\n",
    },
    'another order': {
      history: 'settles-another',
      file: '../domain/cycle.ts',
      from: "  if (toTell.length > 0) return { kind: 'tell', atMs: 0, siblings: toTell };\n",
      to: '',
    },
    'one activity less': {
      history: 'billing-run',
      file: 'billing-run.ts',
      from: '  await closeRun({ runId, nowMs: Date.now() });\n',
      to: '',
    },
    'a letter that is not sent': {
      history: 'disputed-and-granted',
      file: '../domain/cycle.ts',
      from: '[letterStep(books), disputeStep(books), claimStep(books)]',
      to: '[disputeStep(books), claimStep(books)]',
    },
    'a deadline that nobody waits for': {
      history: 'decided-by-default',
      file: '../domain/cycle.ts',
      from: '[letterStep(books), disputeStep(books), claimStep(books)]',
      to: '[letterStep(books), claimStep(books)]',
    },
    'another kind of activity': {
      history: 'refused',
      file: 'steps.ts',
      from: 'proxyLocalActivities<BillingActivities>({',
      to: "proxyActivities<BillingActivities>({\n  scheduleToCloseTimeout: '1 hour',",
    },
  };
  const bundles = new Map<string, { code: string }>();

  beforeAll(async () => {
    for (const [name, change] of Object.entries(changes)) {
      bundles.set(name, await plantedWorkflows(change));
    }
  });

  test.each(Object.entries(changes))('%s is found', async (name, { history: stored }) => {
    const workflowBundle = bundles.get(name);
    if (!workflowBundle) throw new Error(`${name} was not bundled`);
    const { history } = await readStored(stored);
    await expect(
      Worker.runReplayHistory({ workflowBundle }, history, stored),
    ).rejects.toBeInstanceOf(DeterminismViolationError);
  });
});
