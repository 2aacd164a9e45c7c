import type { EntityManager } from '@mikro-orm/postgresql';
import { Context } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import type { BillLinks } from '../db/bill-links.ts';
import { loadCycleById } from '../db/load-cycles.ts';
import type { Database } from '../db/orm.ts';
import type { Outcome } from '../domain/cycle.ts';
import { createBankActivities } from './bank-activities.ts';
import { bookFact } from './book-fact.ts';
import type { CardProvider } from './card-provider.ts';
import { chargeCard } from './charge-card.ts';
import { climbLadder } from './climb-ladder.ts';
import { type CodeChannel, codesByMail } from './code-channel.ts';
import type { BankActivities, BillingActivities } from './contract.ts';
import { final } from './final.ts';
import { issueOrLoad } from './issue-or-load.ts';
import { issuePage } from './issue-page.ts';
import { lettersAtOnce, type Mailer } from './mailer.ts';
import { checkPromise } from './promises.ts';
import { refundCredit } from './refund-credit.ts';
import { closeRun, openRun } from './runs.ts';
import { sendCheckCode } from './send-check-code.ts';
import { sendLetter } from './send-letter.ts';
import { startCycles, startLeftCycles } from './start-cycles.ts';
import { tellCycles } from './tell-cycles.ts';
import { tendDispute } from './tend-dispute.ts';
import { turns } from './turns.ts';

export type ActivityTools = {
  readonly database: Database;
  readonly client: Client;
  readonly mailer: Mailer;
  /** Where cards are charged; left out, they are not. */
  readonly cards?: CardProvider;
  /** With what letters link to bills; left out, they do not. */
  readonly links?: BillLinks;
  /** Where the sellers' logos are, as CODE.svg; left out, papers have a mark of our own. */
  readonly logoFolder?: string;
  /** The seller's own way of sending codes to callers; left out, they go by mail. */
  readonly codes?: CodeChannel;
};

/** The activities with what they work on. A refusal is final; everything else is retried. */
export function createActivities(tools: ActivityTools): BillingActivities & BankActivities {
  const { database, client } = tools;
  const inTurn = turns(lettersAtOnce);
  return {
    openRun: (input) => final(openRun(database, input)),
    issuePage: (input) => final(issuePage(database, input)),
    startCycles: (input) => final(startCycles(database, client, input)),
    startLeftCycles: (input) => final(startLeftCycles(database, client, input)),
    closeRun: (input) => final(closeRun(database, input)),
    issueOrLoad: (input) => final(issueOrLoad(database, input)),
    bookFact: (input) => final(bookFact(database, input)),
    checkPromise: ({ cycleId, nowMs }) =>
      final(inBooks(database, cycleId, (em) => checkPromise(em, cycleId, new Date(nowMs)))),
    climbLadder: ({ cycleId, step, nowMs }) =>
      final(
        inTurn(() =>
          inBooks(database, cycleId, (em) =>
            climbLadder(em, tools, cycleId, step, new Date(nowMs)),
          ),
        ),
      ),
    tendDispute: ({ cycleId, disputeId, nowMs }) =>
      final(
        inBooks(database, cycleId, (em) => tendDispute(em, cycleId, disputeId, new Date(nowMs))),
      ),
    sendLetter: ({ cycleId, letterId, nowMs }) =>
      final(
        inTurn(() =>
          inBooks(database, cycleId, (em) => sendLetter(em, tools, letterId, new Date(nowMs))),
        ),
      ),
    chargeCard: (input) =>
      final(chargeCard({ ...tools, inTurn }, input, Context.current().info.attempt)),
    refundCredit: (input) => refundCredit(database, input),
    sendCheckCode: (input) =>
      final(sendCheckCode(database, tools.codes ?? codesByMail(tools.mailer), input)),
    tellCycles: (input) => final(tellCycles(client, input)),
    ...createBankActivities(database, client),
  };
}

/** Does the work in one transaction and returns the cycle as the books have it then. */
async function inBooks(
  database: Database,
  cycleId: string,
  work: (em: EntityManager) => Promise<void>,
): Promise<Outcome> {
  return database.em.fork().transactional(async (em) => {
    await work(em);
    return { books: await loadCycleById(em, cycleId) };
  });
}
