/** An instant of a column in epoch milliseconds: SQL by itself gives it as text. */
export function epochMs(column: string): string {
  return `round(extract(epoch from ${column}) * 1000)::float8`;
}
