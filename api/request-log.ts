/** One line of JSON for each request: what happened, never who or how much. */
import { DriverException } from '@mikro-orm/core';
import { createMiddleware } from 'hono/factory';
import { routePath } from 'hono/route';
import type { ApiEnv } from './environment.ts';
import type { Log } from './log.ts';

/** Logs a request by its route's pattern: the path itself may name a customer. */
export function requestLog(log: Log, clock: () => number) {
  return createMiddleware<ApiEnv>(async function requestLog(c, next) {
    const startMs = performance.now();
    await next();
    log({
      at: new Date(clock()).toISOString(),
      level: c.res.status >= 500 ? 'error' : 'info',
      message: 'request',
      requestId: c.get('requestId'),
      method: c.req.method,
      route: routePath(c, -1),
      status: c.res.status,
      ms: Math.round(performance.now() - startMs),
      keyId: c.get('caller')?.id,
      staffId: c.get('signedIn')?.staff.id,
    });
  });
}

/**
 * Logs a bug so that it can be found: where it was thrown, and its message unless it comes from
 * the database, whose messages quote the values of rows.
 */
export function logFailure(
  log: Log,
  clock: () => number,
  c: { get(name: 'requestId'): string },
  error: Error,
): void {
  log({
    at: new Date(clock()).toISOString(),
    level: 'error',
    message: 'unexpected error',
    requestId: c.get('requestId'),
    error: error.name,
    detail: error instanceof DriverException ? `SQLSTATE ${error.code}` : error.message,
    stack: framesOf(error),
  });
}

function framesOf({ stack = '' }: Error): string[] {
  const lines = stack.split('\n').map((line) => line.trim());
  return lines.filter((line) => line.startsWith('at ')).slice(0, 20);
}
