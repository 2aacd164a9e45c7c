import { execFile } from 'node:child_process';
import { access, chmod, constants, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cachedProgram } from '../../bin/embedded/cache-folder.ts';
import { withFileLock } from '../../bin/bootstrap/file-lock.mjs';
import manifest from '../../package.json' with { type: 'json' };

export type ChromiumProgram = {
  readonly path: string;
  /** A folder of shared libraries that this machine lacks, if it lacks any. */
  readonly libraries?: string;
};

const run = promisify(execFile);

const commands = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * The browser in which pages are tested: the one that CHROMIUM_PATH names, one on the PATH, or the
 * one that an npm package brings for Linux on x64. Fails with a sentence that says what to install.
 */
export async function findChromium(environment: NodeJS.ProcessEnv): Promise<ChromiumProgram> {
  const chosen = environment['CHROMIUM_PATH'];
  if (chosen) {
    if (await isProgram(chosen)) return { path: chosen };
    throw new Error(`CHROMIUM_PATH names ${chosen}, which is no program.`);
  }
  for (const folder of (environment['PATH'] ?? '').split(delimiter).filter(Boolean)) {
    for (const command of commands) {
      const path = join(folder, command);
      if (await isProgram(path)) return { path };
    }
  }
  if (process.platform === 'linux' && process.arch === 'x64') return unpacked(environment);
  throw new Error(
    'Pages are tested in Chromium, and there is none. Install Chromium or Google Chrome, or set ' +
      'CHROMIUM_PATH to its program.',
  );
}

/** Unpacked once for this user, about 200 MB; test files that start together wait for one. */
async function unpacked(environment: NodeJS.ProcessEnv): Promise<ChromiumProgram> {
  const version = manifest.devDependencies['@sparticuz/chromium'];
  const folder = cachedProgram(environment, 'chromium', version);
  const path = join(folder, 'chromium');
  if (!(await isProgram(path))) {
    await withFileLock(
      `${folder}.lock`,
      () => undefined,
      async () => {
        if (!(await isProgram(path))) await unpack(folder, environment);
      },
    );
  }
  const { stdout } = await run('ldd', [path]);
  return stdout.includes('not found')
    ? { path, libraries: join(folder, 'al2023', 'lib') }
    : { path };
}

/** The folder appears under its name when it is whole, so that a run that was killed leaves no half. */
async function unpack(folder: string, environment: NodeJS.ProcessEnv): Promise<void> {
  await mkdir(join(folder, '..'), { recursive: true });
  const half = await mkdtemp(`${folder}-`);
  try {
    const program = fileURLToPath(new URL('programs/unpack-chromium.ts', import.meta.url));
    await run(process.execPath, [program], { env: { ...environment, TMPDIR: half } });
    await chmod(half, 0o755);
    await rm(folder, { recursive: true, force: true });
    await rename(half, folder);
  } finally {
    await rm(half, { recursive: true, force: true });
  }
}

async function isProgram(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
