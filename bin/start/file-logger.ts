import { createWriteStream, existsSync, openSync, renameSync, type WriteStream } from 'node:fs';
import type { Log } from '../../api/log.ts';
import { DefaultLogger, type Logger } from '@temporalio/worker';

/** A logger that writes one JSON object a line, so that the terminal stays readable. */
export function fileLogger(file: string): Logger {
  const write = logFile(file);
  return new DefaultLogger('INFO', ({ level, message, timestampNanos, meta }) => {
    const at = new Date(Number(timestampNanos / 1_000_000n)).toISOString();
    write({ at, level, message, ...meta });
  });
}

/** The same for the API's own lines, one for each request. */
export function fileLog(file: string): Log {
  return logFile(file);
}

/** Some weeks of a busy demonstration. */
const usualBytesMax = 10_000_000;

/**
 * A log that begins anew with every start, and when it has grown too large. The one before is kept
 * beside it, as with the servers' own logs; so there are never more than two.
 */
export function logFile(file: string, bytesMax = usualBytesMax): (line: object) => void {
  let stream = begun(file);
  let bytes = 0;
  return (line) => {
    const text = `${JSON.stringify(line)}\n`;
    bytes += Buffer.byteLength(text);
    if (bytes > bytesMax) {
      stream.end();
      stream = begun(file);
      bytes = Buffer.byteLength(text);
    }
    stream.write(text);
  };
}

function begun(file: string): WriteStream {
  if (existsSync(file)) renameSync(file, `${file}.previous`);
  // Opened at once: a stream opens later, and then this file may have been moved already.
  return createWriteStream(file, { fd: openSync(file, 'a', 0o600) });
}
