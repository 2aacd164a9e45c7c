import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, sep } from 'node:path';
import { BootstrapError } from './bootstrap-error.mjs';

const KEPT_OUTPUT = 40_000;

/** Runs npm in `root` and keeps quiet about it; throws a BootstrapError with its last words. */
export async function npm(root, args) {
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
    'npm could not reach its registry: check the connection, and `npm config get proxy registry`.',
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
