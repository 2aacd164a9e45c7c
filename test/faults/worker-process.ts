import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Ground } from '../workflows/ground.ts';

const program = fileURLToPath(new URL('../../bin/worker.ts', import.meta.url));

/** A worker as in production: a process of its own, which can be killed. */
export function startWorkerProcess({ databaseUrl, office, namespace, address }: Ground) {
  const child = spawn(process.execPath, [program], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      TEMPORAL_ADDRESS: address,
      TEMPORAL_NAMESPACE: namespace,
      SMTP_URL: office.smtpUrl,
    },
  });
  const ended = once(child, 'exit');
  return {
    /** As the kernel does it when memory runs out: no word of farewell. */
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
