/** Letters about disputes, from being ordered to being sent. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { DisputeLetterAbout, DisputeLetterSaying } from '../domain/letters/dispute/facts.ts';

/** A letter with everything that its text, its envelope and its sending need. */
export type LetterToSend = {
  readonly letterId: string;
  readonly tries: number;
  readonly says: DisputeLetterSaying;
  readonly about: Omit<DisputeLetterAbout, 'link'>;
  readonly cycleId: string;
  readonly sellerEmail: string;
  readonly email: string;
  /** A question about how it went makes no sense while the dispute is open again. */
  readonly isUndecided: boolean;
};

type Row = Omit<LetterToSend, 'about'> &
  Omit<DisputeLetterAbout, 'link' | 'openMinor'> & { openMinor: string };

/**
 * The letter, locked until the transaction ends, or null when it was sent, given up, or is sent
 * by somebody else at this moment.
 */
export async function lockLetter(
  em: EntityManager,
  letterId: string,
): Promise<LetterToSend | null> {
  const [row] = await em.execute<Row[]>(
    `select letter.id as "letterId", letter.tries, letter.facts as says,
       letter.cycle_id as "cycleId", seller.email as "sellerEmail", customer.email,
       dispute.ended_at is null as "isUndecided", customer.language,
       customer.time_zone as "timeZone", cycle.currency, seller.name as "sellerName",
       customer.name as "customerName", dispute.id as "disputeId",
       cycle.open_minor as "openMinor", invoice.number as "invoiceNumber",
       round(extract(epoch from dispute.ended_at) * 1000)::float8
         + (policy.policy ->> 'reopenDays')::bigint * 86400000 as "reopenUntilMs"
     from letter
       join dispute on dispute.id = letter.dispute_id
       join dispute_policy policy on policy.id = dispute.policy_id
       join billing_cycle cycle on cycle.id = letter.cycle_id
       join seller on seller.id = cycle.seller_id
       join customer on customer.id = cycle.customer_id
       join lateral (select number from invoice
         where invoice.cycle_id = cycle.id and invoice.kind = 'invoice'
         order by undoes_credit, revision desc limit 1) invoice on true
     where letter.id = ? and letter.sent_at is null and letter.undeliverable is null
     for update of letter skip locked`,
    [letterId],
  );
  if (!row) return null;
  const { letterId: id, tries, says, cycleId, sellerEmail, email, isUndecided, ...about } = row;
  const openMinor = Number(about.openMinor);
  const kept = { letterId: id, tries, says, cycleId, sellerEmail, email, isUndecided };
  return { ...kept, about: { ...about, openMinor } };
}

/** It is with the mail server, or it never will be, and this is why. */
export async function noteLetter(
  em: EntityManager,
  letterId: string,
  undeliverable: string | null,
  at: Date,
): Promise<void> {
  await em.execute(
    `update letter set tries = tries + 1, sent_at = ?, undeliverable = ? where id = ?`,
    [undeliverable === null ? at : null, undeliverable, letterId],
  );
}

/** Puts a letter off that the mail server did not take. */
export async function putOffLetter(
  em: EntityManager,
  letterId: string,
  tryAt: Date,
): Promise<void> {
  await em.execute(
    `update letter set tries = tries + 1, try_at = ?
      where id = ? and sent_at is null and undeliverable is null`,
    [tryAt, letterId],
  );
}
