import {
  continueAsNew,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { BillingActivities } from '../activities/contract.ts';
import { type BillingRunInput, type RunProgress, runQuery } from './messages.ts';

const { openRun, issuePage, startCycles, startLeftCycles, closeRun } =
  proxyActivities<BillingActivities>({
    startToCloseTimeout: '10 minutes',
    heartbeatTimeout: '10 seconds',
    retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
  });

const defaultPageSize = 500;

/** A history of this many pages is replayed in a moment, and to continue costs a single task. */
const pagesPerHistory = 20;

/**
 * Bills every customer of a seller that is due: page by page, each page's invoices in one
 * transaction, then the page's cycles are started. What a page did is written down with it, so a
 * run that was killed anywhere goes on without a double or a gap.
 */
export async function billingRun(input: BillingRunInput): Promise<RunProgress> {
  const { seller, asOf, pageSize = defaultPageSize } = input;
  const runId = workflowInfo().firstExecutionRunId;
  let progress = input.progress;
  setHandler(runQuery, () => progress ?? nothingYet);

  progress ??= { ...nothingYet, ...(await openRun({ runId, seller, asOf, nowMs: Date.now() })) };

  for (let pages = 1; !progress.done; pages += 1) {
    setCurrentDetails(detailsOf(input, progress));
    const page: number = progress.pages + 1;
    const summary = `page ${page}`;
    const issued = await issuePage.executeWithOptions({ summary }, [
      { runId, seller, asOf, page, pageSize, nowMs: Date.now() },
    ]);
    const { started } =
      issued.invoices > 0
        ? await startCycles.executeWithOptions({ summary }, [{ runId, page }])
        : { started: 0 };
    progress = {
      ...progress,
      pages: page,
      invoices: progress.invoices + issued.invoices,
      problems: progress.problems + issued.problems,
      cyclesStarted: progress.cyclesStarted + started,
      done: issued.isLast,
    };
    if (pages >= pagesPerHistory && !progress.done) {
      await continueAsNew<typeof billingRun>({ ...input, progress });
    }
  }

  // What an earlier run left when it was terminated must not wait for somebody to notice.
  const { started } = await startLeftCycles({ seller });
  progress = { ...progress, cyclesStarted: progress.cyclesStarted + started };

  await closeRun({ runId, nowMs: Date.now() });
  setCurrentDetails(detailsOf(input, progress));
  return progress;
}

const nothingYet: RunProgress = {
  pages: 0,
  invoices: 0,
  cyclesStarted: 0,
  problems: 0,
  due: 0,
  done: false,
};

function detailsOf({ seller, asOf }: BillingRunInput, progress: RunProgress): string {
  return [
    `### Billing run of ${seller} as of ${asOf}`,
    '',
    `| customers due | pages | invoices | cycles started | problems |`,
    `|--:|--:|--:|--:|--:|`,
    `| ${progress.due} | ${progress.pages} | ${progress.invoices} | ${progress.cyclesStarted} | ${progress.problems} |`,
    '',
    progress.done ? 'Done.' : 'Running.',
  ].join('\n');
}
