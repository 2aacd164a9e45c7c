import { post, record } from '../db/books.ts';
import { lockCycle, saveBalance } from '../db/lock-cycle.ts';
import type { Database } from '../db/orm.ts';
import { localDateAt } from '../domain/calendar.ts';
import type { Balance } from '../domain/cycle.ts';
import { writeOffPosting } from '../domain/ledger.ts';
import type { BillingActivities } from './contract.ts';

/** Gives up what is still open, with its entries. A claim that is not open is left as it is. */
export async function writeOff(
  database: Database,
  { cycleId, step, nowMs }: Parameters<BillingActivities['writeOff']>[0],
): Promise<Balance> {
  return database.em.fork().transactional(async (em) => {
    const cycle = await lockCycle(em, cycleId);
    if (cycle.standing !== 'open') return cycle;
    const at = new Date(nowMs);
    const amountMinor = cycle.openMinor;
    await post(em, [
      {
        sellerId: cycle.sellerId,
        customerId: cycle.customerId,
        cycleId,
        currency: cycle.currency,
        kind: 'write_off',
        fact: `write-off/${cycleId}/${step}`,
        bookedOn: localDateAt(nowMs, cycle.sellerTimeZone),
        at,
        posting: writeOffPosting({ amountMinor }),
      },
    ]);
    await record(em, [
      {
        cycleId,
        fact: `write-off/${step}`,
        kind: 'written_off',
        at,
        actor: 'ladder',
        amountMinor,
        reason: 'every reminder went unheard',
      },
    ]);
    const writtenOffMinor = cycle.writtenOffMinor + amountMinor;
    return saveBalance(em, cycleId, { standing: 'written_off', openMinor: 0, writtenOffMinor }, at);
  });
}
