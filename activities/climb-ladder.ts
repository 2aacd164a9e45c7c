import type { EntityManager } from '@mikro-orm/postgresql';
import { type BillLinks, billAddress } from '../db/bill-links.ts';
import { post, record } from '../db/books.ts';
import { type LockedCycle, lockCycle, saveClaim } from '../db/lock-cycle.ts';
import { readPaperFacts } from '../db/paper-facts.ts';
import { daysBetween, localDateAt } from '../domain/calendar.ts';
import { afterLastResort, openOf } from '../domain/claim.ts';
import type { LadderStep } from '../domain/ladder.ts';
import { writeOffPosting } from '../domain/ledger.ts';
import { reminderLetter } from '../domain/letters/reminder.ts';
import { chargeLateness } from './charge-lateness.ts';
import { type LadderFacts, readLadderFacts } from './ladder-facts.ts';
import { type Attachment, handOver, type Letter, type Mailer } from './mailer.ts';
import { paperFile } from './paper-file.ts';

export type LetterTools = {
  readonly mailer: Mailer;
  /** With what letters link to bills; left out, they do not. */
  readonly links?: BillLinks;
  /** Where the sellers' logos are, for the papers that letters carry. */
  readonly logoFolder?: string;
};

/**
 * Takes one step of the ladder: charges what being late costs and sends the reminder, or ends the
 * ladder. Nothing happens when nothing is owed any more, or when the step was taken before.
 *
 * The mail is handed over while the cycle's row is locked: a payment in the same second is
 * booked either before, and then no reminder goes out, or after it went out. When the worker dies
 * between the mail and the commit, the repeat carries the same Message-ID.
 */
export async function climbLadder(
  em: EntityManager,
  tools: LetterTools,
  cycleId: string,
  step: number,
  at: Date,
): Promise<void> {
  const cycle = await lockCycle(em, cycleId);
  if (cycle.standing !== 'open') return;
  const facts = await readLadderFacts(em, cycleId);
  if (facts.stepsTaken.includes(step)) return;
  // All of it is disputed by now: whoever disputes is not reminded.
  if (facts.heldMinor >= openOf(cycle.claim)) return;
  if (step > facts.ladder.steps.length) {
    // Nothing is given up, nor handed over, that is disputed in part.
    return facts.heldMinor > 0 ? undefined : endLadder(em, cycle, facts, step, at);
  }
  await remind(em, tools, await chargeLateness(em, cycle, facts, step, at), facts, step, at);
}

/** The last resort: the claim is given up, handed over, or the service suspended. */
async function endLadder(
  em: EntityManager,
  { cycleId, sellerId, customerId, currency, sellerTimeZone, claim }: LockedCycle,
  { ladder }: LadderFacts,
  step: number,
  at: Date,
): Promise<void> {
  const end = ladder.lastResort.kind;
  const amountMinor = openOf(claim);
  if (end === 'written_off') {
    await post(em, [
      {
        sellerId,
        customerId,
        cycleId,
        currency,
        kind: 'write_off',
        fact: `write-off/${cycleId}/${at.getTime()}`,
        bookedOn: localDateAt(at.getTime(), sellerTimeZone),
        at,
        posting: writeOffPosting({ amountMinor }),
      },
    ]);
  }
  await record(em, [
    {
      cycleId,
      fact: `ladder/${step}/${at.getTime()}`,
      kind: end,
      at,
      actor: 'ladder',
      amountMinor,
      reason: 'every reminder went unheard',
    },
  ]);
  await saveClaim(em, cycleId, afterLastResort(claim, end), at);
}

async function remind(
  em: EntityManager,
  tools: LetterTools,
  cycle: LockedCycle,
  facts: LadderFacts,
  step: number,
  at: Date,
): Promise<void> {
  const rung = facts.ladder.steps[step - 1];
  if (!rung) throw new Error(`the ladder of cycle ${cycle.cycleId} has no step ${step}`);
  const { cycleId } = cycle;
  const { name, channel } = rung;
  const openMinor = openOf(cycle.claim) - facts.heldMinor;
  const letter = reminderOf({ ...cycle, openMinor }, facts, rung, tools.links, at);
  const attachments = await billOf(em, cycle.sellerId, facts, tools.logoFolder);
  const messageId = `<reminder.${cycleId}.${step}@${domainOf(facts.sellerEmail)}>`;
  const undeliverable = await handOver(tools.mailer, {
    messageId,
    from: { name: facts.sellerName, address: facts.sellerEmail },
    to: { name: facts.customerName, address: facts.email },
    date: at,
    language: facts.language,
    ...letter,
    attachments,
  });
  await em.execute(
    `insert into reminder (cycle_id, step, name, channel, sent_at, message_id)
     values (?, ?, ?, ?, ?, ?)`,
    [cycleId, step, name, channel, at, messageId],
  );
  await record(em, [
    {
      cycleId,
      fact: `reminder/${step}`,
      kind: undeliverable ? 'undeliverable' : 'reminded',
      at,
      actor: 'ladder',
      amountMinor: openMinor,
      ...(undeliverable && { reason: undeliverable }),
      details: { step, name, channel, ...(attachments.length === 0 && { withoutBill: true }) },
    },
  ]);
}

function reminderOf(
  { cycleId, claim, currency, dueOn, openMinor }: LockedCycle & { readonly openMinor: number },
  facts: LadderFacts,
  { template }: LadderStep,
  links: BillLinks | undefined,
  at: Date,
): Letter {
  return reminderLetter({
    ...facts,
    template,
    openMinor,
    chargedMinor: claim.chargedMinor,
    currency,
    dueOn,
    link: links ? billAddress(links, cycleId, at) : null,
    daysOverdue: daysBetween(dueOn, localDateAt(at.getTime(), facts.timeZone)),
  });
}

/** The bill that is reminded of. One that cannot be set is no reason to remind of nothing. */
async function billOf(
  em: EntityManager,
  sellerId: string,
  { seller, invoiceNumber }: LadderFacts,
  logoFolder: string | undefined,
): Promise<Attachment[]> {
  const facts = await readPaperFacts(em, { id: sellerId, code: seller }, invoiceNumber);
  try {
    return [await paperFile(facts, seller, logoFolder)];
  } catch {
    return [];
  }
}

function domainOf(email: string): string {
  return email.slice(email.lastIndexOf('@') + 1);
}
