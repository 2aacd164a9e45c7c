import { cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { emptyFolder, root, run } from './kit.ts';

/**
 * A clone in small: the real bootstrap and a lockfile with one dependency, the Node that this test
 * runs on, from a folder beside it. So npm does all it does for the real one, in a second and
 * without the network.
 */
export async function smallClone(programs: Readonly<Record<string, string>>): Promise<string> {
  const folder = await emptyFolder();
  await mkdir(join(folder, 'bin'));
  await cp(join(root, 'bin', 'bootstrap.mjs'), join(folder, 'bin', 'bootstrap.mjs'));
  await cp(join(root, 'bin', 'bootstrap'), join(folder, 'bin', 'bootstrap'), { recursive: true });
  for (const [name, code] of Object.entries(programs)) {
    await writeFile(join(folder, 'bin', `${name}.ts`), code);
  }
  await mkdir(join(folder, 'this-node', 'bin'), { recursive: true });
  await symlink(process.execPath, join(folder, 'this-node', 'bin', 'node'));
  await writeJson(join(folder, 'this-node', 'package.json'), { name: 'node', version: '24.0.0' });
  await writeManifests(folder, {});
  return folder;
}

/** Writes package.json and lockfile with `extra` packages, each as an entry of a lockfile. */
export async function writeManifests(
  folder: string,
  extra: Readonly<Record<string, { readonly version: string; readonly resolved: string }>>,
): Promise<void> {
  const versions = Object.entries(extra).map(([name, { version }]) => [name, version]);
  const dependencies = { node: 'file:this-node', ...Object.fromEntries(versions) };
  const manifest = { name: 'small-clone', version: '1.0.0', type: 'module', dependencies };
  const entries = Object.entries(extra).map(([name, entry]) => [`node_modules/${name}`, entry]);
  await writeJson(join(folder, 'package.json'), manifest);
  await writeJson(join(folder, 'package-lock.json'), {
    name: 'small-clone',
    version: '1.0.0',
    lockfileVersion: 3,
    requires: true,
    packages: {
      '': manifest,
      'node_modules/node': { resolved: 'this-node', link: true },
      'this-node': { name: 'node', version: '24.0.0' },
      ...Object.fromEntries(entries),
    },
  });
}

/** Runs the clone's bootstrap, as `npm start` would. */
export function bootstrap(folder: string, ...args: string[]) {
  const environment = { ...process.env, npm_config_fetch_retries: '0', npm_config_cache: '' };
  return run(process.execPath, [join(folder, 'bin', 'bootstrap.mjs'), ...args], {
    folder,
    environment: { ...environment, npm_config_cache: join(folder, 'npm-cache') },
  });
}

async function writeJson(file: string, value: unknown): Promise<void> {
  await writeFile(file, `${JSON.stringify(value, null, 2)}\n`);
}
