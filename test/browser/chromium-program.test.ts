import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findChromium } from './chromium-program.ts';

async function folderWith(...names: string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'fairbill-test-chromium-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const name of names) {
    await writeFile(join(folder, name), '');
    await chmod(join(folder, name), 0o755);
  }
  return folder;
}

test('the browser that was chosen goes before the one on the path, and that before ours', async () => {
  const folder = await folderWith('chromium', 'chosen');
  const chosen = join(folder, 'chosen');
  expect(await findChromium({ PATH: folder, CHROMIUM_PATH: chosen })).toEqual({ path: chosen });
  expect(await findChromium({ PATH: folder })).toEqual({ path: join(folder, 'chromium') });
});

test('a chosen browser that is not there is a plain sentence, not another browser', async () => {
  await expect(findChromium({ ...process.env, CHROMIUM_PATH: '/none' })).rejects.toThrow(
    'CHROMIUM_PATH names /none, which is no program.',
  );
});
