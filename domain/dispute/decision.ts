/** What can be decided about a dispute, as somebody asks for it. Pure. */
import { type GrantRequest, grantFault } from '../authority/grant.ts';
import { refuse, RefusalError } from '../errors.ts';
import { correctionFault } from '../fact-fault.ts';
import type { CorrectionKind, Instalment } from '../facts.ts';
import { isLocalDate } from '../calendar.ts';

export type Decision =
  /** The bill is right, and the customer is told why. */
  | { readonly kind: 'explain' }
  /** The bill was wrong: a credit note, or the bill anew. */
  | { readonly kind: 'correct'; readonly correction: CorrectionKind }
  | { readonly kind: 'grant'; readonly grant: GrantRequest; readonly invoice?: string }
  /** Services or contract are changed; what exactly stands in the words to the customer. */
  | { readonly kind: 'change' }
  | { readonly kind: 'promise'; readonly instalments: readonly Instalment[] }
  /** The bill stands, against the customer's wish. */
  | { readonly kind: 'reject' };

/** What is granted or promised says itself; every other decision needs words for the customer. */
export function needsWords(decision: Decision): boolean {
  if (decision.kind === 'grant') return decision.grant.kind === 'explanation_only';
  return decision.kind !== 'promise';
}

/** Whether money moves, or the terms of paying do: only for a caller whose identity was checked. */
export function needsCheck(decision: Decision): boolean {
  if (decision.kind === 'grant') return decision.grant.kind !== 'explanation_only';
  return decision.kind !== 'explain' && decision.kind !== 'reject';
}

/** Reads a decision that came as JSON; refuses `fact_invalid`, `grant_invalid` what is none. */
export function decisionOf(payload: Readonly<Record<string, unknown>>): Decision {
  const { decision } = payload;
  if (!isRecord(decision)) return refuse('fact_invalid', 'There is no decision in the request.');
  switch (decision['kind']) {
    case 'explain':
      return { kind: 'explain' };
    case 'reject':
      return { kind: 'reject' };
    case 'change':
      return { kind: 'change' };
    case 'correct':
      return { kind: 'correct', correction: correctionOf(decision['correction']) };
    case 'promise':
      return { kind: 'promise', instalments: instalmentsOf(decision['instalments']) };
    case 'grant':
      return grantOf(decision);
    default:
      return refuse('fact_invalid', 'A decision explains, corrects, grants, changes or rejects.');
  }
}

function grantOf({ grant, invoice }: Readonly<Record<string, unknown>>): Decision {
  const fault = grantFault(grant);
  if (fault) throw new RefusalError(fault);
  if (invoice !== undefined && typeof invoice !== 'string') {
    return refuse('fact_invalid', 'The bill is named by its number.');
  }
  return {
    kind: 'grant',
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `grantFault` has read it
    grant: grant as GrantRequest,
    ...(invoice !== undefined && { invoice }),
  };
}

function correctionOf(value: unknown): CorrectionKind {
  const fault = correctionFault(value);
  if (fault) throw new RefusalError(fault);
  if (isRecord(value) && value['kind'] === 'undo_credit') {
    return refuse('fact_invalid', 'A credit is undone by itself, not by deciding a dispute.');
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `correctionFault` has read it
  return value as CorrectionKind;
}

function instalmentsOf(value: unknown): Instalment[] {
  if (!Array.isArray(value) || !value.every(isInstalment)) {
    return refuse('fact_invalid', 'An instalment has a date and an amount in minor units.');
  }
  return value;
}

function isInstalment(value: unknown): value is Instalment {
  if (!isRecord(value)) return false;
  const { on, amountMinor } = value;
  return typeof on === 'string' && isLocalDate(on) && Number.isSafeInteger(amountMinor);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
