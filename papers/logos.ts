import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Reads a seller's logo from a folder, where it is called after the seller's code: `nordlys.svg`.
 * Null when there is no folder or no such file: then the paper has a mark of our own.
 */
export async function readLogo(folder: string | undefined, seller: string): Promise<string | null> {
  if (folder === undefined || !/^[a-z0-9][a-z0-9-]*$/.test(seller)) return null;
  try {
    return await readFile(join(folder, `${seller}.svg`), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
