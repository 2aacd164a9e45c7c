/** What a dispute is about, as somebody opens it: some lines of a bill, or all of it. Pure. */
import { refuse } from '../errors.ts';
import { type DisputeReason, disputeReasons } from './reasons.ts';

export type DisputeOpening = {
  readonly reason: DisputeReason;
  readonly lines: 'whole' | readonly NamedLine[];
};

/** A line by its number on the bill; the bill's number where the cycle has several. */
export type NamedLine = { readonly position: number; readonly invoice?: string };

type Line = {
  readonly invoice: string;
  readonly position: number;
  /** What credit notes left of it, gross. */
  readonly leftMinor: number;
  /** The undecided dispute that is about it. */
  readonly disputeId: string | null;
};

/** Reads what was asked, which came as JSON. Refuses `fact_invalid` what is no opening. */
export function disputeOpening(payload: Readonly<Record<string, unknown>>): DisputeOpening {
  const { reason, lines } = payload;
  const known = disputeReasons.find((one) => one === reason);
  if (known === undefined) return refuse('fact_invalid', 'A dispute has a reason of the list.');
  if (lines === 'whole') return { reason: known, lines };
  if (!Array.isArray(lines) || lines.length === 0 || !lines.every(isNamedLine)) {
    return refuse('fact_invalid', 'A dispute is about the whole bill or some of its lines.');
  }
  return { reason: known, lines };
}

function isNamedLine(value: unknown): value is NamedLine {
  if (typeof value !== 'object' || value === null || !('position' in value)) return false;
  const invoice: unknown = 'invoice' in value ? value.invoice : undefined;
  return (
    Number.isSafeInteger(value.position) && (invoice === undefined || typeof invoice === 'string')
  );
}

/**
 * The lines that the dispute takes. Each line has one undecided dispute at most, so that what is
 * held is never counted twice: refuses `dispute_open` otherwise, `line_unknown` for a line that is
 * not there, and `nothing_to_dispute` when credit notes took back all of it before.
 */
export function chosenLines<Row extends Line>(
  all: readonly Row[],
  asked: DisputeOpening['lines'],
): Row[] {
  const chosen = asked === 'whole' ? [...all] : [...new Set(asked.map((line) => find(all, line)))];
  const disputed = chosen.find(({ disputeId }) => disputeId !== null);
  if (disputed) {
    const { position, invoice } = disputed;
    return refuse(
      'dispute_open',
      `Line ${position} of ${invoice} is disputed already, and that is not decided yet.`,
    );
  }
  const left = chosen.filter(({ leftMinor }) => leftMinor > 0);
  if (left.length === 0) {
    return refuse('nothing_to_dispute', 'Nothing is left of it: it was credited before.');
  }
  return asked === 'whole' ? chosen : left;
}

function find<Row extends Line>(all: readonly Row[], { position, invoice }: NamedLine): Row {
  const found = all.filter(
    (line) => line.position === position && (invoice === undefined || line.invoice === invoice),
  );
  // The newest bill of the cycle is the one that the customer has before them.
  return found.at(-1) ?? refuse('line_unknown', `The bill has no line ${position}.`);
}
