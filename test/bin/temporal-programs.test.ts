import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cachedProgram, cacheFolder } from '../../bin/embedded/cache-folder.ts';
import { isRunning, markOf } from '../../bin/embedded/processes.ts';
import { findTemporal } from '../../bin/embedded/temporal-programs.ts';
import { CLI_VERSION, SERVER_VERSION, UI_VERSION } from '../../bin/embedded/temporal-versions.ts';
import { emptyFolder, runScript } from './kit.ts';

/** A machine without a way to the internet, and with nothing but what the test puts there. */
async function bareMachine() {
  const folder = await emptyFolder();
  const path = join(folder, 'bin');
  await mkdir(path);
  const environment = {
    PATH: path,
    HOME: folder,
    FAIRBILL_CACHE: join(folder, 'cache'),
    // The download goes through a proxy that is not there.
    HTTPS_PROXY: 'http://127.0.0.1:9',
    https_proxy: 'http://127.0.0.1:9',
  };
  const said: string[] = [];
  const find = (more: { needsVirtualTime?: boolean; wantsUi?: boolean } = {}) =>
    findTemporal({
      environment,
      wantsUi: false,
      needsVirtualTime: false,
      say: (sentence) => said.push(sentence),
      ...more,
    });
  return { path, environment, find, said };
}

/** A program that says a version and does nothing else. */
async function putProgram(file: string, serverVersion: string): Promise<void> {
  await mkdir(join(file, '..'), { recursive: true });
  const words = `temporal version 1.0.0 (Server ${serverVersion}, UI 2.0.0)`;
  await writeFile(file, `#!/bin/sh\necho '${words}'\n`);
  await chmod(file, 0o755);
}

test('a new enough `temporal` on the PATH is taken before anything else', async () => {
  const { path, environment, find } = await bareMachine();
  await putProgram(join(path, 'temporal'), '1.32.1');
  await putProgram(cachedProgram(environment, 'temporal-server', SERVER_VERSION), '1.32.0');
  expect(await find()).toMatchObject({ kind: 'cli', version: '1.32.1' });
});

test('the program named by TEMPORAL_CLI_PATH is taken whatever it is, and must run', async () => {
  const { path, environment, find } = await bareMachine();
  const named = join(path, 'elsewhere');
  await putProgram(named, '1.20.0');
  Object.assign(environment, { TEMPORAL_CLI_PATH: named });
  expect(await find()).toMatchObject({ kind: 'cli', cli: named, version: '1.20.0' });
  Object.assign(environment, { TEMPORAL_CLI_PATH: join(path, 'nothing') });
  await expect(find()).rejects.toThrow(/TEMPORAL_CLI_PATH names .*nothing/);
});

test('programs from the cache come next, downloaded ones before built ones', async () => {
  const { environment, find } = await bareMachine();
  await putProgram(cachedProgram(environment, 'temporal-server', SERVER_VERSION), '1.32.0');
  await putProgram(cachedProgram(environment, 'temporal-ui', UI_VERSION), '');
  expect(await find({ wantsUi: true })).toMatchObject({
    kind: 'server',
    how: 'the programs built before',
    ui: cachedProgram(environment, 'temporal-ui', UI_VERSION),
  });
  await putProgram(cachedProgram(environment, 'temporal-cli', CLI_VERSION), '1.32.0');
  expect(await find()).toMatchObject({ kind: 'cli', how: 'the Temporal CLI downloaded before' });
});

test('a server without its UI is still a server', async () => {
  const { environment, find, said } = await bareMachine();
  await putProgram(cachedProgram(environment, 'temporal-server', SERVER_VERSION), '1.32.0');
  expect(await find({ wantsUi: true })).toMatchObject({ kind: 'server', ui: undefined });
  expect(said.at(-1)).toMatch(/The Temporal UI could not be built, so it is left out: .*`go`/);
});

test('when no way leads to a server, each is listed with its reason, within seconds', async () => {
  const { find } = await bareMachine();
  const begun = performance.now();
  await expect(find()).rejects.toMatchObject({
    sentence: 'No Temporal Server could be had.',
    hint: expect.stringContaining('TEMPORAL_ADDRESS'),
    details: expect.stringMatching(
      /PATH: none there[^]*cache folder: none there[^]*Download of Temporal CLI[^]*Building Temporal Server .*no `go` on the PATH/,
    ),
  });
  expect(performance.now() - begun).toBeLessThan(15_000);
});

test('an old `temporal` is better than none, but not where virtual time is needed', async () => {
  const { path, find } = await bareMachine();
  await putProgram(join(path, 'temporal'), '1.29.1');
  expect(await find()).toMatchObject({ kind: 'cli', version: '1.29.1' });
  await expect(find({ needsVirtualTime: true })).rejects.toMatchObject({
    details: expect.stringContaining('carries server 1.29.1, and virtual time needs 1.32'),
  });
});

test('a build ends with the launcher that asked for it', async () => {
  // given a `go` that builds for ever
  const { path } = await bareMachine();
  const go = join(path, 'go');
  const note = join(path, 'go-process');
  await writeFile(
    go,
    `#!/bin/sh\necho $$ > ${note}.part\nmv ${note}.part ${note}\nexec sleep 60\n`,
  );
  await chmod(go, 0o755);
  const environment = { ...process.env, PATH: `${path}:/usr/bin:/bin` };
  const launcher = runScript('build-server', [join(path, 'cache', 'server')], environment);
  await expect.poll(() => existsSync(note), { timeout: 20_000 }).toBe(true);
  const builder = markOf(Number(await readFile(note, 'utf8')));
  // when the person presses Ctrl-C
  launcher.child.kill('SIGINT');
  expect((await launcher.end).code).toBe(130);
  // then nothing goes on behind their back
  await expect.poll(() => builder && isRunning(builder), { timeout: 5_000 }).toBe(false);
});

test('the cache lies where the person or the system keeps caches', () => {
  expect(cacheFolder({ FAIRBILL_CACHE: '/a', XDG_CACHE_HOME: '/b', HOME: '/c' })).toBe('/a');
  expect(cacheFolder({ XDG_CACHE_HOME: '/b', HOME: '/c' })).toBe(join('/b', 'fairbill'));
  expect(cacheFolder({ HOME: '/c' })).toContain(join('/c', ''));
});
