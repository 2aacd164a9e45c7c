/** Holds the lock whose file is given until it is told to leave. */
import { once } from 'node:events';
import { withFileLock } from '../../../bin/bootstrap/file-lock.mjs';

const [file = ''] = process.argv.slice(2);
const keepAlive = setInterval(() => undefined, 1_000);
await withFileLock(
  file,
  () => undefined,
  async () => {
    console.log('holding');
    await once(process, 'SIGTERM');
  },
);
clearInterval(keepAlive);
