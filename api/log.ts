/** Where the API says what it does, line by line. */
export type LogLine = Readonly<Record<string, string | number | readonly string[] | undefined>>;

export type Log = (line: LogLine) => void;

/** Writes lines to standard output, where whatever runs the process collects them. */
export function logToStdout(line: LogLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
