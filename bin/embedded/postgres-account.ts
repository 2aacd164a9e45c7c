import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { LauncherError } from './launcher-error.ts';

/**
 * Whom PostgreSQL runs as when we are root, which it refuses to be. `through` is the program that
 * changes the user, with its arguments; empty where starting as the user is enough.
 */
export interface PostgresAccount {
  readonly uid: number;
  readonly gid: number;
  readonly through: readonly string[];
}

const USER = 'postgres';

/** Undefined for an ordinary user: PostgreSQL then runs as that user. */
export function postgresAccount(paths: readonly string[]): PostgresAccount | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const { uid, gid } = findUser() ?? createUser();
  const closed = paths.map((path) => closedFolder(path, uid, gid)).find(Boolean);
  return { uid, gid, through: closed === undefined ? [] : passThrough(uid, gid, closed) };
}

/**
 * The user to start a program as; with `through` in between we stay root until it changes the user.
 */
export function userOf(
  account: PostgresAccount | undefined,
): { uid: number; gid: number } | undefined {
  if (account === undefined || account.through.length > 0) return undefined;
  return { uid: account.uid, gid: account.gid };
}

function findUser(): { uid: number; gid: number } | undefined {
  try {
    const ask = (what: string) =>
      Number(execFileSync('id', [what, USER], { encoding: 'utf8', stdio: 'pipe' }));
    return { uid: ask('-u'), gid: ask('-g') };
  } catch {
    return undefined;
  }
}

function createUser(): { uid: number; gid: number } {
  try {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', USER], {
      stdio: 'pipe',
    });
  } catch {
    // What counts is whether the user is there now: two starts may have made it at once.
  }
  const user = findUser();
  if (user !== undefined) return user;
  throw new LauncherError(
    'PostgreSQL refuses to run as root, and no user "postgres" could be made for it.',
    'Run Fairbill as an ordinary user, or make the user with `useradd --system postgres`.',
  );
}

/** The first folder on the way to `path` that the user may not pass, such as a closed /root. */
function closedFolder(path: string, uid: number, gid: number): string | undefined {
  const way: string[] = [];
  for (let folder = path; folder !== dirname(folder); folder = dirname(folder)) way.unshift(folder);
  return way.find((folder) => existsSync(folder) && !mayPass(folder, uid, gid));
}

function mayPass(path: string, uid: number, gid: number): boolean {
  const { mode, uid: owner, gid: group } = statSync(path);
  if (owner === uid) return (mode & 0o100) !== 0;
  if (group === gid) return (mode & 0o010) !== 0;
  return (mode & 0o001) !== 0;
}

/**
 * A clone in /root is closed to every other user. Linux can let a process of another user pass
 * closed folders all the same: setpriv changes the user and leaves it that one capability of root.
 */
function passThrough(uid: number, gid: number, closed: string): string[] {
  const capability = passingCapability();
  if (capability === undefined || !hasSetpriv()) {
    throw new LauncherError(
      `PostgreSQL refuses to run as root, and its user "${USER}" may not enter ${closed}.`,
      'Run Fairbill as an ordinary user, or clone it to where others may enter, such as /opt.',
    );
  }
  return [
    'setpriv',
    `--reuid=${uid}`,
    `--regid=${gid}`,
    '--clear-groups',
    `--inh-caps=+${capability}`,
    `--ambient-caps=+${capability}`,
    '--',
  ];
}

function hasSetpriv(): boolean {
  try {
    execFileSync('setpriv', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/**
 * Containers hold some capabilities back, so the narrow one is asked for first: see
 * capabilities(7).
 */
function passingCapability(): string | undefined {
  try {
    const status = readFileSync('/proc/self/status', 'utf8');
    const held = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? '0'}`);
    if (held & (1n << 2n)) return 'dac_read_search';
    return held & (1n << 1n) ? 'dac_override' : undefined;
  } catch {
    return undefined;
  }
}
