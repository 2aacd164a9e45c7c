import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const lastDeeds = new Set<() => void>();
let isWatching = false;

/**
 * Runs `deed` when this process leaves without an orderly stop, so that no server outlives it: by
 * process.exit, by a signal that nobody else handles, or because the bootstrap that started us was
 * killed, which counts as SIGTERM. What is returned takes the deed back. Nothing helps against kill
 * -9; for that the next start finds what is left.
 */
export function onLeaving(deed: () => void): () => void {
  lastDeeds.add(deed);
  if (!isWatching) watch();
  isWatching = true;
  return () => void lastDeeds.delete(deed);
}

function watch(): void {
  process.on('exit', () => {
    for (const deed of lastDeeds) deed();
  });
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      // A signal with a handler no longer ends the process by itself. Others' handlers go first.
      if (process.listenerCount(signal) === 1) process.exit(128 + constants.signals[signal]);
    });
  }
  // A channel to somebody else, such as a test's runner, is none of our business.
  if (process.env['FAIRBILL_BOOTSTRAP'] !== String(process.ppid)) return;
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  // The channel is there to be missed, not to keep us running.
  process.channel?.unref();
}
