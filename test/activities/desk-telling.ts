/** Tells what people do at the desk: each request is put twice and booked twice. */
import { expect } from 'vitest';
import { putDeskRequest, type DeskActor } from '../../db/desk-inbox.ts';
import { newId } from '../../db/new-id.ts';
import { daysBetween, localDateAt } from '../../domain/calendar.ts';
import type { Outcome } from '../../domain/cycle.ts';
import type { DeskAct } from '../../domain/dispute/acts.ts';
import { isRefusalCode } from '../../domain/errors.ts';
import { deskFact } from '../../domain/facts.ts';
import { type CycleRow, readPapers, traceOf } from './books-reading.ts';
import { climb } from './books-climbing.ts';
import { book, load, pick, type Scene, twice } from './books-scene.ts';
import { check, customer, type Person } from './desk.ts';
import { decisionFor } from './desk-decisions.ts';
import { type DisputeRow, readCharges, readDisputes } from './desk-reading.ts';
import type { DecideDeed, DeskDeed } from './desk-story.ts';

type Deed<Kind extends DeskDeed['kind']> = Extract<DeskDeed, { kind: Kind }>;

/** A dispute in its cycle; one that is not there where the customer has none. */
type Case = DisputeRow & { readonly cycle: CycleRow };

export async function tellAtDesk(
  scene: Scene,
  cycles: readonly CycleRow[],
  deed: DeskDeed,
): Promise<void> {
  if (deed.kind === 'open' || deed.kind === 'post') {
    const cycle = pick(cycles, deed.on);
    if (!cycle) return;
    return deed.kind === 'open' ? open(scene, cycle, deed) : sendLetters(scene, cycle, deed.isAway);
  }
  const found = pick(await disputesFor(scene, deed), deed.dispute);
  const cycle = found ? cycles.find(({ id }) => id === found.cycleId) : cycles[0];
  if (!cycle) return;
  await tellAboutCase(scene, { ...(found ?? noDispute(cycle.id)), cycle }, deed);
}

function noDispute(cycleId: string): DisputeRow {
  const nobody = { staffId: null, grantId: null };
  return { id: newId(), cycleId, state: 'none', ...nobody, endedAtMs: null, daysLeft: 0 };
}

/** What waits for a second person is approved, if anything does; what is ended is opened again. */
async function disputesFor(scene: Scene, deed: DeskDeed): Promise<readonly DisputeRow[]> {
  const all = await readDisputes(scene.database, scene.home);
  const likely = all.filter(({ state, grantId }) => {
    if (deed.kind === 'approve') return grantId !== null;
    return deed.kind !== 'reopen' || isOver({ state });
  });
  return likely.length > 0 ? likely : all;
}

async function tellAboutCase(
  scene: Scene,
  one: Case,
  deed: Exclude<DeskDeed, Deed<'open' | 'post'>>,
): Promise<void> {
  if (deed.kind === 'tend') return tend(scene, one, deed.deadlines);
  if (deed.kind === 'decide') return decide(scene, one, deed);
  const staff = personAt(scene, deed.who);
  switch (deed.kind) {
    case 'take':
    case 'return':
      await ask(scene, one, { act: `${deed.kind}Dispute`, by: staff });
      return;
    case 'answer': {
      const words = deed.isEmpty ? null : 'It is as agreed.';
      const payload = { internal: deed.isNote };
      await ask(scene, one, { act: 'answerDispute', by: staff, payload, words });
      return;
    }
    case 'approve':
      return approve(scene, one, deed);
    case 'withdraw':
    case 'reopen': {
      const by = deed.by === 'customer' ? customer : staff;
      const outcome = await ask(scene, one, { act: `${deed.kind}Dispute`, by });
      if (deed.kind === 'reopen') await expectLetter(scene, one.cycle, outcome);
    }
  }
}

function personAt({ staffOf, home }: Scene, index: number): Person {
  const person = pick(staffOf(home), index);
  if (!person) throw new Error(`nobody works for ${home.seller}`);
  return person;
}

type Asking = {
  readonly act: DeskAct;
  readonly by: DeskActor;
  readonly payload?: Record<string, unknown>;
  readonly words?: string | null;
  readonly channel?: 'page' | 'desk' | 'api';
  /** Several requests of one deed have each an id of their own. */
  readonly part?: string;
};

/** Asks as the API does; who asks again is answered with the same. */
async function ask(
  scene: Scene,
  { id, cycle }: { readonly id?: string; readonly cycle: CycleRow },
  { act, by, payload = {}, words = null, channel = 'api', part = '' }: Asking,
): Promise<Outcome> {
  const { database, told } = scene;
  const put = () =>
    putDeskRequest(database.em.fork(), {
      ...{ cycleId: cycle.id, act, externalId: `${scene.id}${part}`, actor: by, channel },
      ...{ payload, words, requestedAt: new Date(told.nowMs) },
      ...(id !== undefined && { disputeId: id }),
    });
  const { requestId, disputeId } = await put();
  expect(await put()).toMatchObject({ requestId, disputeId });
  const fact = deskFact(act, { requestId, disputeId });
  const outcome = await book(scene, cycle, fact);
  await expectDaysLeft(scene, disputeId, outcome);
  if (outcome.refused) expect(isRefusalCode(outcome.refused.code)).toBe(true);
  return outcome;
}

/** Whose question has ended now has at least the days that were left when it came. */
async function expectDaysLeft({ database, home, told }: Scene, id: string, { books }: Outcome) {
  const disputes = await readDisputes(database, home);
  const dispute = disputes.find((one) => one.id === id);
  const [next] = books.schedule;
  if (!next || dispute?.endedAtMs !== told.nowMs) return;
  const today = localDateAt(told.nowMs, 'Europe/Tallinn');
  expect(daysBetween(today, next.on)).toBeGreaterThanOrEqual(dispute.daysLeft);
}

async function open(
  scene: Scene,
  cycle: CycleRow,
  { by, who, reason, lines }: Deed<'open'>,
): Promise<void> {
  const bill = await newestBill(scene, cycle);
  const named = (bill?.lines ?? [])
    .filter((_, index) => lines === 'whole' || lines[index])
    .map(({ position }) => ({ position, ...(who > 1 && { invoice: bill?.number }) }));
  const outcome = await ask(
    scene,
    { cycle },
    {
      act: 'openDispute',
      by: actorOf(scene, by, who),
      payload: { reason, lines: lines === 'whole' ? lines : named },
      words: 'Why is it so much?',
      channel: by === 'page' ? 'page' : 'api',
    },
  );
  await expectLetter(scene, cycle, outcome);
}

/** The letter about a question names as due what nobody questions, and nothing else. */
async function expectLetter(scene: Scene, cycle: CycleRow, { books, refused }: Outcome) {
  // A question that paying answers is over before anybody reads of it.
  if (refused || !books.disputes) return;
  const restMinor = books.openMinor - (books.heldMinor ?? 0);
  expect(await restInLetter(scene, cycle.id), 'the rest in the letter').toBe(restMinor);
}

/** Asks anew where everything that was asked is decided; of charges there must be some. */
async function asked(scene: Scene, { cycle }: Case, { decision }: DecideDeed): Promise<Case> {
  const { id } = cycle;
  if (decision === 'waive_charges') await climb(scene, cycle, 4);
  await ask(
    scene,
    { cycle },
    {
      act: 'openDispute',
      by: customer,
      payload: { reason: 'quality', lines: 'whole' },
      part: '/open',
    },
  );
  const disputes = await readDisputes(scene.database, scene.home);
  const found = disputes.find(({ cycleId, state }) => cycleId === id && state === 'open');
  return { ...(found ?? noDispute(id)), cycle };
}

async function newestBill({ database, home }: Scene, cycle: CycleRow) {
  const papers = await readPapers(database, home, 'invoice');
  return papers.filter(({ cycleId }) => cycleId === cycle.id).at(-1);
}

/** What the last letter about a question that came in says is still to be paid. */
async function restInLetter({ database }: Scene, cycleId: string): Promise<number> {
  const [letter] = await database.em.fork().execute<{ minor: number }[]>(
    `select (facts ->> 'restMinor')::int as minor from letter
      where cycle_id = ? and template = 'received' order by id desc limit 1`,
    [cycleId],
  );
  return letter?.minor ?? 0;
}

function actorOf(scene: Scene, by: Deed<'open'>['by'], who: number): DeskActor {
  if (by === 'staff') return personAt(scene, who);
  if (by === 'service') return { kind: 'service', name: 'shop', staffId: null };
  return customer;
}

async function decide(scene: Scene, found: Case, deed: DecideDeed): Promise<void> {
  const one = deed.isReady && isOver(found) ? await asked(scene, found, deed) : found;
  if (deed.isReady && one.state === 'none') return;
  const by = await deciding(scene, one, deed);
  const bill = await newestBill(scene, one.cycle);
  if (!bill) return;
  const { database, told, count } = scene;
  const { openMinor, id } = one.cycle;
  const chargeIds = await readCharges(database, id);
  const matter = { bill, openMinor, chargeIds, nowMs: told.nowMs };
  const payload = { decision: decisionFor(deed, matter) };
  const words = 'We have looked at it.';
  const { books, refused } = await ask(scene, one, { act: 'decideDispute', by, payload, words });
  const waits = books.disputes?.some(
    ({ disputeId, state }) => disputeId === one.id && state === 'waiting',
  );
  count(`${deed.decision} ${refused?.code ?? (waits ? 'waits' : 'booked')}`);
  if (waits && deed.second) await approve(scene, one, deed.second);
}

function isOver({ state }: Pick<DisputeRow, 'state'>): boolean {
  return !['open', 'claimed', 'waiting'].includes(state);
}

/** Whoever has the case, or takes it, with a check of whom they speak to. */
async function deciding(scene: Scene, one: Case, { isReady, who }: DecideDeed): Promise<Person> {
  const owner = scene.staffOf(scene.home).find(({ staffId }) => staffId === one.staffId);
  const hasOne = isReady && one.state === 'claimed' && owner !== undefined;
  const by = hasOne ? owner : personAt(scene, who);
  if (!isReady) return by;
  if (one.state === 'open') await ask(scene, one, { act: 'takeDispute', by, part: '/take' });
  await check(scene.database.em.fork(), one.cycle.id, by, scene.told.nowMs);
  return by;
}

async function approve(
  scene: Scene,
  { id, cycle }: Case,
  { who, verdict }: NonNullable<DecideDeed['second']>,
): Promise<void> {
  const waiting = (await readDisputes(scene.database, scene.home)).find((one) => one.id === id);
  const payload = { grantId: waiting?.grantId ?? newId(), verdict };
  const by = personAt(scene, who);
  const { refused } = await ask(scene, { id, cycle }, { act: 'approveGrant', by, payload });
  scene.count(`${verdict} ${refused?.code ?? 'booked'}`);
}

/** Takes deadlines at their time; what is overdue by then comes at once, as it does in the cycle. */
async function tend(scene: Scene, one: Case, deadlines: number): Promise<void> {
  const { activities, told, count } = scene;
  const { id: disputeId, cycle } = one;
  if (one.state === 'none') return;
  for (let taken = 0; taken < deadlines; taken += 1) {
    const { books } = await load(scene, cycle);
    const next = books.disputes?.find((dispute) => dispute.disputeId === disputeId)?.next;
    if (!next) return;
    told.nowMs = Math.max(told.nowMs, next.atMs);
    await tendOverdue(scene, cycle, disputeId);
    count(`deadline ${next.kind}`);
  }
  await tendOverdue(scene, cycle, disputeId);
  const before = await traceOf(scene.database, scene.home);
  await activities.tendDispute({ cycleId: cycle.id, disputeId, nowMs: told.nowMs });
  expect(await traceOf(scene.database, scene.home), 'nothing is due').toEqual(before);
}

async function tendOverdue(scene: Scene, cycle: CycleRow, disputeId: string): Promise<void> {
  const { activities, told } = scene;
  for (let turn = 0; turn < 20; turn += 1) {
    const { books } = await load(scene, cycle);
    const next = books.disputes?.find((dispute) => dispute.disputeId === disputeId)?.next;
    if (!next || next.atMs > told.nowMs) return;
    await activities.tendDispute({ cycleId: cycle.id, disputeId, nowMs: told.nowMs });
  }
  throw new Error(`the deadlines of dispute ${disputeId} have no end`);
}

/** Sends what is due by now; a mail server that is away puts the first of it off. */
async function sendLetters(scene: Scene, cycle: CycleRow, isAway: boolean): Promise<void> {
  const { activities, told, post, count } = scene;
  for (let letters = 0; letters < 50; letters += 1) {
    const { letter } = (await load(scene, cycle)).books;
    if (!letter || letter.atMs > told.nowMs) return;
    const input = { cycleId: cycle.id, letterId: letter.letterId, nowMs: told.nowMs };
    if (isAway) {
      post.isAway = true;
      await activities.sendLetter(input);
      post.isAway = false;
      count('letter put off');
      return;
    }
    await twice(scene, () => activities.sendLetter(input));
    count(`letter ${letter.template}`);
  }
  throw new Error(`the letters of cycle ${cycle.id} have no end`);
}
