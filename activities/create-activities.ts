import { ApplicationFailure } from '@temporalio/common';
import type { Client } from '@temporalio/client';
import type { Database } from '../db/orm.ts';
import { RefusalError } from '../domain/errors.ts';
import { bookPayment } from './book-payment.ts';
import type { BillingActivities } from './contract.ts';
import { issueOrLoad } from './issue-or-load.ts';
import { issuePage } from './issue-page.ts';
import type { Mailer } from './mailer.ts';
import { closeRun, openRun } from './runs.ts';
import { sendReminder } from './send-reminder.ts';
import { startCycles } from './start-cycles.ts';
import { writeOff } from './write-off.ts';

export type ActivityTools = {
  readonly database: Database;
  readonly client: Client;
  readonly mailer: Mailer;
};

/** The activities with what they work on. A refusal is final; everything else is retried. */
export function createActivities({ database, client, mailer }: ActivityTools): BillingActivities {
  return {
    openRun: (input) => final(openRun(database, input)),
    issuePage: (input) => final(issuePage(database, input)),
    startCycles: (input) => final(startCycles(database, client, input)),
    closeRun: (input) => final(closeRun(database, input)),
    issueOrLoad: (input) => final(issueOrLoad(database, input)),
    bookPayment: (input) => final(bookPayment(database, input)),
    sendReminder: (input) => final(sendReminder(database, mailer, input)),
    writeOff: (input) => final(writeOff(database, input)),
  };
}

/** A refusal does not change by being tried again; its code crosses as the failure's type. */
async function final<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    throw ApplicationFailure.nonRetryable(error.message, error.code);
  }
}
