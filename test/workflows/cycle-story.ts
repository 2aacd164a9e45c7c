/**
 * One cycle's story, told by a calendar of its own: every move is to a local time of the
 * customer's. The workflow runs on the real server, in virtual time.
 */
import type { Client } from '@temporalio/client';
import type { EntityManager } from '@mikro-orm/postgresql';
import { advance, workflowNow } from '../../bin/embedded/virtual-time.ts';
import { type DeskActor, putDeskRequest } from '../../db/desk-inbox.ts';
import { instantAt } from '../../domain/calendar.ts';
import type { CycleFromBooks } from '../../domain/cycle.ts';
import type { DeskAct } from '../../domain/dispute/acts.ts';
import type { CorrectionRequest, PaymentReport, PromiseRequest } from '../../domain/facts.ts';
import {
  billingCycleWorkflowId,
  type BillingCycleResult,
  type CycleIdentity,
  correctInvoice,
  cycleQuery,
  deskUpdate,
  issued,
  promiseToPay,
  reportPayment,
  reportReversal,
} from '../../workflows/messages.ts';
import { cycleStartOptions } from '../../workflows/start-options.ts';
import { diaryOf, writtenAt } from './diary.ts';
import type { PostOffice } from './post-office.ts';
import { emailOf, type StoryCustomer } from './story-book.ts';

export type Tools = {
  readonly client: Client;
  readonly office: PostOffice;
  readonly em: () => EntityManager;
};

const theCustomer: DeskActor = { kind: 'customer', name: 'customer', staffId: null };

async function cycleIdOf(em: EntityManager, identity: CycleIdentity): Promise<string> {
  const { seller, customer, period } = identity;
  const [row] = await em.execute<{ id: string }[]>(
    `select cycle.id from billing_cycle cycle
       join customer on customer.id = cycle.customer_id
       join seller on seller.id = cycle.seller_id
      where seller.code = ? and customer.number = ? and cycle.period_from = ?`,
    [seller, customer, period],
  );
  if (!row) throw new Error(`${customer} has no cycle for ${period}`);
  return row.id;
}

export type DeskSaid = {
  readonly payload?: Readonly<Record<string, unknown>>;
  readonly words?: string | null;
  readonly by?: DeskActor;
  readonly disputeId?: string;
};

export type CycleStory = ReturnType<typeof cycleStory>;

const dayMs = 86_400_000;

/** What a story says of a payment; the rest is the same for all. */
type Paid = Partial<PaymentReport> & Pick<PaymentReport, 'amountMinor'>;

export function cycleStory(
  { client, office, em }: Tools,
  seller: string,
  customer: StoryCustomer,
  period: string,
) {
  const { number, timeZone = 'Europe/Ljubljana' } = customer;
  const identity = { seller, customer: number, period };
  const workflowId = billingCycleWorkflowId(identity);
  const handle = client.workflow.getHandle<() => Promise<BillingCycleResult>>(workflowId);
  const start = (delayMs: number) => ({
    ...cycleStartOptions(identity),
    startDelay: Math.max(0, todayMs + delayMs - Date.now()),
  });
  let todayMs = Date.now();
  let facts = 0;
  const newId = (kind: string) => `${kind}/${number}/${period}/${(facts += 1)}`;

  const story = {
    identity,
    workflowId,
    handle,
    customer,
    /** Turns the calendar to this local time; what is due until then happens on the way. */
    async on(day: string, time = '12:00') {
      todayMs = instantAt(day, time, timeZone);
      await moveTo(todayMs);
      return story;
    },
    /** Asks for the bill as the API does; it is issued at this local time. */
    async begin(day = '2035-03-01', time = '12:00'): Promise<CycleFromBooks> {
      todayMs = instantAt(day, time, timeZone);
      return say(() => handle.executeUpdate(issued));
    },
    /** A payment is reported, and booked when this returns. */
    async pay(paid: Paid): Promise<string> {
      const paymentId = await story.report(paid);
      await settle();
      return paymentId;
    },
    /** A payment is reported, and nobody waits for its booking. */
    async report(paid: Paid): Promise<string> {
      const payment = {
        paymentId: newId('payment'),
        currency: 'EUR',
        receivedOn: writtenAt(todayMs, timeZone).slice(0, 10),
        method: 'bank_transfer',
        reportedBy: 'bank',
        ...paid,
      };
      const signal = { signal: reportPayment, signalArgs: [payment] as [PaymentReport] };
      await client.workflow.signalWithStart('billingCycle', { ...start(0), ...signal });
      return payment.paymentId;
    },
    /** The payment bounces. */
    async bounce(paymentId: string) {
      const reversal = {
        reversalId: newId('reversal'),
        paymentId,
        reason: 'no funds',
        reportedBy: 'bank',
      };
      const signal = { signal: reportReversal, signalArgs: [reversal] as [typeof reversal] };
      await client.workflow.signalWithStart('billingCycle', { ...start(0), ...signal });
      await settle();
    },
    /** The customer promises to pay these amounts by these days. */
    promise(
      instalments: PromiseRequest['instalments'],
      acceptedBy: PromiseRequest['acceptedBy'] = 'agent',
      promiseId = newId('promise'),
    ) {
      const request = { promiseId, instalments, madeBy: 'customer', acceptedBy };
      return say(() =>
        handle.executeUpdate(promiseToPay, { updateId: promiseId, args: [request] }),
      );
    },
    /** Somebody does something about a dispute: the request is kept as the API keeps it, then told. */
    async desk(act: DeskAct, said: DeskSaid = {}) {
      const { payload = {}, words = null, by = theCustomer, disputeId } = said;
      const cycleId = await cycleIdOf(em(), identity);
      const request = await putDeskRequest(em(), {
        ...{ cycleId, act, externalId: newId(act), actor: by, channel: 'api', payload, words },
        ...(disputeId !== undefined && { disputeId }),
        requestedAt: new Date(todayMs),
      });
      const { requestId } = request;
      const asked = { requestId, disputeId: request.disputeId };
      const updateId = `desk/${requestId}`;
      await say(() => handle.executeUpdate(deskUpdate(act), { updateId, args: [asked] }));
      return request.disputeId;
    },
    /** An agent corrects the invoice. */
    correct(correction: Correction, correctionId = newId('correction')) {
      const request: CorrectionRequest = {
        correctionId,
        reason: 'wrong price',
        decidedBy: 'agent',
        ...correction,
      };
      return say(() =>
        handle.executeUpdate(correctInvoice, { updateId: correctionId, args: [request] }),
      );
    },
    cycle: () => handle.query(cycleQuery),
    async books(): Promise<CycleFromBooks> {
      const { books } = await handle.query(cycleQuery);
      if (!books) throw new Error(`${workflowId} has no books yet`);
      return books;
    },
    /** What the journal says, a line for each thing that happened, in the order of its writing. */
    diary: () => diaryOf(em(), identity, timeZone),
    /** The letters that the customer got, by the date that they carry. */
    letters: () =>
      office
        .lettersTo(emailOf(number))
        .map(({ atMs, subject }) => `${writtenAt(atMs, timeZone)} ${subject}`),
    isRunning: async () => (await handle.describe()).status.name === 'RUNNING',
  };
  return story;

  /** An update starts a cycle that is not running; a delayed start tells it which day it is. */
  async function say(update: () => Promise<CycleFromBooks>): Promise<CycleFromBooks> {
    await client.workflow.start('billingCycle', start(dayMs));
    await moveTo(todayMs);
    const answer = await update();
    await settle();
    return answer;
  }

  async function settle(): Promise<void> {
    todayMs += 1_000;
    await moveTo(todayMs);
  }

  async function moveTo(ms: number): Promise<void> {
    const ahead = ms - (await workflowNow(client, workflowId));
    // Real time passes too; a calendar that is some moments ahead is where it was to be.
    if (ahead < 1) return;
    const { outcome } = await advance(client, workflowId, ahead);
    if (outcome !== 'reached' && outcome !== 'closed') {
      throw new Error(`${workflowId} did not get to ${writtenAt(ms, timeZone)}: ${outcome}`);
    }
  }
}

type Correction =
  | Pick<Extract<CorrectionRequest, { kind: 'credit' }>, 'kind' | 'scope' | 'invoice'>
  | Pick<Extract<CorrectionRequest, { kind: 'void_and_reissue' }>, 'kind'>
  | Pick<Extract<CorrectionRequest, { kind: 'undo_credit' }>, 'kind' | 'creditNote'>;
