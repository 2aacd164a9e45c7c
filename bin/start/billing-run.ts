import type { Client } from '@temporalio/client';
import type { LocalDate } from '../../domain/calendar.ts';
import type { billingRun } from '../../workflows/billing-run.ts';
import { type RunProgress, runQuery } from '../../workflows/messages.ts';
import { runStartOptions } from '../../workflows/start-options.ts';
import { bar, line, live } from '../terminal.ts';

const pollEveryMs = 200;

/** Starts (or joins) a seller's billing run and shows its progress until it is done. */
export async function showBillingRun(
  client: Client,
  seller: string,
  asOf: LocalDate,
): Promise<RunProgress> {
  const handle = await client.workflow.start<typeof billingRun>(
    'billingRun',
    runStartOptions({ seller, asOf }),
  );
  const title = `Billing run ${seller} ${asOf}`;
  let isDone = false;
  const finished = handle.result().finally(() => {
    isDone = true;
  });
  while (!isDone) {
    const progress = await handle.query(runQuery).catch(() => null);
    if (progress) live(barOf(title, progress));
    await Promise.race([finished, new Promise((resolve) => setTimeout(resolve, pollEveryMs))]);
  }
  const progress = await finished;
  line(barOf(title, progress));
  return progress;
}

function barOf(title: string, progress: RunProgress): string {
  const { due, invoices, cyclesStarted, problems } = progress;
  const figures = `invoices ${invoices}   cycles ${cyclesStarted}   problems ${problems}`;
  return bar(title, progress.done ? due : Math.min(due, invoices), due, figures);
}
