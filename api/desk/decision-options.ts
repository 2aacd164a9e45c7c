/** Which decisions somebody can take in their case now, and why not the others. */
import type { CaseRow } from '../../db/dispute-views.ts';
import { loadCycleById } from '../../db/load-cycles.ts';
import { needsCheck } from '../../domain/dispute/decision.ts';
import type { Gate } from './read-check.ts';
import { type DecisionKind, type DecisionOption, decisionKinds } from './views.ts';
import type { Visit } from './visit.ts';

export async function decisionOptions(
  { em }: Visit,
  { row, gate }: { readonly row: CaseRow; readonly gate: Gate },
): Promise<DecisionOption[]> {
  const { openMinor } = await loadCycleById(em, row.cycleId);
  return decisionKinds.map((kind) => {
    if (gate.fresh === null && isGated(kind)) {
      return { kind, closedBecause: 'Check the caller first.' };
    }
    if (kind === 'promise' && openMinor === 0) {
      return { kind, closedBecause: 'Nothing of the bill is open.' };
    }
    return { kind, closedBecause: null };
  });
}

/** Whether the decision needs a checked caller: everything but words does. */
export function isGated(kind: DecisionKind): boolean {
  switch (kind) {
    case 'explain':
    case 'reject':
    case 'change':
      return needsCheck({ kind });
    case 'promise':
    case 'correct':
    case 'grant':
      return true;
  }
}
