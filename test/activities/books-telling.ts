/** Tells a story to the real activities, each of them twice, and keeps account of what was told. */
import { addDays, localDateAt } from '../../domain/calendar.ts';
import type { AllocationOrder, CreditScope } from '../../domain/facts.ts';
import { checkPromise, climb, climbStep } from './books-climbing.ts';
import { type Correction, corrected, paid, promised, takenBack } from './books-facts.ts';
import { firstPeriod, type Home } from './books-homes.ts';
import { creditOf, type CycleRow, type PaperRow, readHome, readPapers } from './books-reading.ts';
import { book, pick, type Scene, type Teller, type Told, twice } from './books-scene.ts';
import { type Deed, isAtDesk, type Story } from './books-story.ts';
import { tellAtDesk } from './desk-telling.ts';

export async function tell(teller: Teller, home: Home, story: Story): Promise<Told> {
  const told: Told = {
    nowMs: Date.parse(`${firstPeriod}T09:00:00Z`),
    payments: [],
    reversed: new Set(),
    refundedMinor: 0,
  };
  for (let bill = 1; bill <= story.bills; bill += 1) {
    await act({ ...teller, home, told, id: `bill-${bill}` }, { kind: 'issue', by: 'request' });
  }
  for (const [index, { afterHours, deed }] of story.chapters.entries()) {
    told.nowMs += afterHours * 3_600_000;
    await act({ ...teller, home, told, id: `${home.customer}-${index}` }, deed);
  }
  return told;
}

async function act(scene: Scene, deed: Deed): Promise<void> {
  const { cycles, nextPeriod } = await readHome(scene.database, scene.home);
  if (deed.kind === 'issue') return issue(scene, nextPeriod, deed.by);
  if (deed.kind === 'refund') return refund(scene, deed.percent);
  if (isAtDesk(deed)) return tellAtDesk(scene, cycles, deed);
  const cycle = pick(cycles, deed.on);
  if (!cycle) return;
  switch (deed.kind) {
    case 'pay':
      return pay(scene, cycle, cycles, deed);
    case 'pay_again': {
      const payment = pick(scene.told.payments, deed.payment);
      if (!payment) return;
      await book(scene, cycle, paid({ ...payment, amountMinor: payment.amountMinor + 1 }));
      return;
    }
    case 'reverse':
      return reverse(scene, cycle, deed.payment);
    case 'credit':
      return credit(scene, cycle, deed);
    case 'undo': {
      const note = pick(await readPapers(scene.database, scene.home, 'credit_note'), deed.note);
      const creditNote = note?.number ?? 'HC2026-999999';
      const noted = cycles.find(({ id }) => id === note?.cycleId) ?? cycle;
      return correct(scene, noted, { kind: 'undo_credit', creditNote });
    }
    case 'void':
      return correct(scene, cycle, { kind: 'void_and_reissue' });
    case 'promise':
      return promise(scene, cycle, deed);
    case 'check_promise':
      return checkPromise(scene, cycle);
    case 'climb':
      return climb(scene, cycle, deed.steps);
    case 'climb_again':
      return climbStep(scene, cycle, deed.step);
  }
}

async function issue(scene: Scene, period: string, by: 'run' | 'request'): Promise<void> {
  const { activities, home, told, id } = scene;
  const { seller, customer } = home;
  const { nowMs } = told;
  if (by === 'request') {
    await twice(scene, () => activities.issueOrLoad({ seller, customer, period, nowMs }));
    return;
  }
  const runId = `${seller}/${id}`;
  await activities.openRun({ runId, seller, asOf: period, nowMs });
  await twice(scene, () =>
    activities.issuePage({ runId, seller, asOf: period, page: 1, pageSize: 10, nowMs }),
  );
}

async function pay(
  scene: Scene,
  cycle: CycleRow,
  cycles: readonly CycleRow[],
  { size, percent, allocate }: Extract<Deed, { kind: 'pay' }>,
): Promise<void> {
  const { told, home, id } = scene;
  const part = Math.max(1, Math.floor((cycle.openMinor * Math.min(percent, 99)) / 100));
  const more = cycle.openMinor + cycle.claimedMinor + percent;
  const amountMinor = { open: Math.max(1, cycle.openMinor), part, more, cent: 1 }[size];
  const orders: AllocationOrder[] = cycles.map(({ invoice, openMinor }, index) => ({
    invoice: index % 3 === 2 ? 'unknown' : invoice,
    amountMinor: Math.max(1, Math.floor((openMinor * percent) / 100)),
  }));
  const payment = {
    paymentId: `payment/${id}`,
    amountMinor,
    currency: home.currency,
    receivedOn: localDateAt(told.nowMs, 'UTC'),
    allocate: allocate === 'told' ? orders : allocate,
  };
  await book(scene, cycle, paid(payment));
  told.payments.push(payment);
}

async function reverse(scene: Scene, cycle: CycleRow, index: number): Promise<void> {
  const payment = pick(scene.told.payments, index);
  const paymentId = payment?.paymentId ?? 'unknown';
  await book(scene, cycle, takenBack(paymentId));
  if (payment) scene.told.reversed.add(paymentId);
}

async function credit(
  scene: Scene,
  cycle: CycleRow,
  { invoice: index, scope: kind, percent }: Extract<Deed, { kind: 'credit' }>,
): Promise<void> {
  const papers = await readPapers(scene.database, scene.home, 'invoice');
  const ofCycle = papers.filter(({ cycleId }) => cycleId === cycle.id);
  const invoice = pick(ofCycle, index);
  if (!invoice) return;
  const scope = scopeOf(kind, invoice, percent);
  await correct(scene, cycle, { kind: 'credit', scope, invoice: invoice.number });
}

/** Above 100 percent it asks for more than there is; the same line may be named twice. */
function scopeOf(
  kind: 'whole' | 'lines' | 'amount',
  { grossMinor, lines }: PaperRow,
  percent: number,
): CreditScope {
  const share = (minor: number) => Math.floor((minor * percent) / 100);
  if (kind === 'whole') return { kind };
  if (kind === 'amount') return { kind, grossMinor: share(grossMinor) };
  const asked = lines.map(({ position, netMinor }) => ({ position, netMinor: share(netMinor) }));
  const [first] = asked;
  const several = percent % 2 === 0 ? asked.slice(0, 1) : [...asked, ...(first ? [first] : [])];
  return { kind, lines: several.filter(({ netMinor }) => netMinor > 0) };
}

async function correct(scene: Scene, cycle: CycleRow, correction: Correction): Promise<void> {
  await book(scene, cycle, corrected(`c_${scene.id}`, correction));
}

async function refund(scene: Scene, percent: number): Promise<void> {
  const { activities, database, home, told, id, count } = scene;
  const amountMinor = Math.max(1, Math.floor(((await creditOf(database, home)) * percent) / 100));
  const request = { refundId: `r/${id}`, amountMinor, reason: 'asked for', decidedBy: 'teller' };
  const { refused } = await twice(scene, () =>
    activities.refundCredit({ ...home, ...request, nowMs: told.nowMs }),
  );
  count(`refund ${refused?.code ?? 'booked'}`);
  if (!refused) told.refundedMinor += amountMinor;
}

async function promise(
  scene: Scene,
  cycle: CycleRow,
  { instalments: parts, acceptedBy }: Extract<Deed, { kind: 'promise' }>,
): Promise<void> {
  const today = localDateAt(scene.told.nowMs, 'Europe/Tallinn');
  const part = Math.floor(cycle.openMinor / parts);
  const instalments = Array.from({ length: parts }, (_, index) => ({
    on: addDays(today, 3 + 7 * index),
    amountMinor: index === 0 ? cycle.openMinor - part * (parts - 1) : part,
  }));
  await book(scene, cycle, promised({ promiseId: scene.id, instalments, acceptedBy }));
}
