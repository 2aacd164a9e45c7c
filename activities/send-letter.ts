import type { EntityManager } from '@mikro-orm/postgresql';
import { billAddress } from '../db/bill-links.ts';
import { lockLetter, type LetterToSend, noteLetter, putOffLetter } from '../db/letters.ts';
import { disputeLetter } from '../domain/letters/dispute/dispute-letter.ts';
import type { LetterTools } from './climb-ladder.ts';
import { handOver } from './mailer.ts';

/** How long a letter waits that the mail server did not take, in minutes, try after try. */
const waitMinutes = [1, 5, 15, 60, 240, 720];

/**
 * Hands a letter over to the mail server, once: it is marked in the transaction that holds its row,
 * and a repeat after a crash in between carries the same Message-ID. A server that is away puts the
 * letter off, and nothing else of the cycle waits for it.
 */
export async function sendLetter(
  em: EntityManager,
  { mailer, links }: LetterTools,
  letterId: string,
  at: Date,
): Promise<void> {
  const letter = await lockLetter(em, letterId);
  if (!letter) return;
  const { says, about, isUndecided, email, sellerEmail, cycleId } = letter;
  if (says.template === 'satisfaction' && isUndecided) {
    return noteLetter(em, letterId, 'the dispute was opened again', at);
  }
  const link = links ? billAddress(links, cycleId, at) : null;
  const mail = {
    messageId: messageIdOf(letter),
    from: { name: about.sellerName, address: sellerEmail },
    to: { name: about.customerName, address: email },
    date: at,
    language: about.language,
    ...disputeLetter({ ...about, link, says }),
  };
  try {
    return await noteLetter(em, letterId, await handOver(mailer, mail), at);
  } catch (error) {
    if (!isMailTrouble(error)) throw error;
    const minutes = waitMinutes[letter.tries] ?? 1_440;
    return putOffLetter(em, letterId, new Date(at.getTime() + minutes * 60_000));
  }
}

/** What nodemailer throws names its command or the kind of its failure; a database does neither. */
function isMailTrouble(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  const { code } = error;
  return typeof code === 'string' && /^E[A-Z]+$/.test(code);
}

function messageIdOf({ letterId, sellerEmail }: LetterToSend): string {
  return `<letter.${letterId}@${sellerEmail.slice(sellerEmail.lastIndexOf('@') + 1)}>`;
}
