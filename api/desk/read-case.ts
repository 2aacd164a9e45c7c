/** One case as the books have it, for one member of staff: closed where they have no fresh check. */
import { type AccessKind, noteAccess } from '../../db/access-log.ts';
import { readCustomerFacts } from '../../db/customer-facts.ts';
import { invoicesOf } from '../../db/cycle-papers.ts';
import { type PastCase, readPastCases } from '../../db/desk-board.ts';
import { type CaseRow, readCaseLines, readCaseStory } from '../../db/dispute-views.ts';
import { type Dispute, readDispute } from '../../db/disputes.ts';
import { Customer } from '../../db/entities/parties.ts';
import { readFairness } from '../../db/fairness.ts';
import { loadCycleById } from '../../db/load-cycles.ts';
import { newId } from '../../db/new-id.ts';
import type { LocalDate } from '../../domain/calendar.ts';
import { maskedEmail } from '../../domain/caller-check.ts';
import { promiseDue } from '../../domain/dispute/deadlines.ts';
import { dayMs } from '../../domain/ladder.ts';
import { mayDo } from '../../domain/staff.ts';
import { authorityIn } from '../desk-authority.ts';
import { caseFor } from '../dispute-parties.ts';
import { maskedName } from './masked.ts';
import { decisionOptions } from './decision-options.ts';
import { readBill, readChange } from './read-bill.ts';
import { type Gate, readGate } from './read-check.ts';
import { leftOf } from './read-queue.ts';
import { channelOf, outcomeWords, storyOf } from './read-story.ts';
import { readWaiting } from './read-waiting.ts';
import type { CaseView, CustomerView, PastCaseView, PromiseView } from './views.ts';
import type { Visit } from './visit.ts';
import { instantWords } from './words.ts';

/** What both the case and its decisions are read from. */
export type OpenedCase = {
  readonly row: CaseRow;
  readonly dispute: Dispute;
  readonly customer: Customer;
  readonly gate: Gate;
};

export async function openCase(visit: Visit, disputeId: string): Promise<OpenedCase> {
  const { em, staff } = visit;
  const row = await caseFor(em, { kind: 'staff', staff }, disputeId);
  const dispute = await readDispute(em, row.cycleId, row.disputeId);
  const customer = await em.findOneOrFail(Customer, { id: row.customerId });
  const gate = await readGate(visit, customer, row.disputeId);
  return { row, dispute, customer, gate };
}

export async function readCaseView(visit: Visit, disputeId: string): Promise<CaseView> {
  const opened = await openCase(visit, disputeId);
  const { row, gate } = opened;
  const waiting = await readWaiting(visit, { row, showsName: gate.fresh !== null });
  // Who is asked to be the second person sees what is decided about, but not whom.
  const seesBill = gate.fresh !== null || waiting?.closedBecause === null;
  const head = await readHead(visit, opened);
  await noteLooks(visit, row, { seesPerson: gate.fresh !== null, seesBill });
  return { ...head, ...(seesBill ? await readInside(visit, opened) : closed), waiting };
}

const closed = { bill: null, change: null, fairness: null, past: null, authority: null } as const;

async function noteLooks(
  { em, staff, at }: Visit,
  { customerId, disputeId }: CaseRow,
  { seesPerson, seesBill }: { readonly seesPerson: boolean; readonly seesBill: boolean },
): Promise<void> {
  const looks: AccessKind[] = [
    ...(seesPerson ? (['case'] as const) : []),
    ...(seesBill ? (['invoice', 'fairness_view'] as const) : []),
  ];
  for (const what of looks) {
    await noteAccess(em, { staffId: staff.id, customerIds: [customerId], disputeId, what, at });
  }
}

type Head = Omit<CaseView, keyof typeof closed | 'waiting'>;

async function readHead(visit: Visit, { row, dispute, customer, gate }: OpenedCase): Promise<Head> {
  const { em, staff, viewer } = visit;
  const { disputeId, state, reason, group, owner, openedAt } = row;
  const showsWords = gate.fresh !== null;
  const events = await readCaseStory(em, disputeId);
  const isMine = row.staffId === staff.id && state === 'claimed';
  const how = channelOf(events[0]?.details ?? {}, events[0]?.actor ?? 'customer');
  const endedAtMs = row.endedAt?.getTime() ?? null;
  return {
    ...{ disputeId, state, reason, group, owner, isMine },
    words: showsWords ? row.words : null,
    amount: { minor: row.disputedMinor, currency: row.currency },
    openedAtMs: openedAt.getTime(),
    channelWords: `Asked ${how}, ${instantWords(openedAt.getTime(), viewer)}.`,
    canTake: canTake(row, visit),
    promise: endedAtMs === null ? promiseView(dispute, visit) : null,
    customer: await customerView(visit, customer, showsWords),
    check: gate.view,
    story: storyOf(events, { showsWords, currency: row.currency }),
    decisions: isMine ? await decisionOptions(visit, { row, gate }) : [],
    ended: endedAtMs === null ? null : endedWords(row, dispute, visit),
    canReopen: endedAtMs !== null && visit.at.getTime() <= reopenUntilMs(dispute, endedAtMs),
    requestId: newId(),
  };
}

function canTake({ state, staffId }: CaseRow, { staff }: Visit): boolean {
  if (!mayDo(staff.role, 'take_cases')) return false;
  if (state === 'open') return true;
  return state === 'claimed' && staffId !== staff.id && mayDo(staff.role, 'approve');
}

function promiseView({ clock, policy }: Dispute, { at }: Visit): PromiseView {
  const { atMs: dueAtMs } = promiseDue(clock);
  const isAnswered = clock.firstAnsweredAtMs !== null;
  const promised = { isAnswered, promisedAtMs: clock.openedAtMs, dueAtMs };
  return { dueAtMs, left: leftOf(promised, policy.hours, at.getTime()) };
}

function reopenUntilMs({ policy }: Dispute, endedAtMs: number): number {
  return endedAtMs + policy.reopenDays * dayMs;
}

function endedWords(row: CaseRow, dispute: Dispute, { viewer }: Visit): string {
  const endedAtMs = row.endedAt?.getTime() ?? 0;
  const by = row.decidedBy === null ? '' : ` by ${row.decidedBy}`;
  return `Ended ${instantWords(endedAtMs, viewer)}${by}: ${outcomeWords(row.outcome)}. It can be opened again until ${instantWords(reopenUntilMs(dispute, endedAtMs), viewer)}.`;
}

async function customerView(
  { em, on }: Visit,
  customer: Customer,
  isOpen: boolean,
): Promise<CustomerView> {
  const { number, name, email, language, isBusiness, addressLine, postalCode, city } = customer;
  // How long and how well they pay is theirs too.
  const facts = isOpen ? await readCustomerFacts(em, customer.id, on) : null;
  const place = [postalCode, city].filter(Boolean).join(' ');
  return {
    ...{ number, language, isBusiness },
    name: isOpen ? name : maskedName(name),
    tenure: facts && tenureWords(facts.tenureMonths, on),
    pays: facts && paysWords(facts.paidOnTime, facts.bills),
    email: email === '' || isOpen ? email || null : maskedEmail(email),
    address: isOpen ? [addressLine, place].filter(Boolean) : [],
  };
}

function tenureWords(months: number, on: LocalDate): string {
  if (months < 1) return 'a new customer';
  const thisMonth = Number(on.slice(0, 4)) * 12 + Number(on.slice(5, 7)) - 1;
  return `customer since ${Math.floor((thisMonth - months) / 12)}`;
}

function paysWords(onTime: number, bills: number): string | null {
  if (bills === 0) return null;
  return onTime * 10 >= bills * 9
    ? `pays on time (${onTime} of ${bills})`
    : `paid ${onTime} of ${bills} on time`;
}

async function readInside(
  visit: Visit,
  { row, dispute }: OpenedCase,
): Promise<Pick<CaseView, keyof typeof closed>> {
  const { em, staff, on, at } = visit;
  const { cycleId, customerId, disputeId, isWhole, endedAt } = row;
  const [paper] = await invoicesOf(em, cycleId);
  if (!paper) throw new Error(`the cycle of dispute ${disputeId} has no bill`);
  const cycle = await loadCycleById(em, cycleId);
  const disputed = await readCaseLines(em, disputeId);
  const isOwn = endedAt === null && dispute.staffId === staff.id && row.state === 'claimed';
  const past = await readPastCases(em, { customerId, exceptId: disputeId });
  return {
    bill: await readBill(em, paper, { cycle, isWhole, disputed }),
    change: await readChange(em, cycleId, paper),
    fairness: await readFairness(em, { customerId, cycleId, on }),
    past: past.map(pastView),
    authority: isOwn ? await authorityIn(em, staff, row, at) : null,
  };
}

function pastView({ disputeId, openedOn, reason, outcome, ...granted }: PastCase): PastCaseView {
  const { grantedMinor: minor, currency } = granted;
  return {
    ...{ disputeId, openedOn, reason },
    outcome: outcome === null ? 'not decided yet' : outcomeWords(outcome),
    granted: minor > 0 ? { minor, currency } : null,
  };
}
