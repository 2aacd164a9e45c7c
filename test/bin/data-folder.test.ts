import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  assertDiskSpace,
  ensureFolder,
  folderError,
  keptSecret,
  writeWhole,
} from '../../bin/embedded/data-folder.ts';
import { whyItEnded } from '../../bin/embedded/server-log.ts';
import { emptyFolder } from './kit.ts';

test('a secret is made once, kept, and readable by its owner only', async () => {
  const file = join(await emptyFolder(), 'deep', 'secret');
  const secret = await keptSecret(file);
  expect(secret).toMatch(/^[\w-]{32}$/);
  expect(await keptSecret(file)).toBe(secret);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test('a file is replaced whole and leaves no draft behind', async () => {
  const folder = await emptyFolder();
  const file = join(folder, 'note');
  await writeFile(file, 'a long text before');
  await writeWhole(file, 'short');
  expect(await readFile(file, 'utf8')).toBe('short');
  expect(await readdir(folder)).toEqual(['note']);
});

test('a disk without room is said before anything is begun', async () => {
  const folder = await emptyFolder();
  await assertDiskSpace(folder, 1);
  await expect(assertDiskSpace(folder, 1e18)).rejects.toMatchObject({
    sentence: expect.stringMatching(/has \d+ MB left, and Fairbill needs 1000000000000 MB\.$/),
    hint: expect.stringContaining('--data'),
  });
});

test.for([
  ['ENOSPC', /^The disk is full/],
  ['EACCES', /^This user may not write/],
  ['EIO', /cannot be used/],
] as const)('the error %s of a folder is a plain sentence', ([code, sentence]) => {
  const error = folderError(Object.assign(new Error('input/output'), { code }), '/data');
  expect(error.sentence).toMatch(sentence);
  expect(error.hint).toContain('--data');
});

test('a path that leads through a file is a plain sentence too', async () => {
  const file = join(await emptyFolder(), 'file');
  await writeFile(file, '');
  await expect(ensureFolder(join(file, 'below'))).rejects.toThrow(/cannot be used/);
});

test.for([
  ['write failed: No space left on device', /the disk is full/],
  ['listen tcp 127.0.0.1:1: bind: address already in use', /was taken in the meantime/],
  ['panic: something else', /^PostgreSQL ended with code 1\.$/],
] as const)('the log "%s" tells why a server ended', async ([line, sentence]) => {
  const file = join(await emptyFolder(), 'log');
  await writeFile(file, `first\n${line}\n`);
  const error = whyItEnded('PostgreSQL', 'ended with code 1', file);
  expect(error.sentence).toMatch(sentence);
  expect(error.details).toContain(line);
});
