/** Passwords are kept as scrypt hashes, each with the parameters and the salt it was made with. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { refuse } from '../domain/errors.ts';

export type ScryptCost = { readonly ln: number; readonly r: number; readonly p: number };

/** N = 2^17, r = 8, p = 1: what OWASP's Password Storage Cheat Sheet asks for. */
const owaspCost: ScryptCost = { ln: 17, r: 8, p: 1 };

const saltBytes = 16;
const keyBytes = 32;

/** Each takes 128 MB and half a second of a core, so few run at once and not many may wait. */
const runningAtMost = 2;
const waitingAtMost = 40;

/** The text to be stored: `$scrypt$ln=17,r=8,p=1$salt$hash`. */
export async function hashPassword(password: string, cost = owaspCost): Promise<string> {
  const salt = randomBytes(saltBytes);
  return written(cost, salt, await derive(password, salt, cost));
}

/**
 * Whether it is the password behind the hash. Without a hash it takes the same time and says no, so
 * that nobody learns from the time which logins there are.
 */
export async function isPassword(password: string, hash: string | null): Promise<boolean> {
  const { cost, salt, key } = read(hash ?? dummyHash);
  const isSame = timingSafeEqual(await derive(password, salt, cost), key);
  return isSame && hash !== null;
}

/** A password that nobody chose: 20 letters and digits that are not mistaken for each other. */
export function newPassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  const fit = Math.floor(256 / letters.length) * letters.length;
  const picked: string[] = [];
  while (picked.length < 20) {
    for (const byte of randomBytes(32)) {
      if (byte < fit && picked.length < 20) picked.push(letters.charAt(byte % letters.length));
    }
  }
  return picked.join('').replaceAll(/(.{5})(?=.)/g, '$1-');
}

const written = ({ ln, r, p }: ScryptCost, salt: Buffer, key: Buffer): string =>
  `$scrypt$ln=${ln},r=${r},p=${p}$${salt.toString('base64url')}$${key.toString('base64url')}`;

/** As costly as a real one, of no password. */
const dummyHash = written(owaspCost, randomBytes(saltBytes), randomBytes(keyBytes));

const form = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w-]+)\$([\w-]+)$/;

function read(hash: string): { cost: ScryptCost; salt: Buffer; key: Buffer } {
  const [, ln, r, p, salt = '', key = ''] = form.exec(hash) ?? [];
  if (!ln) throw new Error('a stored password hash is not in the form we write');
  return {
    cost: { ln: Number(ln), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, 'base64url'),
    key: Buffer.from(key, 'base64url'),
  };
}

let running = 0;
const waiting: (() => void)[] = [];

/** Written in one form whatever keyboard it was typed on (NIST SP 800-63B, section 5.1.1.2). */
async function derive(password: string, salt: Buffer, { ln, r, p }: ScryptCost): Promise<Buffer> {
  await turn();
  try {
    const options = { N: 2 ** ln, r, p, maxmem: 2 * 128 * 2 ** ln * r };
    return await new Promise((resolve, reject) => {
      scrypt(password.normalize('NFKC'), salt, keyBytes, options, (error, key) => {
        if (error) reject(error);
        else resolve(key);
      });
    });
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

function turn(): Promise<void> | undefined {
  if (running < runningAtMost) {
    running += 1;
    return undefined;
  }
  if (waiting.length >= waitingAtMost) {
    refuse('sign_in_busy', 'Too many people sign in at this moment. Try again in some seconds.');
  }
  return new Promise((resolve) => void waiting.push(resolve));
}
