/**
 * Links by which a customer sees their bill without signing in. Who holds the link may read that one
 * bill and ask about it until the link expires; nothing is stored, because the link is signed.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { parse as bytesOf, stringify as uuidOf, validate as isUuid } from 'uuid';

/** With what links are made: where the pages are, and the secret that signs. */
export type BillLinks = {
  /** Such as https://bills.example.com, without a slash at its end. */
  readonly baseUrl: string;
  readonly secret: Uint8Array;
};

export type BillLinkFacts = { readonly cycleId: string; readonly expiresAtMs: number };

/** Why a link opens nothing is known only inside: whoever guesses is told the same either way. */
export type ReadBillLink =
  | ({ readonly kind: 'valid' } & BillLinkFacts)
  | { readonly kind: 'expired' }
  | { readonly kind: 'tampered' };

/** How long a link in a letter opens the bill. */
const billLinkDays = 60;

const dayMs = 86_400_000;

/** The signature covers what it is for, so that it opens nothing else that the secret may sign. */
const purpose = 'fairbill bill link 1\n';

/** The cycle, the expiry in milliseconds, and the whole HMAC-SHA256, one after the other. */
const cycleBytes = 16;
const expiryBytes = 6;
const macBytes = 32;
const tokenBytes = cycleBytes + expiryBytes + macBytes;

/** Three bytes make four characters, so that no text but one stands for the same bytes. */
const tokenPattern = new RegExp(`^[A-Za-z0-9_-]{${(tokenBytes / 3) * 4}}$`);

/** The token of a link: the same facts give the same one. */
export function billLink(secret: Uint8Array, { cycleId, expiresAtMs }: BillLinkFacts): string {
  if (!isUuid(cycleId)) throw new Error(`${cycleId} is no id of a cycle`);
  const facts = Buffer.alloc(cycleBytes + expiryBytes);
  facts.set(bytesOf(cycleId));
  facts.writeUIntBE(expiresAtMs, cycleBytes, expiryBytes);
  return Buffer.concat([facts, signatureOf(secret, facts)]).toString('base64url');
}

/** What a token opens at this instant. The comparison takes equally long, however much is right. */
export function readBillLink(secret: Uint8Array, token: string, nowMs: number): ReadBillLink {
  if (!tokenPattern.test(token)) return { kind: 'tampered' };
  const bytes = Buffer.from(token, 'base64url');
  const facts = bytes.subarray(0, cycleBytes + expiryBytes);
  const isOurs = timingSafeEqual(bytes.subarray(facts.length), signatureOf(secret, facts));
  if (!isOurs) return { kind: 'tampered' };
  const expiresAtMs = facts.readUIntBE(cycleBytes, expiryBytes);
  if (nowMs >= expiresAtMs) return { kind: 'expired' };
  return { kind: 'valid', cycleId: uuidOf(facts.subarray(0, cycleBytes)), expiresAtMs };
}

/** The address of a bill's page, to be put into a letter that is dated so. */
export function billAddress({ baseUrl, secret }: BillLinks, cycleId: string, at: Date): string {
  const expiresAtMs = at.getTime() + billLinkDays * dayMs;
  return `${baseUrl}/bill/${billLink(secret, { cycleId, expiresAtMs })}`;
}

function signatureOf(secret: Uint8Array, facts: Uint8Array): Buffer {
  return createHmac('sha256', secret).update(purpose).update(facts).digest();
}
