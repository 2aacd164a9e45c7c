/** `npm run policy`: shows and sets a seller's rules for disputes and discounts. */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { connect, type Database } from '../db/orm.ts';
import { type PolicyKind, putPolicy, readPolicies } from '../db/policies.ts';
import { sellerByCode } from '../db/seller.ts';
import { standardDiscountPolicy } from '../domain/authority/policy.ts';
import type { DisputePolicy } from '../domain/dispute/policy.ts';
import { policyFault } from '../domain/dispute/policy-fault.ts';
import { standardDisputePolicy } from '../domain/dispute/standard-policy.ts';
import { LauncherError, wordsOf } from './embedded/launcher-error.ts';
import { readDiscountPolicy } from './policies/discount-policy.ts';
import { runCommand } from './run-command.ts';
import { line } from './terminal.ts';
import { openDatabase } from './which-database.ts';

const usage = `npm run policy -- show disputes|discounts --seller CODE
npm run policy -- set disputes|discounts FILE.json --seller CODE

A file that is set becomes the next version of its code and is in force for whatever begins from
then on; show writes the rules in force as such a file.
Works on DATABASE_URL or, without it, on the data of npm start (--data .fairbill).`;

type Asked =
  | { readonly verb: 'show'; readonly kind: PolicyKind; readonly seller: string }
  | {
      readonly verb: 'set';
      readonly kind: PolicyKind;
      readonly seller: string;
      readonly file: string;
    };

runCommand(usage, async (args) => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { seller: { type: 'string' }, data: { type: 'string', default: '.fairbill' } },
  });
  const asked = askedOf(positionals, values.seller);
  const policy = asked.verb === 'set' ? await readPolicy(asked.kind, asked.file) : null;
  const opened = await openDatabase((words) => console.error(words), { dataFolder: values.data });
  const database = await connect({ url: opened.url });
  try {
    await (policy ? set(database, asked, policy) : show(database, asked));
  } finally {
    await database.close(true);
    await opened.close();
  }
});

/** Reads the whole command before anything is opened. */
function askedOf([verb, kind, file, ...rest]: string[], seller: string | undefined): Asked {
  if (kind !== 'disputes' && kind !== 'discounts') throw misused('disputes or discounts?');
  if (!seller) throw misused('Whose rules? Name the seller with --seller CODE.');
  if (rest.length > 0) throw misused(`"${rest[0]}" is too much.`);
  if (verb === 'show' && file === undefined) return { verb, kind, seller };
  if (verb === 'set' && file !== undefined) return { verb, kind, seller, file };
  throw misused('Show the rules, or set them from a file?');
}

/** The version in the file does not matter: the next one is given when it is set. */
type Policy = { readonly code: string; readonly version: number };

async function readPolicy(kind: PolicyKind, file: string): Promise<Policy> {
  const value = await readJson(file);
  const faults = kind === 'disputes' ? disputeFaults(value) : discountFaults(value);
  if (faults.length === 0) {
    return value as Policy;
  }
  const shown = faults.slice(0, 20).map((fault) => `  ${fault}`);
  throw new LauncherError(
    `${file} holds no policy for ${kind}; nothing was changed.`,
    `Start from the rules in force: npm run --silent policy -- show ${kind} --seller CODE`,
    shown.join('\n'),
  );
}

function disputeFaults(value: unknown): string[] {
  const isWithout = typeof value === 'object' && value !== null && !('version' in value);
  const fault = policyFault(isWithout ? { ...value, version: 1 } : value);
  return fault === null ? [] : [fault];
}

function discountFaults(value: unknown): string[] {
  const read = readDiscountPolicy(value);
  return 'faults' in read ? read.faults : [];
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new LauncherError(
      `${file} cannot be read as JSON.`,
      'Name a file that `npm run --silent policy -- show` has written.',
      wordsOf(error),
    );
  }
}

async function set({ em }: Database, { kind, seller }: Asked, policy: Policy): Promise<void> {
  const inner = em.fork();
  const { id } = await sellerByCode(inner, seller);
  const { code, version } = await putPolicy(inner, kind, id, policy);
  line(`${code}/${version} is in force for the ${kind} of ${seller} from now on.`);
}

/** On the standard output alone, so that it can be written into a file. */
async function show({ em }: Database, { kind, seller }: Asked): Promise<void> {
  const inner = em.fork();
  const { id, timeZone } = await sellerByCode(inner, seller);
  const [newest] = await readPolicies(inner, kind, id);
  const standard: DisputePolicy | Policy =
    kind === 'disputes' ? standardDisputePolicy(timeZone) : standardDiscountPolicy;
  console.log(JSON.stringify(newest?.policy ?? standard, null, 2));
}

function misused(sentence: string): LauncherError {
  return new LauncherError(sentence, usage);
}
