/** Several people at a customer's disputes in the same moment, each on a connection of their own. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { type DeskActor, putDeskRequest } from '../../db/desk-inbox.ts';
import type { CycleFromBooks, Outcome } from '../../domain/cycle.ts';
import type { DeskAct } from '../../domain/dispute/acts.ts';
import { isRefusalCode } from '../../domain/errors.ts';
import { booksChangedFact, deskFact, type Fact } from '../../domain/facts.ts';
import { corrected, paid } from './books-facts.ts';
import { firstPeriod, type Home } from './books-homes.ts';
import { traceOf } from './books-reading.ts';
import type { Town } from './books-town.ts';
import { check, customer, type Person } from './desk.ts';
import { expectDeskToHold } from './desk-proof.ts';
import { readDisputes } from './desk-reading.ts';

const moveNames = [
  ...(['take', 'return', 'answer', 'withdraw', 'reopen', 'open'] as const),
  ...(['explain', 'grant', 'grant', 'grant_above', 'correct', 'void', 'promise'] as const),
  ...(['approve', 'approve', 'decline', 'pay', 'pay_all', 'credit', 'deadline'] as const),
] as const;

export type Move = {
  readonly name: (typeof moveNames)[number];
  /** Of the customer's two bills. */
  readonly on: 0 | 1;
  /** Whoever has the case, or would have it; otherwise somebody else. */
  readonly isOwner: boolean;
  /** The same thing is asked twice at once, under the same id. */
  readonly isTwice: boolean;
};

export type Race = {
  readonly home: number;
  readonly begins: 'open' | 'claimed' | 'waiting' | 'withdrawn';
  readonly isWhole: boolean;
  readonly moves: readonly Move[];
  /** Who comes first of those who come at once: an order for every move. */
  readonly order: number;
};

const move: fc.Arbitrary<Move> = fc.record({
  name: fc.constantFrom(...moveNames),
  on: fc.constantFrom(0, 0, 0, 1),
  isOwner: fc.constantFrom(true, true, true, false),
  isTwice: fc.constantFrom(false, false, false, true),
});

/** Bills of which something can be granted. */
export const races: fc.Arbitrary<Race> = fc.record({
  home: fc.constantFrom(0, 1, 2, 3, 6),
  begins: fc.constantFrom('open', 'claimed', 'claimed', 'waiting', 'waiting', 'withdrawn'),
  isWhole: fc.boolean(),
  moves: fc.array(move, { minLength: 2, maxLength: 7 }),
  order: fc.nat(),
});

/** One of the bills with its dispute, and where it is. */
type Ground = {
  readonly town: Town;
  readonly home: Home;
  readonly cycleId: string;
  readonly disputeId: string;
  /** The grant that waits for its second person, if one does. */
  readonly grantId: string;
  readonly openMinor: number;
  readonly nowMs: number;
};

type Ran = {
  readonly what: string;
  readonly outcome: Outcome;
  readonly repeat: () => Promise<Outcome>;
};

/** A Monday morning, two weeks after the bills. */
const mondayMs = Date.parse('2026-01-19T08:00:00Z');
const hourMs = 3_600_000;

/** Runs a race; returns who did what and who was refused it, in the order of the race. */
export async function run(town: Town, race: Race): Promise<readonly string[]> {
  const home = town.takeHome(race.home);
  const grounds: Ground[] = [];
  for (const period of [firstPeriod, '2026-01-12']) {
    grounds.push(await prepare(town, home, race, period));
  }
  const ran = await allAtOnce(town, home, grounds, race);
  const told = ran.map(({ what, outcome }) => `${what} ${outcome.refused?.code ?? 'done'}`);
  for (const { outcome } of ran) {
    if (outcome.refused) expect(isRefusalCode(outcome.refused.code)).toBe(true);
  }
  await tellBoth(grounds);
  for (const ground of grounds) await expectOneEnd(ground);
  await expectDeskToHold(town, home);
  await expectSameAgain(town, home, ran);
  return told;
}

/** A bill whose dispute is where the race begins; agents have one case each. */
async function prepare(town: Town, home: Home, race: Race, period: string): Promise<Ground> {
  const { begins, isWhole } = race;
  const issuedMs = Date.parse(`${firstPeriod}T09:00:00Z`);
  const { cycleId, openMinor } = await issueOrLoad(town, home, period, issuedMs);
  const nowMs = mondayMs - hourMs;
  const payload = { reason: 'quality', lines: isWhole ? 'whole' : [{ position: 1 }] };
  const none = { town, home, cycleId, disputeId: '', grantId: '', openMinor, nowMs };
  await must(ask(none, { act: 'openDispute', by: customer, payload, id: 'first' }));
  const dispute = await disputeOf(none);
  const ground = { ...none, disputeId: dispute.id };
  const owner = personAt(town, home, period === firstPeriod ? 0 : 1);
  if (begins === 'withdrawn') await must(ask(ground, { act: 'withdrawDispute', by: customer }));
  if (begins === 'claimed' || begins === 'waiting') {
    await must(ask(ground, { act: 'takeDispute', by: owner }));
  }
  if (begins === 'waiting') {
    await check(town.database.em.fork(), cycleId, owner, nowMs);
    await must(
      ask(ground, { act: 'decideDispute', by: owner, payload: granting(ground, 'above') }),
    );
  }
  return { ...ground, grantId: (await disputeOf(ground)).grantId ?? cycleId };
}

async function issueOrLoad(
  { activities }: Town,
  { seller, customer: number }: Home,
  period: string,
  nowMs: number,
): Promise<CycleFromBooks> {
  return (await activities.issueOrLoad({ seller, customer: number, period, nowMs })).books;
}

async function disputeOf({ town, home, cycleId }: Ground) {
  const disputes = await readDisputes(town.database, home);
  const found = disputes.find((one) => one.cycleId === cycleId);
  if (!found) throw new Error(`cycle ${cycleId} has no dispute`);
  return found;
}

function personAt(town: Town, home: Home, index: number): Person {
  const person = town.staffOf(home)[index];
  if (!person) throw new Error(`nobody works for ${home.seller}`);
  return person;
}

/** Most is taken; a second grant that must wait may be above the limits of a tight policy. */
async function must(asking: Promise<Outcome>): Promise<void> {
  const { refused } = await asking;
  if (refused?.code !== 'grant_refused') expect(refused).toBeUndefined();
}

type Asking = {
  readonly act: DeskAct;
  readonly by: DeskActor;
  readonly payload?: Record<string, unknown>;
  readonly id?: string;
};

/** Puts the request and books it, as the API and the cycle do one after the other. */
async function ask(
  { town, cycleId, disputeId, nowMs }: Ground,
  { act, by, payload = {}, id = act }: Asking,
): Promise<Outcome> {
  const request = await putDeskRequest(town.database.em.fork(), {
    ...{ cycleId, act, externalId: id, actor: by, channel: 'api', payload, words: 'So it is.' },
    ...(act !== 'openDispute' && { disputeId }),
    requestedAt: new Date(nowMs),
  });
  const { requestId } = request;
  const fact = deskFact(act, { requestId, disputeId: request.disputeId });
  return town.activities.bookFact({ cycleId, fact, nowMs });
}

/** Within what an agent grants alone, or above it and within what takes a second person. */
function granting({ home, openMinor }: Ground, size: 'alone' | 'above') {
  const unit = home.currency === 'JPY' ? 100 : 1_00;
  const grossMinor = Math.min(openMinor - 1, (size === 'alone' ? 12 : 25) * unit);
  return { decision: { kind: 'grant', grant: { kind: 'goodwill_credit', grossMinor } } };
}

/** The moves at once, in the order of the race; what is asked twice is asked by two at once. */
async function allAtOnce(
  town: Town,
  home: Home,
  grounds: readonly Ground[],
  { moves, order }: Race,
): Promise<Ran[]> {
  const isLate = moves.some(({ name }) => name === 'deadline');
  const nowMs = isLate ? await firstDeadline(town, home) : mondayMs;
  for (const index of [0, 1, 2, 3]) {
    const { cycleId = '' } = grounds[0] ?? {};
    await check(town.database.em.fork(), cycleId, personAt(town, home, index), nowMs - 1);
  }
  const works = moves.flatMap(({ name, on, isOwner, isTwice }, index) => {
    const ground = grounds[on];
    if (!ground) return [];
    const ofApprovers = name === 'approve' || name === 'decline' ? 2 : 0;
    const by = personAt(town, home, (isOwner ? on : 1 - on) + ofApprovers);
    const repeat = () => moved({ ...ground, nowMs }, name, by, `${name}-${index}`);
    return Array.from({ length: isTwice ? 2 : 1 }, () => ({ what: `${name}${on}`, repeat }));
  });
  const inOrder = fc.shuffledSubarray(works, { minLength: works.length });
  const [shuffled = works] = fc.sample(inOrder, { numRuns: 1, seed: order });
  return Promise.all(shuffled.map(async (work) => ({ ...work, outcome: await work.repeat() })));
}

async function firstDeadline(town: Town, home: Home): Promise<number> {
  const { disputes } = await issueOrLoad(town, home, firstPeriod, mondayMs);
  return disputes?.[0]?.next.atMs ?? mondayMs;
}

function moved(ground: Ground, name: Move['name'], by: Person, id: string): Promise<Outcome> {
  const { town, home, cycleId, disputeId, grantId, openMinor, nowMs } = ground;
  const decide = (decision: unknown) =>
    ask(ground, { act: 'decideDispute', by, payload: { decision }, id });
  const book = (fact: Fact) => town.activities.bookFact({ cycleId, fact, nowMs });
  const half = { kind: 'amount', grossMinor: Math.ceil(openMinor / 2) } as const;
  switch (name) {
    case 'take':
    case 'return':
    case 'answer':
      return ask(ground, { act: `${name}Dispute`, by, id });
    case 'explain':
      return decide({ kind: 'explain' });
    case 'grant':
      return decide(granting(ground, 'alone').decision);
    case 'grant_above':
      return decide(granting(ground, 'above').decision);
    case 'correct':
      return decide({ kind: 'correct', correction: { kind: 'credit', scope: half } });
    case 'void':
      return decide({ kind: 'correct', correction: { kind: 'void_and_reissue' } });
    case 'promise': {
      const instalments = [{ on: '2026-02-01', amountMinor: openMinor }];
      return decide({ kind: 'promise', instalments });
    }
    case 'approve':
    case 'decline':
      return ask(ground, { act: 'approveGrant', by, payload: { grantId, verdict: name }, id });
    case 'withdraw':
    case 'reopen':
      return ask(ground, { act: `${name}Dispute`, by: customer, id });
    case 'open': {
      const payload = { reason: 'other', lines: 'whole' };
      return ask(ground, { act: 'openDispute', by: customer, payload, id });
    }
    case 'pay':
    case 'pay_all': {
      const payment = { paymentId: `${id}-${cycleId}`, currency: home.currency };
      return name === 'pay'
        ? book(paid({ ...payment, amountMinor: openMinor }))
        : book(paid({ ...payment, amountMinor: 2 * openMinor, allocate: 'oldest_first' }));
    }
    case 'credit':
      return book(corrected(id, { kind: 'credit', scope: half }));
    case 'deadline':
      return town.activities.tendDispute({ cycleId, disputeId, nowMs });
  }
}

/** A payment over both bills is told to the other one, as cycles tell each other. */
async function tellBoth(grounds: readonly Ground[]): Promise<void> {
  for (const { town, cycleId, nowMs } of grounds) {
    const fact = booksChangedFact({ id: 'race' });
    await town.activities.bookFact({ cycleId, fact, nowMs });
  }
}

/** However many decided, the dispute ended once for each time that it was open. */
async function expectOneEnd({ town, disputeId }: Ground): Promise<void> {
  const [row] = await town.database.em.fork().execute<{ ends: number; opened: number }[]>(
    `select count(*) filter (where kind in ('resolved', 'withdrawn', 'moot'))::int as ends,
       count(*) filter (where kind in ('opened', 'reopened'))::int as opened
     from dispute_event where dispute_id = ?`,
    [disputeId],
  );
  const { ends = 0, opened = 0 } = row ?? {};
  expect([opened - 1, opened]).toContain(ends);
}

/**
 * Who was not refused is told the same again, and nothing happens by it; but to take what one has
 * leaves no mark, so that it cannot be told from taking what has ended.
 */
async function expectSameAgain(town: Town, home: Home, ran: readonly Ran[]): Promise<void> {
  const before = await traceOf(town.database, home);
  for (const { what, outcome, repeat } of ran) {
    if (outcome.refused || what.startsWith('deadline')) continue;
    const { refused } = await repeat();
    if (!what.startsWith('take')) expect(refused, what).toBeUndefined();
  }
  expect(await traceOf(town.database, home)).toEqual(before);
}
