/** Caller checks as the API shows them: never a code, never what was answered. */
import { z } from '@hono/zod-openapi';
import type { CheckOnRecord } from '../db/caller-checks.ts';
import { checkFacts, standardCheckPolicy } from '../domain/caller-check.ts';
import * as fields from './fields.ts';

export const checkSchema = z
  .object({
    checkId: z.uuid(),
    method: z.enum(['code', 'facts']),
    state: z.enum(['asked', 'passed', 'failed', 'expired']),
    disputeId: z.uuid().nullable(),
    factsAsked: z.array(z.enum(checkFacts)),
    isSent: z.boolean().openapi({ description: 'Whether a code is on its way.' }),
    attemptsLeft: z.int(),
    askedAt: fields.instant,
    expiresAt: fields.instant.openapi({
      description: 'Asked: until when it can be answered. Passed: until when it is good.',
    }),
  })
  .openapi('CallerCheck');

export const checkExample: z.input<typeof checkSchema> = {
  checkId: '0199c0de-7000-7000-8000-0000000000e1',
  method: 'code',
  state: 'asked',
  disputeId: null,
  factsAsked: [],
  isSent: false,
  attemptsLeft: 3,
  askedAt: '2026-03-01T06:00:00.000Z',
  expiresAt: '2026-03-01T06:10:00.000Z',
};

export const askedSchema = checkSchema
  .extend({
    sentTo: z.string().nullable().openapi({
      description: 'For a code: the mailbox it goes to, as far as staff may know it.',
    }),
  })
  .openapi('CallerCheckAsked');

export function checkView(check: CheckOnRecord): z.input<typeof checkSchema> {
  const { attemptsMax } = standardCheckPolicy;
  const isOpen = check.state === 'asked';
  return {
    checkId: check.id,
    method: check.method === 'code' ? 'code' : 'facts',
    state: check.state,
    disputeId: check.disputeId,
    factsAsked: [...check.factsAsked],
    isSent: check.codesSent > 0,
    attemptsLeft: isOpen ? attemptsMax - check.attempts : 0,
    askedAt: new Date(check.askedAtMs).toISOString(),
    expiresAt: new Date(check.expiresAtMs).toISOString(),
  };
}
