import type { EntityManager } from '@mikro-orm/postgresql';

/**
 * True when somebody in this database stands in a row for a lock, as the work is expected to; false
 * when the work is over without having waited.
 */
export async function waitsForLock(em: EntityManager, work: Promise<unknown>): Promise<boolean> {
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  work.then(over, over);
  while (!isOver) {
    const [row] = await em.execute<{ waiting: number }[]>(
      `select count(*)::int as waiting from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (row?.waiting) return true;
  }
  return false;
}
