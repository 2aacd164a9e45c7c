import { DefaultLogger, Runtime } from '@temporalio/worker';
import { afterAll, beforeAll } from 'vitest';
import { freshDatabase } from '../setup/database.ts';
import { freshNamespace } from '../setup/namespace.ts';
import { provided } from '../setup/provided.ts';
import { assertBooksAgree } from './books-agree.ts';
import { type Ground, openGround, type Servers } from './ground.ts';

/**
 * A ground of the test file's own, open from its first test to its last. In the end the books of
 * all its stories must agree.
 */
export function ownGround(more: Pick<Servers, 'cards'> = {}): () => Ground {
  let ground: Ground | undefined;
  const stops: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    // Refusals are part of the stories; the SDK warns of each.
    Runtime.install({ logger: new DefaultLogger('ERROR') });
    const [database, own] = await Promise.all([freshDatabase(), freshNamespace()]);
    stops.push(database.drop, own.close);
    const { workflowBundle } = provided();
    const { address, namespace } = own;
    const servers = { databaseUrl: database.url, address, namespace, workflowBundle };
    ground = await openGround({ ...servers, ...more });
    stops.push(ground.close);
  });
  afterAll(async () => {
    try {
      if (ground) await assertBooksAgree(ground.em());
    } finally {
      for (const stop of stops.toReversed()) await stop();
    }
  });
  return () => {
    if (!ground) throw new Error('The ground is there only while tests run.');
    return ground;
  };
}
