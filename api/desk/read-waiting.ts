/** Grants that wait for a second person, as the one who is asked sees them. */
import { readChecked } from '../../db/desk-board.ts';
import { type CaseGrant, type CaseRow, listCases, readCaseGrants } from '../../db/dispute-views.ts';
import { verdicts } from '../../domain/authority/verdict.ts';
import { decisionOf } from '../../domain/dispute/decision.ts';
import { mayDo } from '../../domain/staff.ts';
import { decidedWords } from './grant-words.ts';
import { maskedName } from './masked.ts';
import type { RuleView, WaitingGrantView } from './views.ts';
import type { Visit } from './visit.ts';
import { instantWords } from './words.ts';

/** Every grant of the seller that waits. */
export async function readAllWaiting(visit: Visit): Promise<WaitingGrantView[]> {
  const { em, staff, at } = visit;
  const rows = await listCases(em, { sellerId: staff.sellerId, states: ['waiting'], limit: 200 });
  const disputeIds = rows.map(({ disputeId }) => disputeId);
  const checked = await readChecked(em, { staffId: staff.id, disputeIds, at });
  const views: WaitingGrantView[] = [];
  for (const row of rows) {
    const view = await readWaiting(visit, { row, showsName: checked.has(row.disputeId) });
    if (view) views.push(view);
  }
  return views;
}

/** The grant of a case that waits for its second person; null when none does. */
export async function readWaiting(
  visit: Visit,
  { row, showsName }: { readonly row: CaseRow; readonly showsName: boolean },
): Promise<WaitingGrantView | null> {
  if (row.state !== 'waiting') return null;
  const grants = await readCaseGrants(visit.em, row.disputeId);
  const grant = grants.find(({ state }) => state === 'waiting');
  if (!grant) return null;
  const { grantId, askedBy, askedAt, worthMinor: minor, currency } = grant;
  const expiresAtMs = (grant.expiresAt ?? row.approvalUntil ?? askedAt).getTime();
  return {
    ...{ disputeId: row.disputeId, grantId, reason: row.reason, askedBy, expiresAtMs },
    customer: showsName ? row.customerName : `${row.customer} ${maskedName(row.customerName)}`,
    what: decidedWords(decisionOf({ decision: grant.asked }), { minor, currency }),
    worth: { minor, currency },
    askedAtMs: askedAt.getTime(),
    left: {
      words: `waits until ${instantWords(expiresAtMs, visit.viewer)}`,
      mark: expiresAtMs - visit.at.getTime() < soonMs ? 'soon' : 'ok',
    },
    rules: grant.rules.map(ruleView),
    flagWords: farWords(grant.flag),
    closedBecause: closedBecause(visit, grant),
  };
}

const soonMs = 60 * 60_000;

function closedBecause({ staff }: Visit, { staffId }: CaseGrant): string | null {
  if (staffId === staff.id) return 'You asked for this yourself: it takes a second person.';
  return mayDo(staff.role, 'approve') ? null : 'It takes somebody who approves: a supervisor.';
}

function ruleView({ rule, says, words }: CaseGrant['rules'][number]): RuleView {
  return { rule, says: verdicts.find((one) => one === says) ?? 'refused', words };
}

/** Said only of what is far from what others were given. */
export function farWords(flag: string | null): string | null {
  if (flag !== 'far_above' && flag !== 'far_below') return null;
  const far = flag === 'far_above' ? 'far above' : 'far below';
  return `This is ${far} what similar customers with the same reason were given.`;
}
