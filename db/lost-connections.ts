import type { Pool, PoolClient } from 'pg';

/**
 * Gives a connection that the server cut back to its pool. A transaction whose rollback fails is
 * never released otherwise (Kysely releases only after a rollback that worked), so that each
 * restart of PostgreSQL would take away as many of the pool's places as there were transactions,
 * until the process waits for ever. Hand this to MikroORM as `driverOptions.onPoolCreated`.
 */
export function releaseLostConnections(pool: Pool): void {
  const known = new WeakSet<PoolClient>();
  const inUse = new WeakSet<PoolClient>();
  pool.on('release', (_error, client) => inUse.delete(client));
  pool.on('acquire', (client) => {
    inUse.add(client);
    if (known.has(client)) return;
    known.add(client);
    client.on('end', () => {
      if (!inUse.has(client)) return;
      client.release(true);
      // Whoever still holds it may release it again, which the pool would take for a mistake.
      client.release = () => undefined;
    });
  });
}
