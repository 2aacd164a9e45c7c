import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The user's folder for programs that took long to get: FAIRBILL_CACHE, else the place where this
 * system keeps caches.
 */
export function cacheFolder(environment: NodeJS.ProcessEnv): string {
  const chosen = environment['FAIRBILL_CACHE'];
  if (chosen) return chosen;
  const shared = environment['XDG_CACHE_HOME'];
  if (shared) return join(shared, 'fairbill');
  const home = environment['HOME'] ?? homedir();
  if (process.platform === 'darwin') return join(home, 'Library', 'Caches', 'fairbill');
  if (process.platform === 'win32') {
    return join(environment['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'fairbill', 'cache');
  }
  return join(home, '.cache', 'fairbill');
}

/** Where a program of this version for this kind of machine lies in the cache. */
export function cachedProgram(
  environment: NodeJS.ProcessEnv,
  name: string,
  version: string,
): string {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return join(
    cacheFolder(environment),
    `${name}-${version}-${process.platform}-${process.arch}${suffix}`,
  );
}
