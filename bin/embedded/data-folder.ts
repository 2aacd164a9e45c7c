import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rename, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codeOf, LauncherError, wordsOf } from './launcher-error.ts';

/** What tells a data folder of ours from any other folder. */
export const passwordFile = 'postgres-password';

/**
 * Makes the data folder, which nobody else may enter: mails, logs and Temporal's own database are in
 * it. Root's can be passed through by others but not listed, because there PostgreSQL runs as a user
 * of its own; what is below is closed. So is what an earlier version left open in it.
 */
export async function ensureDataFolder(folder: string): Promise<void> {
  const mode = process.getuid?.() === 0 ? 0o711 : 0o700;
  try {
    await mkdir(folder, { recursive: true, mode });
    if (!existsSync(join(folder, passwordFile))) return;
    await chmod(folder, mode);
    const inner = await readdir(folder, { withFileTypes: true });
    const folders = inner.filter((one) => one.isDirectory() && one.name !== 'postgres');
    for (const { name } of folders) await chmod(join(folder, name), 0o700);
  } catch (error) {
    throw folderError(error, folder);
  }
}

/** Makes a folder for its owner alone; one that is there stays as it is. */
export async function ensureFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
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
  await writeWhole(file, `${secret}\n`);
  return secret;
}

/** Writes a file so that a reader, or a crash, never meets half of it. */
export async function writeWhole(
  file: string,
  content: string | Uint8Array,
  mode = 0o600,
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
