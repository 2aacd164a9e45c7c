import { createRoute, z } from '@hono/zod-openapi';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Invoice } from '../db/entities/papers.ts';
import { refuse } from '../domain/errors.ts';
import type { CorrectionRequest } from '../domain/facts.ts';
import { correctInvoice } from '../workflows/messages.ts';
import { askCycle, cycleIdentified } from './ask-cycle.ts';
import { guarded } from './auth.ts';
import { correctionExamples, correctionSchema, requestOf } from './corrections-request.ts';
import { paperExamples, paperSchema, type PaperView, paperView } from './cycle-papers.ts';
import { cycleExample, cycleSchema, cycleView, readCycles } from './cycle-view.ts';
import { answer, jsonBodies, located, refusals, withBody } from './document.ts';
import { newResource } from './resource.ts';
import type { AllServices } from './services.ts';

const made = z
  .object({
    correctionId: z.string(),
    papers: z.array(paperSchema).openapi({ description: 'What was written, in its order.' }),
    cycle: cycleSchema,
  })
  .openapi('CorrectionMade');

const madeExample: z.input<typeof made> = {
  correctionId: 'desk-4712',
  papers: [paperExamples.creditNote],
  cycle: { ...cycleExample, creditedMinor: 1_000, openMinor: 11_200 },
};

const makeCorrection = createRoute({
  method: 'post',
  path: '/cycles/{cycleId}/corrections',
  operationId: 'makeCorrection',
  tags: ['Cycles'],
  summary: 'Correct what was billed',
  description:
    'An invoice is never changed: a credit note takes back all of it, some lines or an amount, ' +
    'never more than is left; `void_and_reissue` takes back all that is left of the cycle’s ' +
    'invoices and bills anew by the contract as it is now; `undo_credit` claims again what a ' +
    'wrong credit note took back. What was paid already becomes the customer’s credit. Safe to ' +
    'repeat under the same correctionId; after a refusal, ask under another one.',
  ...guarded('corrections:write'),
  request: {
    params: z.object({ cycleId: z.uuid().openapi({ example: cycleExample.cycleId }) }),
    body: jsonBodies(correctionSchema, correctionExamples),
  },
  responses: {
    200: answer('This correction was made before.', made, madeExample),
    201: { ...located, ...answer('The correction is made.', made, madeExample) },
    ...refusals(
      ...withBody,
      'amount_invalid',
      'amount_too_large',
      'contract_invalid',
      'contract_not_active',
      'credit_note_unknown',
      'credit_too_large',
      'credit_undone',
      'cycle_unknown',
      'invoice_unknown',
      'line_unknown',
      'nothing_to_credit',
      'query_invalid',
      'request_conflict',
      'tax_rule_missing',
      'temporal_unavailable',
    ),
  },
});

export function correctionRoutes({ database, temporal, issueTimeoutMs }: AllServices) {
  return newResource().openapi(makeCorrection, async (c) => {
    const { cycleId } = c.req.valid('param');
    const asked = requestOf(c.req.valid('json'), c.get('caller'));
    const identity = await cycleIdentified(database.em.fork(), cycleId);
    const known = await readMade(cycleId, asked);
    if (known) return c.json(known, 200);
    const updateId = `correction/${asked.correctionId}`;
    const question = { update: correctInvoice, updateId, asked };
    await askCycle(temporal, identity, question, issueTimeoutMs);
    const written = await readMade(cycleId, asked);
    if (!written) throw new Error('the cycle made a correction that the books do not have');
    c.header('Location', `/v1/cycles/${cycleId}`);
    return c.json(written, 201);
  });

  /** What the correction with this id wrote; refused when it was another correction. */
  async function readMade(cycleId: string, asked: CorrectionRequest) {
    const em = database.em.fork();
    const { correctionId } = asked;
    const papers = await readPapersOf(em, cycleId, correctionId);
    const [cycle] = await readCycles(em, { id: cycleId }, { limit: 1 });
    if (papers.length === 0 || !cycle) return null;
    if (!isSame(papers, asked)) {
      refuse(
        'request_conflict',
        `Correction ${correctionId} was another one. One that differs needs an id of its own.`,
      );
    }
    return { correctionId, papers, cycle: cycleView(cycle) };
  }
}

/** The journal names each paper of a correction under the correction's own id. */
async function readPapersOf(
  em: EntityManager,
  cycle: string,
  correctionId: string,
): Promise<PaperView[]> {
  const rows = await em.execute<{ paper: string }[]>(
    `select details ->> 'paper' as paper from journal
      where cycle_id = ? and fact = 'correction/' || ? || '/' || (details ->> 'paper')`,
    [cycle, correctionId],
  );
  const papers = await em.find(
    Invoice,
    { cycle, number: rows.map(({ paper }) => paper) },
    { populate: ['corrects'], orderBy: { id: 'asc' } },
  );
  return papers.map(paperView);
}

/** Whether these papers can be what was asked for, as far as papers tell. */
function isSame(papers: readonly PaperView[], asked: CorrectionRequest): boolean {
  if (papers.some(({ reason }) => reason !== asked.reason)) return false;
  const isInvoiced = papers.some(({ kind }) => kind === 'invoice');
  const isCredited = papers.some(({ kind }) => kind === 'credit_note');
  const [first] = papers;
  switch (asked.kind) {
    case 'credit': {
      const { scope, invoice = first?.corrects } = asked;
      const grossMinor = scope.kind === 'amount' ? scope.grossMinor : first?.grossMinor;
      return !isInvoiced && first?.corrects === invoice && first?.grossMinor === grossMinor;
    }
    case 'void_and_reissue':
      return isInvoiced && isCredited;
    case 'undo_credit':
      return !isCredited && first?.corrects === asked.creditNote;
  }
}
