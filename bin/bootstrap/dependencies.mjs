import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, sep } from 'node:path';
import { withFileLock } from './file-lock.mjs';

const PROGRESS_EVERY_MS = 10_000;
const KEPT_OUTPUT = 40_000;

/** What stopped the bootstrap: a sentence that says what is wrong, and a hint that says what to do. */
export class BootstrapError extends Error {
  constructor(sentence, hint, details = '') {
    super(sentence);
    this.hint = hint;
    this.details = details;
  }
}

/**
 * Makes `node_modules` fit `package-lock.json`. A stamp in `node_modules` holds the hash of the
 * lockfile it was made from, so a second start costs two file reads.
 */
export async function ensureDependencies(root, say) {
  if (isStamped(root)) return;
  await withFileLock(
    join(root, '.fairbill', 'install.lock'),
    (holder) =>
      say(
        `Another Fairbill (process ${holder ?? 'unknown'}) installs the dependencies; waiting for it.`,
      ),
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

/** The package `node` fetches its program by an install script, which some npm settings hold back. */
async function ensureNode(root, say) {
  if (existsSync(installedNode(root))) return;
  say('The install scripts did not run; fetching Node 24 by itself.');
  await npm(root, ['rebuild', 'node', '--ignore-scripts=false', '--foreground-scripts']);
  if (existsSync(installedNode(root))) return;
  throw new BootstrapError(
    'Node 24 could not be put into node_modules.',
    'Allow npm to run install scripts (`npm config delete ignore-scripts`), delete node_modules, and try again.',
  );
}

async function npm(root, args) {
  const [command, before] = npmCommand();
  const { code, output, failure } = await run(command, [...before, ...args], root);
  if (code === 0) return;
  throw new BootstrapError(
    failure ? `npm could not be run: ${failure.message}.` : `\`npm ${args[0]}\` failed.`,
    failure ? 'Install npm (it comes with Node) and try again.' : npmHint(output),
    usefulEnd(output),
  );
}

/**
 * The npm that runs us, if one does, else the one on the PATH. Never by a Node inside
 * node_modules: `npm ci` removes that folder under its own feet.
 */
function npmCommand() {
  const script = process.env['npm_execpath'];
  const ownNode = !process.execPath.includes(`${sep}node_modules${sep}`);
  if (ownNode && script?.endsWith('npm-cli.js') && existsSync(script)) {
    return [process.execPath, [script]];
  }
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm', []];
}

function run(command, args, root) {
  return new Promise((resolve) => {
    let output = '';
    const keep = (chunk) => {
      output = (output + chunk).slice(-KEPT_OUTPUT);
    };
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, PATH: pathWithoutNodeModules() },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    const pass = (signal) => child.kill(signal);
    process.on('SIGINT', pass).on('SIGTERM', pass);
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const finish = (result) => {
      process.off('SIGINT', pass).off('SIGTERM', pass);
      resolve(result);
    };
    child.on('error', (failure) => finish({ code: 1, output, failure }));
    child.on('close', (code) => finish({ code: code ?? 1, output }));
  });
}

function pathWithoutNodeModules() {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders
    .filter((folder) => !folder.includes(`${sep}node_modules${sep}.bin`))
    .concat(dirname(process.execPath).includes('node_modules') ? [] : dirname(process.execPath))
    .join(delimiter);
}

const HINTS = [
  [/ENOSPC|no space left/i, 'The disk is full: free about 1 GB and try again.'],
  [/EACCES|EPERM/, 'This user may not write here: check who owns this folder and node_modules.'],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|network/i,
    'npm could not reach its registry: check the connection, a proxy (`npm config get proxy`) and `npm config get registry`.',
  ],
  [
    /EUSAGE|in sync/,
    'package.json and package-lock.json differ: bring both back with `git checkout`.',
  ],
  [/EINTEGRITY/, 'A download was damaged: run `npm cache clean --force` and try again.'],
  [
    /E404|ETARGET/,
    'The registry lacks a version that the lockfile names: check `npm config get registry`.',
  ],
];

function npmHint(output) {
  const found = HINTS.find(([pattern]) => pattern.test(output));
  return found
    ? found[1]
    : 'See the lines above; when it is put right, run the same command again.';
}

/** npm's own words without its usage text, its log's address and the frame around each line. */
function usefulEnd(output) {
  const lines = output.split('\n').map((line) => line.trimEnd());
  const errors = lines
    .filter((line) => /^npm (error|ERR!) \S/.test(line))
    .filter((line) => !/complete log|debug-\d+\.log/.test(line));
  const usage = errors.findIndex((line) => /Clean install a project|^npm \S+ Usage:/.test(line));
  const told = usage < 0 ? errors : errors.slice(0, usage);
  return (told.length > 0 ? told.slice(0, 15) : lines.filter(Boolean).slice(-15)).join('\n');
}

function seconds(begun) {
  return Math.round((Date.now() - begun) / 1000);
}
