/** Where each cycle stands must follow from its money by the domain's own rule. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { type Claim, type LastEnd, openOf, type Standing, standingOf } from '../../domain/claim.ts';
import { amounts, type CheckResult } from './check.ts';
import { cycleParties, cycleSubject } from './cycle-checks.ts';

/** Few enough to hold in memory, many enough to be quick. */
const pageSize = 5_000;

type Row = Record<Exclude<keyof Claim, 'lastEnd'>, string> & {
  id: string;
  seller: string;
  subject: string;
  currency: string;
  standing: Standing;
  lastEnd: LastEnd | null;
  openMinor: string;
  hasEnd: boolean;
  hasInvoice: boolean;
};

/** Every cycle has its invoice, one standing, and an end exactly when it is not open. */
export async function standingCheck(em: EntityManager, namedAtMost: number): Promise<CheckResult> {
  let counted = 0;
  const wrong: string[] = [];
  for await (const { seller, ...row } of allCycles(em)) {
    counted += 1;
    wrong.push(...faultsOf(row).map((fault) => `${seller}: ${row.subject} ${fault}.`));
  }
  return {
    title: 'Every cycle has an invoice and the one standing of its money',
    counted,
    wrong: wrong.length,
    sentences: wrong.slice(0, namedAtMost),
  };
}

async function* allCycles(em: EntityManager): AsyncGenerator<Row> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = await em.execute<Row[]>(
      `select cycle.id, ${cycleSubject}, cycle.standing, cycle.last_end as "lastEnd",
         cycle.claimed_minor as "claimedMinor", cycle.charged_minor as "chargedMinor",
         cycle.credited_minor as "creditedMinor", cycle.paid_minor as "paidMinor",
         cycle.credit_used_minor as "creditUsedMinor",
         cycle.written_off_minor as "writtenOffMinor", cycle.open_minor as "openMinor",
         cycle.ended_at is not null as "hasEnd",
         exists (select from invoice where invoice.cycle_id = cycle.id
           and invoice.kind = 'invoice') as "hasInvoice"
       from billing_cycle cycle ${cycleParties}
       where cycle.id > ? order by cycle.id limit ?`,
      [after, pageSize],
    );
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < pageSize) return;
    after = last.id;
  }
}

function faultsOf(row: Omit<Row, 'seller'>): string[] {
  const claim = claimOf(row);
  const openMinor = openOf(claim);
  const expected = standingOf(claim);
  const faults: string[] = [];
  if (!row.hasInvoice) faults.push('has no invoice');
  if (openMinor !== Number(row.openMinor)) {
    const open = { currency: row.currency, one: row.openMinor, other: String(openMinor) };
    faults.push(`says: ${amounts(open, 'is open', 'is what its parts make')}`);
  }
  if (row.standing !== expected) {
    faults.push(`stands as "${row.standing}", and its money says "${expected}"`);
  }
  if (row.hasEnd !== (row.standing !== 'open')) {
    faults.push(row.hasEnd ? 'is open and has an end' : 'ended and has no end');
  }
  return faults;
}

function claimOf(row: Omit<Row, 'seller'>): Claim {
  return {
    claimedMinor: Number(row.claimedMinor),
    chargedMinor: Number(row.chargedMinor),
    creditedMinor: Number(row.creditedMinor),
    paidMinor: Number(row.paidMinor),
    creditUsedMinor: Number(row.creditUsedMinor),
    writtenOffMinor: Number(row.writtenOffMinor),
    lastEnd: row.lastEnd,
  };
}
