import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BootstrapError } from './bootstrap-error.mjs';
import { withFileLock } from './file-lock.mjs';
import { npm } from './npm.mjs';

const PROGRESS_EVERY_MS = 10_000;

/**
 * Makes `node_modules` fit `package-lock.json`. A stamp in `node_modules` holds the hash of the
 * lockfile it was made from, so a second start costs two file reads.
 */
export async function ensureDependencies(root, say) {
  if (isStamped(root)) return;
  await withFileLock(
    join(root, '.fairbill', 'install.lock'),
    (holder) =>
      say(`Process ${holder ?? 'unknown'} installs the dependencies already; waiting for it.`),
    async () => {
      if (isStamped(root)) return;
      if (!fitsLockfile(root)) await install(root, say);
      await ensureNode(root, say);
      writeFileSync(stampFile(root), lockfileHash(root));
    },
  );
}

/** The Node that the lockfile names: the one that runs TypeScript as it is. */
export function installedNode(root) {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  return join(root, 'node_modules', 'node', 'bin', name);
}

function stampFile(root) {
  return join(root, 'node_modules', '.fairbill-lockfile-hash');
}

function lockfileHash(root) {
  const file = join(root, 'package-lock.json');
  if (!existsSync(file)) {
    throw new BootstrapError(
      'The file package-lock.json is missing.',
      'It belongs to the repository: bring it back with `git checkout package-lock.json`.',
    );
  }
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

function isStamped(root) {
  try {
    return (
      readFileSync(stampFile(root), 'utf8') === lockfileHash(root) &&
      existsSync(installedNode(root))
    );
  } catch (error) {
    if (error instanceof BootstrapError) throw error;
    return false;
  }
}

/** npm leaves a copy of what it installed; somebody's own `npm ci` is recognised by it. */
function fitsLockfile(root) {
  const installed = readPackages(join(root, 'node_modules', '.package-lock.json'));
  if (installed === undefined) return false;
  return wantedPackages(root).every(
    ([path, wanted]) => installed[path]?.version === wanted.version,
  );
}

function wantedPackages(root) {
  const packages = readPackages(join(root, 'package-lock.json')) ?? {};
  // Optional packages for other systems never arrive, so they prove nothing.
  return Object.entries(packages).filter(([path, wanted]) => path !== '' && !wanted.optional);
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

async function install(root, say) {
  const begun = Date.now();
  say('Installing the dependencies with `npm ci`; this takes a minute or so the first time.');
  const wanted = wantedPackages(root);
  const progress = setInterval(() => {
    const arrived = wanted.filter(([path]) => existsSync(join(root, path))).length;
    say(`  … ${arrived} of ${wanted.length} packages after ${seconds(begun)} s`);
  }, PROGRESS_EVERY_MS);
  try {
    // Development packages are wanted even where NODE_ENV says production: the tests need them.
    // An npm that was told to be silent would keep to itself why it failed.
    await npm(root, ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
  } finally {
    clearInterval(progress);
  }
  say(`Installed ${wanted.length} packages in ${seconds(begun)} s.`);
}

/**
 * The package `node` fetches its program by an install script, which some npm settings hold back.
 */
async function ensureNode(root, say) {
  if (existsSync(installedNode(root))) return;
  say('The install scripts did not run; fetching Node 24 by itself.');
  await npm(root, ['rebuild', 'node', '--ignore-scripts=false', '--foreground-scripts']);
  if (existsSync(installedNode(root))) return;
  throw new BootstrapError(
    'Node 24 could not be put into node_modules.',
    'Let npm run install scripts (`npm config delete ignore-scripts`) and delete node_modules.',
  );
}

function seconds(begun) {
  return Math.round((Date.now() - begun) / 1000);
}
