import { createWriteStream } from 'node:fs';
import type { Log } from '../../api/log.ts';
import { DefaultLogger, type Logger } from '@temporalio/worker';

/** A logger that writes one JSON object a line, so that the terminal stays readable. */
export function fileLogger(file: string): Logger {
  const stream = createWriteStream(file, { flags: 'a', mode: 0o600 });
  return new DefaultLogger('INFO', ({ level, message, timestampNanos, meta }) => {
    const at = new Date(Number(timestampNanos / 1_000_000n)).toISOString();
    stream.write(`${JSON.stringify({ at, level, message, ...meta })}\n`);
  });
}

/** The same for the API's own lines, one for each request. */
export function fileLog(file: string): Log {
  const stream = createWriteStream(file, { flags: 'a', mode: 0o600 });
  return (line) => {
    stream.write(`${JSON.stringify(line)}\n`);
  };
}
