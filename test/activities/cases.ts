/** Cases at the desk for the tests of activities: taken, checked, decided and approved. */
import type { GrantRequest } from '../../domain/authority/grant.ts';
import type { CorrectionKind } from '../../domain/facts.ts';
import { desk, hire, monday, type Person, question, takeChecked } from './desk.ts';
import type { ownLab } from './lab.ts';

type Lab = ReturnType<typeof ownLab>;
type Bill = { readonly cycleId: string; readonly seller: string };

export type Case = Bill & { readonly disputeId: string; readonly agent: Person };

export const goodwill = (grossMinor: number): GrantRequest => ({
  kind: 'goodwill_credit',
  grossMinor,
});

/** A question about the bill that a new agent has taken, whose caller they have checked. */
export async function newCase(
  lab: Lab,
  { cycleId, seller }: Bill,
  {
    nowMs = monday,
    ...about
  }: Parameters<typeof question>[2] & { role?: 'agent' | 'supervisor' } = {},
): Promise<Case> {
  const { role = 'agent', ...asked } = about;
  const disputeId = await question(lab, cycleId, { ...asked, nowMs });
  const agent = await hire(lab.em(), seller, { role });
  await takeChecked(lab, cycleId, disputeId, agent, nowMs);
  return { cycleId, seller, disputeId, agent };
}

type Decided =
  | { readonly kind: 'grant'; readonly grant: GrantRequest; readonly invoice?: string }
  | { readonly kind: 'correct'; readonly correction: CorrectionKind };

/** Whoever has the case decides it; asked again under the same id, it is the same request. */
export function decide(
  lab: Lab,
  { cycleId, disputeId, agent: by }: Case,
  decision: Decided,
  { nowMs = monday, id }: { nowMs?: number; id?: string } = {},
) {
  return desk(lab, cycleId, 'decideDispute', {
    ...{ disputeId, by, nowMs, words: 'We are sorry.', payload: { decision } },
    ...(id !== undefined && { externalId: id }),
  });
}

type Approval = {
  readonly nowMs?: number;
  readonly verdict?: 'approve' | 'decline';
  readonly by?: Person;
};

/** A supervisor, a new one unless told, is about to say yes to what waits in the case. */
export async function approvalOf(
  lab: Lab,
  { cycleId, seller, disputeId }: Case,
  { nowMs = monday + 60_000, verdict = 'approve', by: given }: Approval = {},
) {
  const by = given ?? (await hire(lab.em(), seller, { role: 'supervisor' }));
  const [waiting] = await lab
    .em()
    .execute<{ id: string }[]>(
      `select id from discount_grant where dispute_id = ? and state = 'waiting'`,
      [disputeId],
    );
  const payload = { grantId: waiting?.id ?? '', verdict };
  return desk(lab, cycleId, 'approveGrant', { disputeId, by, payload, nowMs, externalId: by.name });
}

/** A new supervisor says yes to what waits in the case. */
export async function approve(lab: Lab, asked: Case, approval: Approval = {}) {
  const work = await approvalOf(lab, asked, approval);
  return work();
}

/** What was asked for in the case, in order: its state, worth and credit note. */
export function grantsOf(lab: Lab, disputeId: string) {
  return lab.em().execute<{ state: string; minor: number; creditNote: string | null }[]>(
    `select state, worth_minor::int as minor, credit_note as "creditNote"
       from discount_grant where dispute_id = ? order by id`,
    [disputeId],
  );
}

/** The balance of each account that the cycle moved, in the ledger's sign. */
export async function balancesOf(lab: Lab, cycleId: string): Promise<Record<string, number>> {
  const rows = await lab.em().execute<{ account: string; minor: number }[]>(
    `select entry.account, sum(entry.amount_minor)::int as minor
       from ledger_entry entry join ledger_transaction posting on posting.id = entry.transaction_id
      where posting.cycle_id = ? group by 1 having sum(entry.amount_minor) <> 0 order by 1`,
    [cycleId],
  );
  return Object.fromEntries(rows.map(({ account, minor }) => [account, minor]));
}
