/** Stripe's own stripe-mock, which judges the form of a request by Stripe's published description. */
import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { cachedProgram } from '../../bin/embedded/cache-folder.ts';
import { freePort } from '../../bin/embedded/ports.ts';

const version = '0.203.0';

export type StripeMock = { readonly url: string; readonly stop: () => void };

/** Starts it, built once for the machine; or says in a sentence why it cannot be built. */
export async function openStripeMock(): Promise<StripeMock | string> {
  const program = cachedProgram(process.env, 'stripe-mock', version);
  const fault = existsSync(program) ? null : await build(program);
  if (fault) return fault;
  const [http, https] = [await freePort(), await freePort()];
  const child = spawn(
    program,
    // Left out, the second address would be every one that the machine has.
    ['-http-addr', `127.0.0.1:${http}`, '-https-addr', `127.0.0.1:${https}`],
    { stdio: 'ignore' },
  );
  const url = `http://127.0.0.1:${http}`;
  const stop = () => void child.kill('SIGTERM');
  for (let tries = 1; !(await answers(url)); tries += 1) {
    if (tries < 100 && child.exitCode === null) continue;
    stop();
    throw new Error('stripe-mock was started and does not answer');
  }
  return { url, stop };
}

/** Builds into a folder of its own, so that two runs at once never see half a program. */
async function build(program: string): Promise<string | null> {
  await mkdir(dirname(program), { recursive: true });
  const folder = await mkdtemp(`${program}.part-`);
  try {
    const source = `github.com/stripe/stripe-mock@v${version}`;
    const env = { ...process.env, GOBIN: folder };
    await promisify(execFile)('go', ['install', source], { env, timeout: 300_000 });
    await rename(join(folder, 'stripe-mock'), program);
    return null;
  } catch (error) {
    return `stripe-mock ${version} could not be built with Go: ${String(error)}`;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function answers(url: string): Promise<boolean> {
  const response = await fetch(url).catch(() => null);
  if (!response) await new Promise((resolve) => setTimeout(resolve, 50));
  return response !== null;
}
