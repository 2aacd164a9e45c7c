/** How a correction is asked for, and what the cycle is told of it. */
import { z } from '@hono/zod-openapi';
import type { ApiKeyHolder } from '../db/api-keys.ts';
import type { CorrectionRequest } from '../domain/facts.ts';
import { decidedBy } from './auth.ts';
import * as fields from './fields.ts';

const linesMax = 500;

const whole = z.object({ kind: z.literal('whole') }).strict();

const lines = z
  .object({
    kind: z.literal('lines'),
    lines: z
      .array(
        z
          .object({
            position: z.int().min(1).max(1_000_000).openapi({ example: 1 }),
            netMinor: fields.positiveMinor(),
          })
          .strict(),
      )
      .min(1)
      .max(linesMax)
      .openapi({ description: 'Lines of the invoice with the net amount that each gives back.' }),
  })
  .strict();

const amount = z
  .object({
    kind: z.literal('amount'),
    grossMinor: fields.positiveMinor().openapi({
      description: 'Gross, shared over the lines; each is split as it was taxed.',
    }),
  })
  .strict();

const common = {
  correctionId: fields.ownId({
    description: 'Your own id of the correction; asked twice under it, it is made once.',
    example: 'desk-4712',
  }),
  reason: fields.reason,
  person: fields.person.optional(),
};

const credit = z
  .object({
    kind: z.literal('credit'),
    ...common,
    scope: z.discriminatedUnion('kind', [whole, lines, amount]),
    invoice: fields.invoiceNumber.optional().openapi({
      description: 'Which invoice; it may be left out where the cycle has only one.',
    }),
  })
  .strict()
  .openapi('Credit');

const reissue = z
  .object({ kind: z.literal('void_and_reissue'), ...common })
  .strict()
  .openapi('VoidAndReissue');

const undo = z
  .object({
    kind: z.literal('undo_credit'),
    ...common,
    creditNote: fields.invoiceNumber.openapi({
      description: 'The number of the credit note that was wrong.',
      example: 'FC2026-000001',
    }),
  })
  .strict()
  .openapi('UndoCredit');

export const correctionSchema = z
  .discriminatedUnion('kind', [credit, reissue, undo])
  .openapi('CorrectionRequest');

type Asked = z.output<typeof correctionSchema>;

/** The request as the cycle hears it. */
export function requestOf(asked: Asked, caller: ApiKeyHolder): CorrectionRequest {
  const { correctionId, reason, person } = asked;
  const facts = { correctionId, reason, decidedBy: decidedBy(caller, person) };
  switch (asked.kind) {
    case 'credit': {
      const { kind, scope, invoice } = asked;
      return { ...facts, kind, scope, ...(invoice !== undefined && { invoice }) };
    }
    case 'void_and_reissue':
      return { ...facts, kind: asked.kind };
    case 'undo_credit':
      return { ...facts, kind: asked.kind, creditNote: asked.creditNote };
  }
}

/** One of each kind, for the document. */
export const correctionExamples: Readonly<Record<string, z.input<typeof correctionSchema>>> = {
  amount: {
    kind: 'credit',
    correctionId: 'desk-4712',
    scope: { kind: 'amount', grossMinor: 1_000 },
    reason: 'The line was down for three days.',
    person: 'agent-17',
  },
  lines: {
    kind: 'credit',
    correctionId: 'desk-4713',
    scope: { kind: 'lines', lines: [{ position: 2, netMinor: 500 }] },
    invoice: 'F2026-000001',
    reason: 'The second box was sent back.',
  },
  whole: {
    kind: 'credit',
    correctionId: 'desk-4714',
    scope: { kind: 'whole' },
    reason: 'Nothing was delivered.',
  },
  voidAndReissue: {
    kind: 'void_and_reissue',
    correctionId: 'desk-4715',
    reason: 'The price of the contract had been entered wrongly.',
  },
  undoCredit: {
    kind: 'undo_credit',
    correctionId: 'desk-4716',
    creditNote: 'FC2026-000001',
    reason: 'It was meant for another customer.',
  },
};
