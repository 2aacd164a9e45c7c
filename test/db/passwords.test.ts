import { expect, test } from 'vitest';
import { hashPassword, isPassword, newPassword } from '../../db/staff-passwords.ts';

const cheap = { ln: 4, r: 8, p: 1 };

test('a password is known again, another one is not, and nobody’s is never right', async () => {
  const hash = await hashPassword('Läikiv pääsuke', cheap);
  expect(await isPassword('Läikiv pääsuke', hash)).toBe(true);
  expect(await isPassword('Läikiv pääsuke'.normalize('NFD'), hash), 'typed elsewhere').toBe(true);
  expect(await isPassword('läikiv pääsuke', hash)).toBe(false);
  expect(await isPassword('Läikiv pääsuke', null)).toBe(false);
});

test('a hash says how it was made, and two of one password differ', async () => {
  const hashes = [await hashPassword('the same', cheap), await hashPassword('the same', cheap)];
  for (const hash of hashes) expect(hash).toMatch(/^\$scrypt\$ln=4,r=8,p=1\$[\w-]{22}\$[\w-]{43}$/);
  expect(hashes[0]).not.toBe(hashes[1]);
  expect(await hashPassword('as in the product')).toMatch(/^\$scrypt\$ln=17,r=8,p=1\$/);
});

test('too many at once are turned away instead of filling the memory', async () => {
  const slow = { ln: 14, r: 8, p: 1 };
  const hashed = await Promise.allSettled(
    Array.from({ length: 60 }, () => hashPassword('at once', slow)),
  );
  const refused = hashed.filter(({ status }) => status === 'rejected');
  expect(refused).toHaveLength(60 - 42);
  expect(refused[0]).toMatchObject({ reason: { code: 'sign_in_busy' } });
  expect(await hashPassword('and then', cheap), 'the queue is free again').toContain('$scrypt$');
});

test('a made-up password is long, easy to read out and never the same', () => {
  const made = Array.from({ length: 200 }, newPassword);
  for (const password of made)
    expect(password).toMatch(/^([a-hjkmnp-z2-9]{5}-){3}[a-hjkmnp-z2-9]{5}$/);
  expect(new Set(made).size).toBe(made.length);
});
