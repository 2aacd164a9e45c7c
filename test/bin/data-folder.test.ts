import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  assertDiskSpace,
  ensureDataFolder,
  ensureFolder,
  folderError,
  keptSecret,
  passwordFile,
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

const modeOf = async (...path: string[]) => (await stat(join(...path))).mode & 0o777;

/** Whether others may at most pass through: where we are root, PostgreSQL's own user must. */
const isClosed = (mode: number) => mode === (process.getuid?.() === 0 ? 0o711 : 0o700);

test('what is made in a data folder is for its owner only', async () => {
  const folder = join(await emptyFolder(), 'data');
  await ensureDataFolder(folder);
  await ensureFolder(join(folder, 'logs'));
  await writeWhole(join(folder, 'mail', 'letter'), 'Dear Ana');
  expect(isClosed(await modeOf(folder))).toBe(true);
  expect(await modeOf(folder, 'logs')).toBe(0o700);
  expect(await modeOf(folder, 'mail')).toBe(0o700);
  expect(await modeOf(folder, 'mail', 'letter')).toBe(0o600);
});

test('what an earlier version left open in its data folder is closed, and no other folder is', async () => {
  const folder = await emptyFolder();
  await mkdir(join(folder, 'temporal'));
  for (const open of [folder, join(folder, 'temporal')]) await chmod(open, 0o755);
  await ensureDataFolder(folder);
  expect([await modeOf(folder), await modeOf(folder, 'temporal')]).toEqual([0o755, 0o755]);
  await keptSecret(join(folder, passwordFile));
  await ensureDataFolder(folder);
  expect(isClosed(await modeOf(folder))).toBe(true);
  expect(await modeOf(folder, 'temporal')).toBe(0o700);
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
