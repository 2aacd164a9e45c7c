import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, rename, statfs, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf, LauncherError, wordsOf } from './launcher-error.ts';

/**
 * Makes a folder that others may pass through but not list. Passing is needed where PostgreSQL runs
 * as a user of its own; what is secret in it has a mode of its own.
 */
export async function ensureFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o711 });
  } catch (error) {
    throw folderError(error, folder);
  }
}

/** Throws a LauncherError unless the disk of `folder` has room for `bytes` more. */
export async function assertDiskSpace(folder: string, bytes: number): Promise<void> {
  const disk = await statfs(folder);
  const free = disk.bavail * disk.bsize;
  if (free >= bytes) return;
  throw new LauncherError(
    `The disk of ${folder} has ${megabytes(free)} MB left, and Fairbill needs ${megabytes(bytes)} MB.`,
    'Free some room there, or choose a data folder on another disk with --data.',
  );
}

/** A secret kept in a file that only its owner can read; made at random the first time. */
export async function keptSecret(file: string): Promise<string> {
  try {
    const secret = (await readFile(file, 'utf8')).trim();
    if (secret !== '') return secret;
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw folderError(error, file);
  }
  const secret = randomBytes(24).toString('base64url');
  await writeWhole(file, `${secret}\n`, 0o600);
  return secret;
}

/** Writes a file so that a reader, or a crash, never meets half of it. */
export async function writeWhole(
  file: string,
  content: string | Uint8Array,
  mode = 0o644,
): Promise<void> {
  const draft = `${file}.${randomBytes(4).toString('hex')}.part`;
  try {
    await ensureFolder(dirname(file));
    await writeFile(draft, content, { mode });
    await chmod(draft, mode);
    await rename(draft, file);
  } catch (error) {
    throw folderError(error, file);
  }
}

/** The plain sentence for a failed attempt to read or write below the data folder. */
export function folderError(error: unknown, path: string): LauncherError {
  switch (codeOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new LauncherError(
        `The disk is full: ${path} could not be written.`,
        'Free some room there, or choose a data folder on another disk with --data.',
      );
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new LauncherError(
        `This user may not write to ${path}.`,
        'Give the folder to this user, or choose another data folder with --data.',
      );
    default:
      return new LauncherError(
        `The path ${path} cannot be used: ${wordsOf(error)}.`,
        'Choose another data folder with --data.',
      );
  }
}

function megabytes(bytes: number): number {
  return Math.floor(bytes / 1_000_000);
}
