/** Disputes as lists and pages show them. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { DisputeReason, DisputeState } from '../domain/dispute/reasons.ts';
import type { DisputeOutcome } from './disputes.ts';

/** A case in a list; what the customer wrote is shown by its first words only. */
export type CaseRow = {
  readonly disputeId: string;
  readonly cycleId: string;
  readonly seller: string;
  readonly customer: string;
  readonly customerId: string;
  readonly customerName: string;
  readonly invoice: string;
  readonly reason: DisputeReason;
  readonly words: string;
  readonly isWhole: boolean;
  readonly disputedMinor: number;
  readonly currency: string;
  readonly language: string;
  readonly state: DisputeState;
  readonly group: string;
  readonly owner: string | null;
  readonly staffId: string | null;
  readonly openedAt: Date;
  readonly firstAnswerBy: Date;
  readonly resolveBy: Date;
  readonly firstAnsweredAt: Date | null;
  readonly firstAnswerMissed: boolean;
  readonly resolutionMissed: boolean;
  readonly approvalUntil: Date | null;
  readonly endedAt: Date | null;
  readonly outcome: DisputeOutcome | null;
  readonly decidedBy: string | null;
  readonly reopened: number;
};

type Instants =
  | 'openedAt'
  | 'firstAnswerBy'
  | 'resolveBy'
  | 'firstAnsweredAt'
  | 'approvalUntil'
  | 'endedAt';
type Row = Omit<CaseRow, Instants | 'disputedMinor'> &
  Record<Instants, string | null> & { disputedMinor: string };

const select = `
  select dispute.id as "disputeId", dispute.cycle_id as "cycleId", seller.code as seller,
    customer.number as customer, customer.id as "customerId", customer.name as "customerName",
    invoice.number as invoice, dispute.reason, dispute.words, dispute.is_whole as "isWhole",
    dispute.disputed_minor as "disputedMinor", dispute.currency, dispute.language, dispute.state,
    dispute.case_group as group, dispute.owner, dispute.staff_id as "staffId",
    dispute.opened_at as "openedAt", dispute.first_answer_by as "firstAnswerBy",
    dispute.resolve_by as "resolveBy", dispute.first_answered_at as "firstAnsweredAt",
    dispute.first_answer_missed as "firstAnswerMissed",
    dispute.resolution_missed as "resolutionMissed", dispute.approval_until as "approvalUntil",
    dispute.ended_at as "endedAt", dispute.outcome, dispute.decided_by as "decidedBy",
    dispute.reopened
  from dispute
    join seller on seller.id = dispute.seller_id
    join customer on customer.id = dispute.customer_id
    join lateral (select number from invoice where invoice.cycle_id = dispute.cycle_id
      and invoice.kind = 'invoice' order by undoes_credit, revision desc limit 1) invoice on true`;

export type CaseFilter = {
  readonly disputeIds?: readonly string[] | undefined;
  readonly sellerId?: string | undefined;
  readonly customerId?: string | undefined;
  readonly cycleId?: string | undefined;
  readonly states?: readonly DisputeState[] | undefined;
  readonly group?: string | undefined;
  readonly staffId?: string | undefined;
  /** Those whose promise was missed. */
  readonly missed?: boolean | undefined;
  /** The last one of the page before. */
  readonly afterId?: string | undefined;
  readonly limit: number;
};

/** Cases in the order of their opening. */
export async function listCases(em: EntityManager, filter: CaseFilter): Promise<CaseRow[]> {
  const { sellerId, customerId, cycleId, states, group, staffId, missed, afterId, limit } = filter;
  const conditions: [string, unknown][] = [
    [
      'dispute.id in (select value::uuid from jsonb_array_elements_text(?::jsonb))',
      filter.disputeIds && JSON.stringify(filter.disputeIds),
    ],
    ['dispute.seller_id = ?', sellerId],
    ['dispute.customer_id = ?', customerId],
    ['dispute.cycle_id = ?', cycleId],
    [
      'dispute.state in (select jsonb_array_elements_text(?::jsonb))',
      states && JSON.stringify(states),
    ],
    ['dispute.case_group = ?', group],
    ['dispute.staff_id = ?', staffId],
    ['(dispute.first_answer_missed or dispute.resolution_missed) = ?', missed],
    ['dispute.id > ?', afterId],
  ];
  const asked = conditions.filter(([, value]) => value !== undefined);
  const where = asked.map(([sql]) => sql).join(' and ') || 'true';
  const rows = await em.execute<Row[]>(`${select} where ${where} order by dispute.id limit ?`, [
    ...asked.map(([, value]) => value),
    limit,
  ]);
  return rows.map(fromRow);
}

export async function readCase(em: EntityManager, disputeId: string): Promise<CaseRow | null> {
  const [row] = await em.execute<Row[]>(`${select} where dispute.id::text = ?`, [disputeId]);
  return row ? fromRow(row) : null;
}

function fromRow(row: Row): CaseRow {
  return {
    ...row,
    disputedMinor: Number(row.disputedMinor),
    openedAt: required(row.openedAt),
    firstAnswerBy: required(row.firstAnswerBy),
    resolveBy: required(row.resolveBy),
    firstAnsweredAt: instant(row.firstAnsweredAt),
    approvalUntil: instant(row.approvalUntil),
    endedAt: instant(row.endedAt),
  };
}

function required(text: string | null): Date {
  if (text === null) throw new Error('a dispute lacks an instant that every dispute has');
  return new Date(text);
}

function instant(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}

/** A line of a case's story. */
export type CaseEvent = {
  readonly kind: string;
  readonly at: Date;
  readonly recordedAt: Date;
  readonly actor: string;
  readonly words: string | null;
  readonly details: Readonly<Record<string, unknown>>;
};

/** The whole story of a case, in the order of its writing. */
export async function readCaseStory(em: EntityManager, disputeId: string): Promise<CaseEvent[]> {
  const rows = await em.execute<
    (Omit<CaseEvent, 'at' | 'recordedAt'> & { at: string; recordedAt: string })[]
  >(
    `select kind, at, recorded_at as "recordedAt", actor, words, details
       from dispute_event where dispute_id = ? order by id`,
    [disputeId],
  );
  return rows.map(({ at, recordedAt, ...row }) => ({
    ...row,
    at: new Date(at),
    recordedAt: new Date(recordedAt),
  }));
}

export type CaseLine = { readonly invoice: string; readonly position: number };

/** The lines that a case is about, where it is not the whole bill. */
export async function readCaseLines(em: EntityManager, disputeId: string): Promise<CaseLine[]> {
  return em.execute<CaseLine[]>(
    `select invoice.number as invoice, dispute_line.position
       from dispute_line join invoice on invoice.id = dispute_line.invoice_id
      where dispute_id = ? order by invoice.id, position`,
    [disputeId],
  );
}

/** What was asked for and granted in a case, with the rules that spoke. */
export type CaseGrant = {
  readonly grantId: string;
  readonly kind: string;
  readonly asked: unknown;
  readonly worthMinor: number;
  readonly currency: string;
  readonly state: string;
  readonly askedBy: string;
  readonly staffId: string | null;
  readonly approvedBy: string | null;
  readonly rules: readonly { rule: string; says: string; words: string }[];
  readonly flag: string | null;
  readonly askedAt: Date;
  readonly expiresAt: Date | null;
  readonly decidedAt: Date | null;
  readonly creditNote: string | null;
};

export async function readCaseGrants(em: EntityManager, disputeId: string): Promise<CaseGrant[]> {
  type GrantRow = Omit<CaseGrant, 'worthMinor' | 'askedAt' | 'expiresAt' | 'decidedAt'> & {
    worthMinor: string;
    askedAt: string;
    expiresAt: string | null;
    decidedAt: string | null;
  };
  const rows = await em.execute<GrantRow[]>(
    `select id as "grantId", kind, asked, worth_minor as "worthMinor", currency, state,
       asked_by as "askedBy", staff_id as "staffId", approved_by as "approvedBy", rules, flag,
       asked_at as "askedAt", expires_at as "expiresAt", decided_at as "decidedAt",
       credit_note as "creditNote"
     from discount_grant where dispute_id = ? order by id`,
    [disputeId],
  );
  return rows.map((row) => ({
    ...row,
    worthMinor: Number(row.worthMinor),
    askedAt: required(row.askedAt),
    expiresAt: instant(row.expiresAt),
    decidedAt: instant(row.decidedAt),
  }));
}

export type Satisfaction = { readonly score: number; readonly comment: string; readonly at: Date };

export async function readSatisfaction(
  em: EntityManager,
  disputeId: string,
): Promise<Satisfaction | null> {
  const [row] = await em.execute<{ score: number; comment: string; at: string }[]>(
    'select score, comment, answered_at as at from satisfaction where dispute_id = ?',
    [disputeId],
  );
  return row ? { ...row, at: new Date(row.at) } : null;
}
