/** The papers of a cycle in short: what came after what, and why. */
import { z } from '@hono/zod-openapi';
import type { Loaded } from '@mikro-orm/core';
import type { Invoice } from '../db/entities/papers.ts';
import * as fields from './fields.ts';

export const paperSchema = z
  .object({
    number: z.string(),
    kind: z.enum(['invoice', 'credit_note']),
    issuedOn: fields.date,
    netMinor: fields.minor,
    taxMinor: fields.minor,
    grossMinor: fields.minor,
    corrects: z
      .string()
      .nullable()
      .openapi({
        description:
          'The paper before it: the invoice that a credit note takes from, the one that was ' +
          'reissued, or the credit note that was undone.',
      }),
    reason: z.string().nullable(),
    decidedBy: z.string().nullable(),
  })
  .openapi('PaperOfCycle');

export type PaperView = z.input<typeof paperSchema>;

export const paperExamples = {
  invoice: {
    number: 'F2026-000001',
    kind: 'invoice',
    issuedOn: '2026-03-01',
    netMinor: 10_000,
    taxMinor: 2_200,
    grossMinor: 12_200,
    corrects: null,
    reason: null,
    decidedBy: null,
  },
  creditNote: {
    number: 'FC2026-000001',
    kind: 'credit_note',
    issuedOn: '2026-03-18',
    netMinor: 820,
    taxMinor: 180,
    grossMinor: 1_000,
    corrects: 'F2026-000001',
    reason: 'The line was down for three days.',
    decidedBy: 'agent-17 (agent desk)',
  },
} satisfies Record<string, PaperView>;

export function paperView(paper: Loaded<Invoice, 'corrects'>): PaperView {
  const { number, kind, issuedOn, netMinor, taxMinor, grossMinor, reason, decidedBy } = paper;
  return {
    ...{ number, kind, issuedOn, netMinor, taxMinor, grossMinor },
    corrects: paper.corrects?.$.number ?? null,
    reason: reason ?? null,
    decidedBy: decidedBy ?? null,
  };
}
