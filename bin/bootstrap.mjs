#!/usr/bin/env node
/**
 * The way in from a fresh clone: `node bin/bootstrap.mjs <command> [arguments]`.
 *
 * It runs on the Node that the machine has, sees to it that node_modules fits the lockfile, and
 * hands over to the Node 24 that the lockfile names, which runs TypeScript as it is. Plain
 * JavaScript without dependencies, because at this point there are none.
 */
import { existsSync, readdirSync, rmdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BootstrapError } from './bootstrap/bootstrap-error.mjs';
import { runChild } from './bootstrap/child.mjs';
import { ensureDependencies, installedNode } from './bootstrap/dependencies.mjs';

const OLDEST_NODE = [20, 20];
const root = dirname(dirname(fileURLToPath(import.meta.url)));

async function main([command, ...args]) {
  checkNode();
  const script = scriptOf(command);
  await ensureDependencies(root, (sentence) => console.error(sentence));
  removeIfEmpty(join(root, '.fairbill'));
  return runChild(installedNode(root), [script, ...before(command), ...args], {
    folder: root,
    environment: {
      ...process.env,
      ...directLoopback(),
      FAIRBILL_BOOTSTRAP: String(process.pid),
    },
    // A program that finds a channel may believe that a parent wants to talk; only ours know
    // better.
    channel: command !== 'test',
  });
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  throw new BootstrapError(
    `Fairbill needs Node ${OLDEST_NODE.join('.')} or newer, and this is Node ${process.versions.node}.`,
    'Install a newer one from https://nodejs.org and run the same command again.',
  );
}

function scriptOf(command) {
  if (command === 'test') return join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const script = join(root, 'bin', `${command}.ts`);
  if (command && /^[a-z][a-z-]*$/.test(command) && existsSync(script)) return script;
  const known = readdirSync(join(root, 'bin')).filter((name) => name.endsWith('.ts'));
  throw new BootstrapError(
    `There is no command "${command ?? ''}".`,
    `The commands are: ${[...known.map((name) => name.slice(0, -3)), 'test'].join(', ')}.`,
  );
}

function before(command) {
  return command === 'test' ? ['run'] : [];
}

/** A proxy is for the way out; the servers that we start on this machine are not behind it. */
function directLoopback() {
  const given = process.env['NO_PROXY'] ?? process.env['no_proxy'] ?? '';
  const list = [given, '127.0.0.1', 'localhost'].filter(Boolean).join(',');
  return { NO_PROXY: list, no_proxy: list };
}

/** The lock of the installation made this folder; a test run leaves nothing behind. */
function removeIfEmpty(folder) {
  try {
    rmdirSync(folder);
  } catch {
    // It holds data, or was never there.
  }
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    if (!(error instanceof BootstrapError)) throw error;
    for (const part of [error.message, error.details, error.hint]) if (part) console.error(part);
    process.exitCode = 1;
  },
);
