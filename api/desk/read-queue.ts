/** The queue as the books have it, for one member of staff. */
import { noteListed } from '../../db/access-log.ts';
import { type BoardCase, readBoard, readChecked, readHours } from '../../db/desk-board.ts';
import { newestEvent } from '../../db/desk-news.ts';
import { type CaseRow, listCases } from '../../db/dispute-views.ts';
import type { StaffFacts } from '../../db/staff.ts';
import { fits, moreUrgent } from '../../domain/dispute/queue.ts';
import { disputeReasons } from '../../domain/dispute/reasons.ts';
import type { ServiceHours } from '../../domain/dispute/service-hours.ts';
import { type TimeLeft, timeLeft } from '../../domain/dispute/spoken.ts';
import { mayDo } from '../../domain/staff.ts';
import { maskedName } from './masked.ts';
import type { CaseListView, CaseRowView, QueueView } from './views.ts';
import type { Visit } from './visit.ts';

/** How many of each kind are shown; the count says how many there are. */
const shownMax = { mine: 20, next: 8, waiting: 8, missed: 8 } as const;

type Kind = keyof typeof shownMax;
const kinds: readonly Kind[] = ['mine', 'next', 'waiting', 'missed'];

export async function readQueue(visit: Visit): Promise<QueueView> {
  const { em, staff } = visit;
  // Read before the cases, so that what happens in between is news, not lost.
  const seenEvent = String(await newestEvent(em));
  const board = await readBoard(em, staff.sellerId);
  const chosen = chosenFrom(board, staff);
  const shown = kinds.flatMap((kind) => chosen[kind].slice(0, shownMax[kind]));
  const rows = await readRows(visit, shown);
  const listOf = (kind: Kind): CaseListView => ({
    count: chosen[kind].length,
    rows: chosen[kind].flatMap(({ disputeId }) => rows.get(disputeId) ?? []),
  });
  return {
    mine: listOf('mine'),
    next: listOf('next'),
    waiting: listOf('waiting'),
    missed: listOf('missed'),
    seenEvent,
  };
}

export function skillsOf({ id, groups, languages, reasons }: StaffFacts) {
  const known = disputeReasons.filter((reason) => reasons.includes(reason));
  return { staffId: id, groups, languages, reasons: known };
}

function chosenFrom(board: readonly BoardCase[], staff: StaffFacts) {
  const skills = skillsOf(staff);
  const isSupervising = mayDo(staff.role, 'approve');
  const isMine = (one: BoardCase) => one.staffId === staff.id && one.state === 'claimed';
  const isWaiting = (one: BoardCase) =>
    one.state === 'waiting' && (isSupervising || one.staffId === staff.id);
  return {
    mine: board.filter(isMine).sort(moreUrgent),
    next: board.filter((one) => fits(one, skills)).sort(moreUrgent),
    waiting: board.filter(isWaiting).sort(moreUrgent),
    missed: board
      .filter((one) => isSupervising && one.isMissed && !isMine(one) && !fits(one, skills))
      .sort(moreUrgent),
  };
}

/** The rows of these cases, each by its id; whoever is shown by name leaves a line on record. */
export async function readRows(
  { em, staff, at }: Visit,
  cases: readonly BoardCase[],
): Promise<ReadonlyMap<string, CaseRowView>> {
  const disputeIds = [...new Set(cases.map(({ disputeId }) => disputeId))];
  if (disputeIds.length === 0) return new Map();
  const found = await listCases(em, { disputeIds, limit: disputeIds.length });
  const checked = await readChecked(em, { staffId: staff.id, disputeIds, at });
  const hours = await readHours(em, staff.sellerId);
  const named = found.filter(({ disputeId }) => checked.has(disputeId));
  await noteListed(em, { staffId: staff.id, cases: named, at });
  const byId = new Map(cases.map((one) => [one.disputeId, one]));
  return new Map(
    found.flatMap((row) => {
      const one = byId.get(row.disputeId);
      if (!one) return [];
      const left = leftOf(one, hours.get(one.policyId), at.getTime());
      return [[row.disputeId, rowView(row, left, checked.has(row.disputeId))]];
    }),
  );
}

const firstWords = 120;

function rowView(row: CaseRow, left: TimeLeft, isChecked: boolean): CaseRowView {
  const { disputeId, customer, customerName, reason, words, state, language, owner } = row;
  return {
    disputeId,
    customer: isChecked ? customerName : `${customer} ${maskedName(customerName)}`,
    reason,
    words: isChecked ? words.slice(0, firstWords) : '',
    amount: { minor: row.disputedMinor, currency: row.currency },
    state,
    left,
    language,
    owner,
  };
}

type Promised = Pick<BoardCase, 'isAnswered' | 'promisedAtMs' | 'dueAtMs'>;

export function leftOf(
  { isAnswered, promisedAtMs, dueAtMs }: Promised,
  hours: ServiceHours | undefined,
  nowMs: number,
): TimeLeft {
  if (!hours) throw new Error('a case has a policy without hours');
  const kind = isAnswered ? 'resolution' : 'first_answer';
  return timeLeft({ kind, promisedAtMs, dueAtMs }, nowMs, hours);
}
