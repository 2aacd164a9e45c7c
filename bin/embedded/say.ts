/**
 * Tells the person at the terminal one sentence. A `progress` sentence replaces the one before it
 * where the terminal can do that; elsewhere it is a line like any other.
 */
export type Say = (sentence: string, kind?: 'progress') => void;

/** A length of time as people say it: 0.4 s, 12 s, 3 min 5 s. */
export function spokenDuration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
