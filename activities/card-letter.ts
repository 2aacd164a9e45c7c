import type { EntityManager } from '@mikro-orm/postgresql';
import { record } from '../db/books.ts';
import { type AttemptRow, readAttempt, settleLetter } from '../db/card-attempts.ts';
import { loadCycleById } from '../db/load-cycles.ts';
import { lockCycle } from '../db/lock-cycle.ts';
import { cardLetter } from '../domain/card-letter.ts';
import { openOf } from '../domain/claim.ts';
import { ProviderUnclear } from './card-provider.ts';
import type { CardTools } from './card-tools.ts';
import { readLadderFacts } from './ladder-facts.ts';
import { handOver, type Mailer, type OutgoingMail } from './mailer.ts';
import { turns } from './turns.ts';

/** The mail server did not take the letter: it is due as before. */
export class LetterNotSent extends Error {
  override readonly name = 'LetterNotSent';
}

/** Sends the letter of a declined attempt, if one is due: once, and only while something is open. */
export async function sendCardLetter(
  { database, mailer, cards, inTurn = turns(1) }: CardTools,
  cycleId: string,
  number: number,
  at: Date,
): Promise<void> {
  const reader = database.em.fork();
  const attempt = await readAttempt(reader, cycleId, number);
  if (attempt?.letter !== 'due') return;
  const { openMinor } = await loadCycleById(reader, cycleId);
  let link: string | null = null;
  if (attempt.kind === 'authentication_required' && openMinor > 0) {
    if (!cards) throw new ProviderUnclear('No card provider is set up any more.');
    link = await cards.linkToPay({ ...attempt, openMinor });
  }
  await inTurn(() =>
    database.em
      .fork()
      .transactional((em) => sendLocked(em, mailer, { attempt, openMinor, link }, at)),
  );
}

type Due = {
  readonly attempt: AttemptRow;
  readonly openMinor: number;
  readonly link: string | null;
};

/** The cycle is locked while the mail is handed over, as for a reminder. */
async function sendLocked(
  em: EntityManager,
  mailer: Mailer,
  { attempt, openMinor, link }: Due,
  at: Date,
): Promise<void> {
  const { cycleId, attempt: number, currency } = attempt;
  const { standing, claim } = await lockCycle(em, cycleId);
  const now = await readAttempt(em, cycleId, number);
  if (now?.letter !== 'due') return;
  if (standing !== 'open') return settleLetter(em, attempt, 'moot');
  // Something was paid meanwhile: the link names the wrong amount, and the next look makes another.
  if (link && openOf(claim) !== openMinor) return;
  const facts = await readLadderFacts(em, cycleId);
  const template = link ? ('confirm' as const) : ('other_card' as const);
  const undeliverable = await handedOver(mailer, {
    messageId: `<card.${cycleId}.${number}@${domainOf(facts.sellerEmail)}>`,
    from: { name: facts.sellerName, address: facts.sellerEmail },
    to: { name: facts.customerName, address: facts.email },
    date: at,
    language: facts.language,
    ...cardLetter({ ...facts, template, openMinor: openOf(claim), currency, link }),
  });
  await settleLetter(em, attempt, undeliverable ? 'moot' : 'sent');
  await record(em, [
    {
      cycleId,
      fact: `card/${number}/letter`,
      kind: undeliverable ? 'undeliverable' : 'card_letter',
      at,
      actor: 'card',
      amountMinor: openOf(claim),
      ...(undeliverable && { reason: undeliverable }),
      details: { attempt: number, name: template },
    },
  ]);
}

/**
 * Null when it was handed over, or why it never will be: an attempt whose letter went on being due
 * would stand before the next one, also before that with another card.
 */
async function handedOver(mailer: Mailer, mail: OutgoingMail): Promise<string | null> {
  try {
    return await handOver(mailer, mail);
  } catch (cause) {
    throw new LetterNotSent('The mail server did not take a letter about a card.', { cause });
  }
}

function domainOf(email: string): string {
  return email.slice(email.lastIndexOf('@') + 1);
}
