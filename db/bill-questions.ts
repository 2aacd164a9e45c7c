/** What a customer asked about a bill, and where each question stands, as their page shows it. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { DisputeReason, DisputeState } from '../domain/dispute/reasons.ts';
import type { DisputeLetterSaying } from '../domain/letters/dispute/facts.ts';

export type AskedLine = {
  readonly invoice: string;
  readonly position: number;
  readonly description: string;
};

/** All instants in milliseconds from 1970. */
export type BillQuestion = {
  readonly disputeId: string;
  readonly reason: DisputeReason;
  /** The customer's own. */
  readonly words: string;
  readonly isWhole: boolean;
  readonly lines: readonly AskedLine[];
  readonly state: DisputeState;
  readonly disputedMinor: number;
  readonly openedAtMs: number;
  readonly firstAnswerByMs: number;
  readonly resolveByMs: number;
  readonly firstAnsweredAtMs: number | null;
  readonly endedAtMs: number | null;
  /** Until when it can be asked again; null while it is undecided. */
  readonly reopenUntilMs: number | null;
  readonly satisfaction: Satisfaction | null;
  /** What we wrote so far, the oldest first. */
  readonly letters: readonly QuestionLetter[];
};

export type Satisfaction = {
  readonly score: number;
  readonly comment: string;
  readonly answeredAtMs: number;
};

export type QuestionLetter = {
  readonly writtenAtMs: number;
  readonly says: DisputeLetterSaying;
};

const dayMs = 86_400_000;

const epochMs = (column: string) => `round(extract(epoch from ${column}) * 1000)`;

const select = `
  select json_build_object('disputeId', dispute.id, 'reason', dispute.reason,
    'words', dispute.words, 'isWhole', dispute.is_whole, 'state', dispute.state,
    'disputedMinor', dispute.disputed_minor, 'openedAtMs', ${epochMs('dispute.opened_at')},
    'firstAnswerByMs', ${epochMs('dispute.first_answer_by')},
    'resolveByMs', ${epochMs('dispute.resolve_by')},
    'firstAnsweredAtMs', ${epochMs('dispute.first_answered_at')},
    'endedAtMs', ${epochMs('dispute.ended_at')},
    'reopenDays', coalesce((policy.policy ->> 'reopenDays')::int, 0),
    'lines', (select coalesce(json_agg(json_build_object('invoice', invoice.number,
        'position', line.position, 'description', line.description)
        order by invoice.revision, line.position), '[]')
      from dispute_line asked
        join invoice on invoice.id = asked.invoice_id
        join invoice_line line on line.invoice_id = asked.invoice_id
          and line.position = asked.position
      where asked.dispute_id = dispute.id),
    'satisfaction', (select json_build_object('score', answer.score, 'comment', answer.comment,
        'answeredAtMs', ${epochMs('answer.answered_at')})
      from satisfaction answer where answer.dispute_id = dispute.id),
    'letters', (select coalesce(json_agg(json_build_object(
        'writtenAtMs', ${epochMs('letter.made_at')}, 'says', letter.facts)
        order by letter.made_at, letter.id), '[]')
      from letter where letter.dispute_id = dispute.id and letter.template <> 'satisfaction')
  ) as question
  from dispute join dispute_policy policy on policy.id = dispute.policy_id
  where dispute.cycle_id = ? order by dispute.opened_at, dispute.id`;

type Question = Omit<BillQuestion, 'reopenUntilMs'> & { readonly reopenDays: number };

/** Every question about the cycle's bills, the oldest first. */
export async function readBillQuestions(
  em: EntityManager,
  cycleId: string,
): Promise<BillQuestion[]> {
  const rows = await em.execute<{ question: Question }[]>(select, [cycleId]);
  return rows.map(({ question: { reopenDays, ...question } }) => ({
    ...question,
    reopenUntilMs: question.endedAtMs === null ? null : question.endedAtMs + reopenDays * dayMs,
  }));
}
