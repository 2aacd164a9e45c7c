import { randomInt } from 'node:crypto';
import { codeHash } from '../db/check-code-hash.ts';
import type { Database } from '../db/orm.ts';
import { writeCheckCode } from '../db/write-check-code.ts';
import { standardCheckPolicy } from '../domain/caller-check.ts';
import { codeLetter } from '../domain/letters/caller-check.ts';
import type { CallerCheckInput, CallerCheckResult } from '../workflows/messages.ts';
import type { CodeChannel } from './code-channel.ts';

/**
 * Makes a code, keeps its hash and sends it. Run twice, the second code replaces the first. The hash
 * is committed before the code leaves: a code that arrives can be used at once, and no row is locked
 * while a mail server takes its time.
 */
export async function sendCheckCode(
  database: Database,
  channel: CodeChannel,
  { checkId, nowMs }: CallerCheckInput & { readonly nowMs: number },
): Promise<CallerCheckResult> {
  const { codeDigits } = standardCheckPolicy;
  const code = String(randomInt(10 ** codeDigits)).padStart(codeDigits, '0');
  const to = await writeCheckCode(database.em.fork(), checkId, codeHash(checkId, code));
  if (!to) return { isSent: false };
  const host = to.sellerEmail.slice(to.sellerEmail.lastIndexOf('@') + 1);
  await channel.sendCode({
    seller: to.seller,
    customer: to.customer,
    code,
    validUntilMs: to.validUntilMs,
    letter: codeLetter({ ...to, code }),
    envelope: {
      messageId: `<check.${checkId}.${to.codesSent}@${host}>`,
      from: { name: to.sellerName, address: to.sellerEmail },
      to: { name: to.customerName, address: to.email },
      date: new Date(nowMs),
      language: to.language,
    },
  });
  return { isSent: true };
}
