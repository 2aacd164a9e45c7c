/** A small tree of planted files in a temporary folder, judged by the real tools with the real rules. */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export type PlantedTree = {
  readonly folder: string;
  readonly plant: (file: string, source: string) => void;
  readonly remove: () => void;
};

/** An empty tree with copies of these files of ours and our packages. */
export function plantedTree(copies: readonly string[]): PlantedTree {
  const folder = mkdtempSync(join(tmpdir(), 'fairbill-house-'));
  for (const file of copies) cpSync(join(root, file), join(folder, file));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return {
    folder,
    plant: (file, source) => {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), source);
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** What a tool of ours prints as JSON in that folder, whatever its exit code. */
export async function reportOf(tool: string, args: string[], folder: string): Promise<unknown> {
  const script = join(root, 'node_modules', tool);
  const options = { cwd: folder, maxBuffer: 64 * 1024 * 1024 };
  const { stdout } = await promisify(execFile)(process.execPath, [script, ...args], options).catch(
    (failure: unknown) => {
      // A tool that found something exits with 1 and has still said what.
      if (!(failure instanceof Error) || !('stdout' in failure)) throw failure;
      if (typeof failure.stdout !== 'string' || failure.stdout === '') throw failure;
      return { stdout: failure.stdout };
    },
  );
  return JSON.parse(stdout);
}
