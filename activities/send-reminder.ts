import type { EntityManager } from '@mikro-orm/postgresql';
import { record } from '../db/books.ts';
import { lockCycle } from '../db/lock-cycle.ts';
import type { Database } from '../db/orm.ts';
import { daysBetween, localDateAt } from '../domain/calendar.ts';
import type { Balance } from '../domain/cycle.ts';
import type { LadderStep } from '../domain/ladder.ts';
import { reminderLetter } from '../domain/letters/reminder.ts';
import type { BillingActivities } from './contract.ts';
import type { Mailer } from './mailer.ts';

/**
 * Sends one step's reminder, unless nothing is owed any more or the step was taken before.
 *
 * The mail is handed over while the cycle's row is locked: a payment in the same second is
 * booked either before, and then no reminder goes out, or after it went out. When the worker dies
 * between the mail and the commit, the repeat carries the same Message-ID.
 */
export async function sendReminder(
  database: Database,
  mailer: Mailer,
  { cycleId, step, nowMs }: Parameters<BillingActivities['sendReminder']>[0],
): Promise<Balance> {
  return database.em.fork().transactional(async (em) => {
    const cycle = await lockCycle(em, cycleId);
    if (cycle.standing !== 'open') return cycle;
    const facts = await readFacts(em, cycleId, step);
    if (facts.alreadySent) return cycle;

    const at = new Date(nowMs);
    const messageId = `<reminder.${cycleId}.${step}@${domainOf(facts.sellerEmail)}>`;
    const letter = reminderLetter({
      template: facts.template,
      language: facts.language,
      sellerName: facts.sellerName,
      customerName: facts.customerName,
      invoiceNumber: facts.invoiceNumber,
      reference: facts.reference,
      iban: facts.iban,
      openMinor: cycle.openMinor,
      currency: cycle.currency,
      dueOn: cycle.dueOn,
      daysOverdue: daysBetween(cycle.dueOn, localDateAt(nowMs, facts.timeZone)),
    });
    await mailer.send({
      messageId,
      from: { name: facts.sellerName, address: facts.sellerEmail },
      to: { name: facts.customerName, address: facts.email },
      date: at,
      language: facts.language,
      ...letter,
    });
    await em.execute(
      `insert into reminder (cycle_id, step, name, channel, sent_at, message_id)
       values (?, ?, ?, ?, ?, ?)`,
      [cycleId, step, facts.name, facts.channel, at, messageId],
    );
    await record(em, [
      {
        cycleId,
        fact: `reminder/${step}`,
        kind: 'reminded',
        at,
        actor: 'ladder',
        amountMinor: cycle.openMinor,
        details: { step, name: facts.name, channel: facts.channel },
      },
    ]);
    return cycle;
  });
}

type Facts = Pick<LadderStep, 'name' | 'channel' | 'template'> & {
  sellerName: string;
  sellerEmail: string;
  iban: string | null;
  customerName: string;
  email: string;
  language: string;
  timeZone: string;
  invoiceNumber: string;
  reference: string;
  alreadySent: boolean;
};

async function readFacts(em: EntityManager, cycleId: string, step: number): Promise<Facts> {
  const [row] = await em.execute<Facts[]>(
    `select seller.name as "sellerName", seller.email as "sellerEmail", seller.iban,
       customer.name as "customerName", customer.email, customer.language,
       customer.time_zone as "timeZone", invoice.number as "invoiceNumber", invoice.reference,
       ladder.steps -> (?::int - 1) ->> 'name' as name,
       ladder.steps -> (?::int - 1) ->> 'channel' as channel,
       ladder.steps -> (?::int - 1) ->> 'template' as template,
       exists (select from reminder where cycle_id = cycle.id and step = ?) as "alreadySent"
     from billing_cycle cycle
       join seller on seller.id = cycle.seller_id
       join customer on customer.id = cycle.customer_id
       join ladder on ladder.id = cycle.ladder_id
       join invoice on invoice.cycle_id = cycle.id and invoice.kind = 'invoice'
     where cycle.id = ? order by invoice.revision desc limit 1`,
    [step, step, step, step, cycleId],
  );
  if (!row) throw new Error(`cycle ${cycleId} has no invoice to remind of`);
  return row;
}

function domainOf(email: string): string {
  return email.slice(email.lastIndexOf('@') + 1);
}
