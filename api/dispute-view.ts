/** Disputes as the API shows them. */
import { z } from '@hono/zod-openapi';
import type { EntityManager } from '@mikro-orm/postgresql';
import {
  type CaseRow,
  readCaseGrants,
  readCaseLines,
  readCaseStory,
  readSatisfaction,
} from '../db/dispute-views.ts';
import { disputeReasons } from '../domain/dispute/reasons.ts';
import * as fields from './fields.ts';

export const reasonSchema = z
  .enum(disputeReasons)
  .openapi({ description: 'Why the customer questions the bill.' });

export const stateSchema = z
  .enum(['open', 'claimed', 'waiting', 'resolved', 'withdrawn', 'moot'])
  .openapi({
    description:
      'In the queue, with somebody, waiting for a second person, decided, taken back, or left ' +
      'without anything to decide.',
  });

const outcome = z.enum([
  'explained',
  'corrected',
  'granted',
  'changed',
  'promised',
  'rejected',
  'defaulted',
  'withdrawn',
  'moot',
]);

const disputeShape = {
  disputeId: z.uuid(),
  cycleId: z.uuid(),
  seller: z.string(),
  customer: z.string(),
  invoice: z.string(),
  reason: reasonSchema,
  isWhole: z.boolean().openapi({ description: 'About the whole bill, or some of its lines.' }),
  disputedMinor: fields.minor.openapi({ description: 'What it is about, gross.' }),
  currency: z.string(),
  language: z.string(),
  state: stateSchema,
  group: z.string().openapi({ description: 'Who may take it.' }),
  owner: z.string().nullable().openapi({ description: 'The login of whoever has it.' }),
  openedAt: fields.instant,
  firstAnswerBy: fields.instant.openapi({ description: 'Promised to the customer.' }),
  resolveBy: fields.instant,
  firstAnsweredAt: fields.instant.nullable(),
  firstAnswerMissed: z.boolean(),
  resolutionMissed: z.boolean(),
  endedAt: fields.instant.nullable(),
  outcome: outcome.nullable(),
  decidedBy: z.string().nullable(),
  reopened: z.int().openapi({ description: 'How often it was opened again.' }),
} as const;

export const disputeSchema = z.object(disputeShape).openapi('Dispute');

const line = z.object({ invoice: z.string(), position: z.int() });

const event = z
  .object({
    kind: z.string(),
    at: fields.instant.openapi({ description: 'In the cycle’s own time.' }),
    recordedAt: fields.instant,
    actor: z.string(),
    details: z.record(z.string(), z.unknown()),
  })
  .openapi('DisputeEvent');

const rule = z.object({
  rule: z.string(),
  says: z.string(),
  words: z.string().openapi({ description: 'For the customer’s ear.' }),
});

const grant = z
  .object({
    grantId: z.uuid(),
    kind: z.string(),
    worthMinor: fields.minor,
    currency: z.string(),
    state: z.enum(['granted', 'waiting', 'refused', 'declined', 'expired', 'undone']),
    askedBy: z.string(),
    approvedBy: z.string().nullable(),
    rules: z.array(rule),
    flag: z.string().nullable().openapi({
      description: 'How far it is from what similar customers with the same reason received.',
    }),
    askedAt: fields.instant,
    expiresAt: fields.instant.nullable(),
    decidedAt: fields.instant.nullable(),
    creditNote: z.string().nullable(),
  })
  .openapi('Grant');

export const disputeDetailSchema = z
  .object({
    ...disputeShape,
    lines: z.array(line).openapi({ description: 'The lines that it is about.' }),
    story: z.array(event),
    grants: z.array(grant),
    satisfaction: z.object({ score: z.int(), at: fields.instant }).nullable(),
  })
  .openapi('DisputeDetail');

export type DisputeDetail = z.input<typeof disputeDetailSchema>;

export const disputeExample: z.input<typeof disputeSchema> = {
  disputeId: '0199c0de-0000-7000-8000-0000000000d1',
  cycleId: '0199c0de-0000-7000-8000-0000000000c1',
  ...{ seller: 'nordlys', customer: 'C-1001', invoice: 'F2026-000001' },
  ...{ reason: 'wrong_price', isWhole: false, disputedMinor: 2_000, currency: 'EUR' },
  ...{ language: 'sl', state: 'open', group: 'front', owner: null },
  openedAt: '2026-03-03T09:00:00.000Z',
  firstAnswerBy: '2026-03-03T13:00:00.000Z',
  resolveBy: '2026-03-06T09:00:00.000Z',
  ...{ firstAnsweredAt: null, firstAnswerMissed: false, resolutionMissed: false },
  ...{ endedAt: null, outcome: null, decidedBy: null, reopened: 0 },
};

export const disputeDetailExample: DisputeDetail = {
  ...disputeExample,
  lines: [{ invoice: 'F2026-000001', position: 2 }],
  story: [
    {
      kind: 'opened',
      at: '2026-03-03T09:00:00.000Z',
      recordedAt: '2026-03-03T09:00:00.123Z',
      actor: 'customer',
      details: { reason: 'wrong_price', channel: 'page' },
    },
  ],
  grants: [],
  satisfaction: null,
};

/** What the customer wrote is personal, so it is not here: staff read it at the desk, checked. */
export function disputeView(row: CaseRow): z.input<typeof disputeSchema> {
  return {
    disputeId: row.disputeId,
    cycleId: row.cycleId,
    ...{ seller: row.seller, customer: row.customer, invoice: row.invoice, reason: row.reason },
    ...{ isWhole: row.isWhole, disputedMinor: row.disputedMinor, currency: row.currency },
    ...{ language: row.language, state: row.state, group: row.group, owner: row.owner },
    openedAt: row.openedAt.toISOString(),
    firstAnswerBy: row.firstAnswerBy.toISOString(),
    resolveBy: row.resolveBy.toISOString(),
    firstAnsweredAt: fields.instantOf(row.firstAnsweredAt),
    ...{ firstAnswerMissed: row.firstAnswerMissed, resolutionMissed: row.resolutionMissed },
    endedAt: fields.instantOf(row.endedAt),
    ...{ outcome: row.outcome, decidedBy: row.decidedBy, reopened: row.reopened },
  };
}

/** The dispute with its lines, its story without anybody's words, and what was granted. */
export async function disputeDetail(em: EntityManager, row: CaseRow): Promise<DisputeDetail> {
  const { disputeId } = row;
  const story = await readCaseStory(em, disputeId);
  const grants = await readCaseGrants(em, disputeId);
  const satisfaction = await readSatisfaction(em, disputeId);
  return {
    ...disputeView(row),
    lines: await readCaseLines(em, disputeId),
    story: story.map(({ kind, at, recordedAt, actor, details }) => ({
      ...{ kind, actor, details: { ...details } },
      at: at.toISOString(),
      recordedAt: recordedAt.toISOString(),
    })),
    grants: grants.map(({ asked: _asked, staffId: _staffId, ...grant }) => ({
      ...grant,
      state: grantState(grant.state),
      rules: [...grant.rules],
      askedAt: grant.askedAt.toISOString(),
      expiresAt: fields.instantOf(grant.expiresAt),
      decidedAt: fields.instantOf(grant.decidedAt),
    })),
    satisfaction: satisfaction && {
      score: satisfaction.score,
      at: satisfaction.at.toISOString(),
    },
  };
}

function grantState(state: string): z.input<typeof grant>['state'] {
  return grant.shape.state.parse(state);
}
