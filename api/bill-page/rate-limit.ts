/** How often one bill may be asked for: more than any person does, and less than a program could. */

export type RateLimit = {
  /** Counts one more; how many seconds to wait when that is too many, or null. */
  readonly count: (key: string) => number | null;
};

/**
 * So many in each window of time, kept in the memory of this process. All windows begin together, so
 * that what is forgotten with a window is everything, and nothing grows for ever.
 */
export function fixedWindow(most: number, windowMs: number, clock: () => number): RateLimit {
  let counts = new Map<string, number>();
  let beganMs = clock();
  return {
    count(key) {
      const nowMs = clock();
      if (nowMs >= beganMs + windowMs || nowMs < beganMs) {
        counts = new Map();
        beganMs = nowMs;
      }
      const counted = (counts.get(key) ?? 0) + 1;
      counts.set(key, counted);
      return counted > most ? Math.ceil((beganMs + windowMs - nowMs) / 1000) : null;
    },
  };
}
