import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

const root = fileURLToPath(new URL('../..', import.meta.url));

export type Change = {
  /** Relative to the room of the workflows. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
};

/** A bundle of the workflows with one change, made in a copy of them. */
export async function plantedWorkflows({ file, from, to }: Change): Promise<{ code: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'fairbill-test-planted-'));
  try {
    for (const room of ['workflows', 'domain']) {
      await cp(join(root, room), join(folder, room), { recursive: true });
    }
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
    const path = join(folder, 'workflows', file);
    const source = await readFile(path, 'utf8');
    const changed = source.replace(from, to);
    if (changed === source) throw new Error(`${file} has no ${JSON.stringify(from)} to change`);
    await writeFile(path, changed);
    return await bundleWorkflowCode({
      workflowsPath: join(folder, 'workflows', 'index.ts'),
      logger: new DefaultLogger('ERROR'),
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
