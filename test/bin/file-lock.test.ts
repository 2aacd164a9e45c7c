import { existsSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withFileLock } from '../../bin/bootstrap/file-lock.mjs';
import { emptyFolder, runScript } from './kit.ts';

test('the lock lets one in at a time', async () => {
  const file = join(await emptyFolder(), 'lock');
  let inside = 0;
  let most = 0;
  const visit = () =>
    withFileLock(
      file,
      () => undefined,
      async () => {
        inside += 1;
        most = Math.max(most, inside);
        await new Promise(setImmediate);
        inside -= 1;
      },
    );
  await Promise.all([visit(), visit(), visit()]);
  expect(most).toBe(1);
  expect(existsSync(file)).toBe(false);
});

test('a lock whose holder was killed is taken over', async () => {
  const file = join(await emptyFolder(), 'lock');
  const holder = runScript('hold-lock', [file]);
  await holder.says('holding');
  holder.child.kill('SIGKILL');
  await holder.end;
  expect(existsSync(file)).toBe(true);
  expect(
    await withFileLock(
      file,
      () => undefined,
      async () => 'in',
    ),
  ).toBe('in');
});

test('a lock is waited for while its holder lives, and the holder is named', async () => {
  const file = join(await emptyFolder(), 'lock');
  const holder = runScript('hold-lock', [file]);
  await holder.says('holding');
  const order: string[] = [];
  const waiting = withFileLock(
    file,
    (id) => {
      order.push(`waits for ${id === holder.child.pid ? 'the holder' : id}`);
      holder.child.kill('SIGTERM');
    },
    async () => {
      order.push('in');
    },
  );
  await Promise.all([waiting, holder.end]);
  expect(order).toEqual(['waits for the holder', 'in']);
});

test('a lock that looks old is left alone while its holder touches it', async () => {
  // given a lock that looks old, as after a suspended laptop wakes, of a holder that lives
  const file = join(await emptyFolder(), 'lock');
  const old = new Date(Date.now() - 60_000);
  let leave = () => {};
  const holding = withFileLock(
    file,
    () => undefined,
    () =>
      new Promise<void>((resolve) => {
        leave = resolve;
      }),
  );
  utimesSync(file, old, old);
  // when somebody else comes
  let isIn = false;
  const second = withFileLock(
    file,
    () => undefined,
    async () => {
      isIn = true;
    },
  );
  await expect.poll(() => Date.now() - touchedAt(file), { timeout: 5_000 }).toBeLessThan(5_000);
  // then the wait goes on until the holder leaves
  expect(isIn).toBe(false);
  leave();
  await Promise.all([holding, second]);
  expect(isIn).toBe(true);
});

function touchedAt(file: string): number {
  return statSync(file).mtimeMs;
}
