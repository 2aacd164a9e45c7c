import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { billAddress, billLink, readBillLink } from '../../db/bill-links.ts';
import { linkSecret } from '../../db/link-secret.ts';
import { newId } from '../../db/new-id.ts';
import { ownDatabase } from './own-database.ts';

const secret = randomBytes(32);
const nowMs = Date.UTC(2026, 2, 14);
const facts = { cycleId: newId(), expiresAtMs: nowMs + 1000 };

describe('a link to a bill', () => {
  test('opens the bill that it was made for until it expires', () => {
    const bills = fc.record({
      cycleId: fc.uuid(),
      expiresAtMs: fc.integer({ min: 1, max: 2 ** 48 - 1 }),
    });
    fc.assert(
      fc.property(bills, (bill) => {
        const token = billLink(secret, bill);
        const before = readBillLink(secret, token, bill.expiresAtMs - 1);
        expect(before).toEqual({ kind: 'valid', ...bill });
        expect(readBillLink(secret, token, bill.expiresAtMs)).toEqual({ kind: 'expired' });
      }),
    );
  });

  test('with any one bit turned opens nothing, nor with anything added or left out', () => {
    const token = billLink(secret, facts);
    const bytes = Buffer.from(token, 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const turned = Uint8Array.from(bytes);
      turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const read = readBillLink(secret, Buffer.from(turned).toString('base64url'), nowMs);
      expect(read, `bit ${bit}`).toEqual({ kind: 'tampered' });
    }
    for (const other of ['', token.slice(1), `${token}A`, `${token}=`, ` ${token}`, `${token}\n`]) {
      expect(readBillLink(secret, other, nowMs)).toEqual({ kind: 'tampered' });
    }
  });

  test('whatever is guessed instead opens nothing and breaks nothing', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.base64String({ minLength: 72, maxLength: 72 })),
        (guess) => {
          expect(readBillLink(secret, guess, nowMs)).toEqual({ kind: 'tampered' });
        },
      ),
    );
  });

  test('signed with another secret opens nothing', () => {
    const token = billLink(randomBytes(32), facts);
    expect(readBillLink(secret, token, nowMs)).toEqual({ kind: 'tampered' });
  });

  test('in a letter opens the bill for 60 days from the letter’s date', () => {
    const links = { baseUrl: 'https://bills.example', secret };
    const address = billAddress(links, facts.cycleId, new Date(nowMs));
    expect(address).toMatch(/^https:\/\/bills\.example\/bill\/[\w-]{72}$/);
    const token = address.slice(address.lastIndexOf('/') + 1);
    const lastMs = nowMs + 60 * 86_400_000;
    expect(readBillLink(secret, token, lastMs - 1)).toMatchObject({ cycleId: facts.cycleId });
    expect(readBillLink(secret, token, lastMs)).toEqual({ kind: 'expired' });
  });
});

describe('the secret of the links', () => {
  const { em } = ownDatabase();

  test('is made once, also when many ask for it at the same moment', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => linkSecret(em())));
    const [first] = all;
    expect(first).toHaveLength(32);
    for (const one of all) expect(one).toEqual(first);
    expect(await linkSecret(em())).toEqual(first);
  });

  test('that the environment gives goes before the one of the database', async () => {
    const given = 'a secret of thirty-two characters';
    expect(Buffer.from(await linkSecret(em(), given)).toString()).toBe(given);
  });
});
