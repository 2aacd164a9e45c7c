import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { fileURLToPath } from 'node:url';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from 'vitest';
import { startApi } from '../../api/server.ts';
import { lazyTemporalClient } from '../../api/temporal.ts';
import { connect } from '../../db/orm.ts';

const nobody = 'postgresql://nobody@127.0.0.1:1/none';

/** An API whose mail page waits until it is let go. */
async function startWaiting() {
  const { promise: entered, resolve: enter } = Promise.withResolvers<void>();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const list = async () => {
    enter();
    await released;
    return [];
  };
  const api = await startApi({
    database: await connect({ url: nobody }),
    temporal: lazyTemporalClient({ address: '127.0.0.1:1' }).client,
    mail: { list, read: async () => null },
    host: '127.0.0.1',
    port: 0,
  });
  return { api, entered, release };
}

describe('stopping', () => {
  test('finishes the request under way, takes no other, and then is over', async () => {
    const { api, entered, release } = await startWaiting();
    const underWay = fetch(`${api.url}/mail`);
    await entered;
    let isOver = false;
    const stopped = api.stop().then(() => {
      isOver = true;
    });
    await expect(fetch(`${api.url}/livez`)).rejects.toThrow('fetch failed');
    expect(isOver).toBe(false);
    release();
    expect((await underWay).status).toBe(200);
    await stopped;
  });

  test('does not wait for a connection that is only kept open', async () => {
    const { api } = await startWaiting();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const [response] = (await once(get(`${api.url}/livez`, { agent }), 'response')) as [
      NodeJS.ReadableStream,
    ];
    expect(await text(response)).toBe('{"status":"alive"}');
    await api.stop();
    agent.destroy();
  });
});

test('a taken port is a plain sentence that names it', async () => {
  const { api } = await startWaiting();
  const port = Number(new URL(api.url).port);
  const second = startApi({
    database: await connect({ url: nobody }),
    temporal: lazyTemporalClient({ address: '127.0.0.1:1' }).client,
    host: '127.0.0.1',
    port,
  });
  await expect(second).rejects.toThrow(`cannot listen on 127.0.0.1:${port}: something else does`);
  await api.stop();
});

describe('npm run api', () => {
  let child: ChildProcess | undefined;

  afterEach(() => {
    child?.kill('SIGKILL');
  });

  function run(environment: NodeJS.ProcessEnv) {
    const script = fileURLToPath(new URL('../../bin/api.ts', import.meta.url));
    const started = spawn(process.execPath, [script], {
      env: { PATH: process.env['PATH'], ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    return started;
  }

  test('starts before database and Temporal do, says who is missing, and ends on SIGTERM', async () => {
    const started = run({ DATABASE_URL: nobody, TEMPORAL_ADDRESS: '127.0.0.1:1', PORT: '0' });
    const output = text(started.stdout);
    const url = await new Promise<string>((resolve) => {
      started.stdout.on('data', (chunk: Buffer) => {
        const found = /listening on (http:\S+?)"/.exec(chunk.toString())?.[1];
        if (found) resolve(found);
      });
    });
    expect((await fetch(`${url}/livez`)).status).toBe(200);
    const ready = await fetch(`${url}/readyz`);
    expect([ready.status, await ready.json()]).toMatchObject([
      503,
      { detail: 'Neither PostgreSQL nor Temporal answers.' },
    ]);
    started.kill('SIGTERM');
    expect(await once(started, 'exit')).toEqual([0, null]);
    const lines = (await output).trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { message: string }).message)).toEqual([
      expect.stringContaining('listening on') as unknown,
      'request',
      'request',
      'finishing the requests under way',
    ]);
  });

  test.each([
    [{}, 'DATABASE_URL is not set.'],
    [{ DATABASE_URL: nobody, PORT: 'many' }, 'PORT is "many", which is no port.'],
  ])('with the settings %j it says what is wrong and exits', async (environment, sentence) => {
    const started = run(environment);
    const [[code], errors] = await Promise.all([once(started, 'exit'), text(started.stderr)]);
    expect(code).toBe(1);
    expect(errors).toContain(sentence);
    expect(errors).not.toContain('    at ');
  });
});
