import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { logFile } from '../../bin/start/file-logger.ts';
import { emptyFolder } from './kit.ts';

test('a log begins anew with a start, and the one before is kept', async () => {
  const file = join(await emptyFolder(), 'api.log');
  await writeFile(file, 'of an earlier start\n');
  logFile(file)({ message: 'begun' });
  await vi.waitFor(async () => expect(await readFile(file, 'utf8')).toBe('{"message":"begun"}\n'));
  expect(await readFile(`${file}.previous`, 'utf8')).toBe('of an earlier start\n');
});

test('a log never grows beyond its measure, however much is written, and ends with the last line', async () => {
  const folder = await emptyFolder();
  const write = logFile(join(folder, 'api.log'), 1_000);
  for (let number = 1; number <= 500; number += 1) write({ number });
  await vi.waitFor(async () => {
    const text = await readFile(join(folder, 'api.log'), 'utf8');
    expect(text.trim().split('\n').at(-1)).toBe('{"number":500}');
  });
  expect((await readdir(folder)).toSorted()).toEqual(['api.log', 'api.log.previous']);
  for (const name of await readdir(folder)) {
    expect((await readFile(join(folder, name), 'utf8')).length).toBeLessThanOrEqual(1_000);
  }
});
