/**
 * How customers say that their question was handled. An inbox like that of the desk: it is put here
 * by the page, it moves no money, and nobody but the customer's link can write it.
 */
import type { EntityManager } from '@mikro-orm/postgresql';

/** For so long an answer can be changed. */
const changeDays = 14;
const dayMs = 86_400_000;

export type SatisfactionAnswer = {
  readonly cycleId: string;
  readonly disputeId: string;
  /** From 1 to 5. */
  readonly score: number;
  readonly comment: string;
};

/** Until when an answer that was given then can be changed. */
export function changeableUntilMs(answeredAtMs: number): number {
  return answeredAtMs + changeDays * dayMs;
}

/**
 * Keeps the answer about a question of this cycle that was decided. A later one takes its place for
 * two weeks from the first. False when it came too late, or when there is no such question.
 */
export async function putSatisfaction(
  em: EntityManager,
  { cycleId, disputeId, score, comment }: SatisfactionAnswer,
  at: Date,
): Promise<boolean> {
  const rows = await em.execute<unknown[]>(
    `insert into satisfaction as kept (dispute_id, score, comment, answered_at)
     select id, ?, ?, ? from dispute
       where id = ? and cycle_id = ? and state = 'resolved'
     on conflict (dispute_id) do update set score = excluded.score, comment = excluded.comment
       where kept.answered_at > ?
     returning dispute_id`,
    [score, comment, at, disputeId, cycleId, new Date(at.getTime() - changeDays * dayMs)],
  );
  return rows.length > 0;
}
