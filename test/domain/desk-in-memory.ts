/**
 * Disputes and their letters as pure rules, around the books in memory: what the activities of the
 * desk do under a row lock, by the same rules of the domain, and nothing else.
 */
import type { CycleFromBooks, LetterDue, Outcome, Step } from '../../domain/cycle.ts';
import type { DeskAct } from '../../domain/dispute/acts.ts';
import { afterDeadline, type DisputeClock, nextDeadline } from '../../domain/dispute/deadlines.ts';
import { promiseOf } from '../../domain/dispute/policy.ts';
import { afterServiceMinutes } from '../../domain/dispute/service-hours.ts';
import { standardDisputePolicy } from '../../domain/dispute/standard-policy.ts';
import { correctionFact, type Fact } from '../../domain/facts.ts';
import { dayMs } from '../../domain/ladder.ts';
import { memoryBooks } from './books-in-memory.ts';

const policy = standardDisputePolicy('UTC');
const about = { reason: 'quality', currency: 'EUR', isBusiness: false } as const;

/** What was asked under a request's id, as the inbox has it. */
export type Said = {
  /** What it is about: some of the bill, or all of it. */
  readonly minor: number | 'whole';
  readonly decision: 'explain' | 'credit' | 'wait';
};

type Dispute = {
  readonly disputeId: string;
  readonly minor: number | 'whole';
  clock: DisputeClock;
  times: number;
};

export function memoryDesk(grossMinor: number, inbox: ReadonlyMap<string, Said>) {
  const books = memoryBooks(grossMinor);
  const disputes = new Map<string, Dispute>();
  const letters: LetterDue[] = [];
  const sent: string[] = [];
  const known = new Set<string>();
  let heldSinceMs: number | null = null;

  const undecided = () => [...disputes.values()].filter((one) => nextDeadline(policy, one.clock));
  const heldOf = (openMinor: number) => {
    const open = undecided();
    if (open.some(({ minor }) => minor === 'whole')) return openMinor;
    const sum = open.reduce((total, { minor }) => total + (minor === 'whole' ? 0 : minor), 0);
    return Math.min(openMinor, sum);
  };

  const settle = (nowMs: number) => {
    const { standing, openMinor } = books.read();
    const isHeld = standing === 'open' && undecided().length > 0 && heldOf(openMinor) >= openMinor;
    if (isHeld && heldSinceMs === null) {
      books.endPromise(nowMs);
      heldSinceMs = nowMs;
    } else if (!isHeld && heldSinceMs !== null) {
      books.hold(heldSinceMs, nowMs);
      heldSinceMs = null;
    }
  };

  const order = (one: Dispute, template: string, atMs: number) =>
    letters.push({ letterId: `${one.disputeId}/${one.times}/${template}/${atMs}`, template, atMs });

  const end = (one: Dispute, state: 'resolved' | 'withdrawn', nowMs: number) => {
    one.clock = { ...one.clock, state, approvalUntilMs: null };
    books.story.push(`end ${one.disputeId}/${one.times}`);
    order(one, state, nowMs);
    if (state === 'resolved') order(one, 'satisfaction', nowMs + dayMs);
  };

  const begin = (one: Dispute, nowMs: number) => {
    one.times += 1;
    one.clock = clockAt(nowMs, policy.groups[one.times > 1 ? 1 : 0] ?? '');
    order(one, 'received', nowMs);
  };

  const credit = (id: string, nowMs: number) =>
    books.take({ kind: 'book', atMs: 0, fact: creditFact(id) }, nowMs, 1);

  const decide = (one: Dispute, id: string, decision: Said['decision'], nowMs: number) => {
    const { clock } = one;
    if (clock.state !== 'claimed') return;
    if (decision === 'wait') {
      const approvalUntilMs = afterServiceMinutes(nowMs, policy.approvalMinutes, policy.hours);
      one.clock = { ...clock, state: 'waiting', workedAtMs: nowMs, approvalUntilMs };
      return;
    }
    if (decision === 'credit') credit(id, nowMs);
    end(one, 'resolved', nowMs);
  };

  const act = (name: DeskAct, one: Dispute, id: string, nowMs: number) => {
    const { clock } = one;
    const isOpen = nextDeadline(policy, clock) !== null;
    switch (name) {
      case 'openDispute':
        return;
      case 'takeDispute':
        if (clock.state === 'open') one.clock = { ...clock, state: 'claimed', workedAtMs: nowMs };
        return;
      case 'returnDispute':
        if (clock.state === 'claimed') one.clock = { ...clock, state: 'open', workedAtMs: null };
        return;
      case 'answerDispute':
        if (clock.state !== 'claimed') return;
        one.clock = { ...clock, firstAnsweredAtMs: clock.firstAnsweredAtMs ?? nowMs };
        order(one, 'answered', nowMs);
        return;
      case 'decideDispute':
        return decide(one, id, inbox.get(id)?.decision ?? 'explain', nowMs);
      case 'approveGrant':
        if (clock.state !== 'waiting') return;
        credit(id, nowMs);
        return end(one, 'resolved', nowMs);
      case 'withdrawDispute':
        return isOpen ? end(one, 'withdrawn', nowMs) : undefined;
      case 'reopenDispute':
        return isOpen ? undefined : begin(one, nowMs);
    }
  };

  const desk = ({ id, act: name, desk: said }: Extract<Fact, { kind: 'desk' }>, nowMs: number) => {
    if (known.has(id)) return;
    known.add(id);
    const { disputeId, requestId } = said;
    const found = disputes.get(disputeId);
    if (found) return act(name, found, requestId, nowMs);
    if (name !== 'openDispute') return;
    const minor = inbox.get(requestId)?.minor ?? 'whole';
    const one = { disputeId, minor, clock: clockAt(nowMs, ''), times: 0 };
    disputes.set(disputeId, one);
    begin(one, nowMs);
  };

  const tend = (disputeId: string, nowMs: number) => {
    const one = disputes.get(disputeId);
    const due = one && nextDeadline(policy, one.clock);
    if (!one || !due || due.atMs > nowMs) return;
    if (due.kind === 'default') return end(one, 'resolved', nowMs);
    const { note: _, ...after } = afterDeadline(policy, one.clock, due.kind, due.atMs);
    one.clock = after;
  };

  const send = (letterId: string) => {
    const index = letters.findIndex((letter) => letter.letterId === letterId);
    if (index >= 0) sent.push(...letters.splice(index, 1).map((letter) => letter.letterId));
  };

  const read = (): CycleFromBooks => {
    const own = books.read();
    const open = undecided();
    const heldMinor = heldOf(own.openMinor);
    const isAsked = own.standing === 'open' && heldMinor < own.openMinor;
    const [letter] = letters.toSorted((one, other) => one.atMs - other.atMs);
    return {
      ...own,
      schedule: isAsked ? own.schedule.filter(({ step }) => open.length === 0 || step < 5) : [],
      promise: isAsked ? own.promise : null,
      ...(open.length > 0 && { heldMinor, disputes: open.map(openDispute) }),
      ...(letter && { letter }),
    };
  };

  return {
    read,
    story: books.story,
    sent,
    money: books.money,
    /** Takes a step as an activity would, twice when it is asked to. */
    take(step: Step, nowMs: number, times: number): Outcome {
      for (let time = 0; time < times; time += 1) {
        if (step.kind === 'tend_dispute') tend(step.disputeId, nowMs);
        else if (step.kind === 'send_letter') send(step.letterId);
        else if (step.kind === 'book' && step.fact.kind === 'desk') desk(step.fact, nowMs);
        else books.take(step, nowMs, 1);
        settle(nowMs);
      }
      return { books: read() };
    },
  };
}

function clockAt(nowMs: number, group: string): DisputeClock {
  return {
    ...promiseOf(policy, { ...about, amountMinor: 1 }, nowMs),
    state: 'open',
    group,
    openedAtMs: nowMs,
    firstAnsweredAtMs: null,
    workedAtMs: null,
    escalatedAtMs: null,
    firstAnswerMissed: false,
    resolutionMissed: false,
    approvalUntilMs: null,
  };
}

function openDispute({ disputeId, clock }: Dispute) {
  const next = nextDeadline(policy, clock);
  if (!next) throw new Error(`dispute ${disputeId} is open and has no deadline`);
  const { state, group, firstAnswerByMs: promiseByMs } = clock;
  return { disputeId, reason: about.reason, state, group, owner: null, promiseByMs, next };
}

function creditFact(id: string): Fact {
  return correctionFact({
    correctionId: `grant-${id}`,
    kind: 'credit',
    scope: { kind: 'amount', grossMinor: 10_00 },
    reason: 'quality',
    decidedBy: 'agent',
  });
}
