/** `npm run staff`: the people who sign in to the desk; the only way to make the first of them. */
import { parseArgs } from 'node:util';
import { connect, type Database } from '../db/orm.ts';
import { sellerByCode } from '../db/seller.ts';
import { hashPassword } from '../db/staff-passwords.ts';
import {
  changeStaff,
  createStaff,
  listStaff,
  type StaffChange,
  staffByLogin,
} from '../db/staff.ts';
import { runCommand } from './run-command.ts';
import {
  type Described,
  misused,
  readDescribed,
  readGroups,
  readRole,
  usage,
  type Values,
} from './staff/options.ts';
import { askPassword, type Password } from './staff/password.ts';
import { line, table } from './terminal.ts';
import { openDatabase } from './which-database.ts';

const text = { type: 'string' } as const;

runCommand(usage, async (args) => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      ...{ seller: text, login: text, name: text, email: text, role: text, team: text },
      ...{ groups: text, languages: text, reasons: text },
      generate: { type: 'boolean', default: false },
      data: { type: 'string', default: '.fairbill' },
    },
  });
  const work = workOf(positionals, values);
  const opened = await openDatabase(line, { dataFolder: values.data });
  const database = await connect({ url: opened.url });
  try {
    await work(database);
  } finally {
    await database.close(true);
    await opened.close();
  }
});

type Work = (database: Database) => Promise<void>;
type Said = Values & { readonly generate: boolean };

/** Reads the whole command before anything is opened. */
function workOf([verb, login, ...rest]: string[], values: Said): Work {
  if (rest.length > 0) throw misused(`"${rest[0]}" is too much.`);
  if (verb === 'create' && login === undefined) return create(readDescribed(values), values);
  if (verb === 'list' && login === undefined) return list;
  if (login === undefined) throw misused(verb ? `"${verb}" is no command.` : 'What to do?');
  switch (verb) {
    case 'set-role': {
      const [role, groups] = [readRole(values), readGroups(values)];
      return change(login, { role, ...(groups && { groups }) }, `is ${role} now`);
    }
    case 'set-password':
      return setPassword(login, values);
    case 'deactivate':
      return change(login, { active: false }, 'can sign in no more, and is signed out');
    case 'activate':
      return change(login, { active: true }, 'can sign in again');
    default:
      throw misused(`"${verb} ${login}" is no command.`);
  }
}

function create({ seller: code, ...described }: Described, said: Said): Work {
  return async ({ em }) => {
    const seller = await sellerByCode(em.fork(), code);
    const password = await askPassword(said);
    const passwordHash = await hashPassword(password.text);
    const staff = { ...described, sellerId: seller.id, passwordHash };
    const made = await createStaff(em.fork(), staff, { by: null, at: new Date() });
    line(`${made.name} signs in as ${made.login}: ${made.role} at ${made.seller}.`);
    show(password);
  };
}

function setPassword(login: string, said: Said): Work {
  return async (database) => {
    await staffByLogin(database.em.fork(), login);
    const password = await askPassword(said);
    const passwordHash = await hashPassword(password.text);
    await change(login, { passwordHash }, 'has a new password, and is signed out')(database);
    show(password);
  };
}

function change(login: string, changes: StaffChange, outcome: string): Work {
  return async ({ em }) => {
    const staff = await staffByLogin(em.fork(), login);
    await changeStaff(em.fork(), staff, changes, { by: null, at: new Date() });
    line(`${staff.login} ${outcome}.`);
  };
}

async function list({ em }: Database): Promise<void> {
  const staff = await listStaff(em.fork(), null);
  if (staff.length === 0) return line('Nobody yet. Make somebody with: npm run staff -- create');
  table(
    ['Seller', 'Login', 'Name', 'Role', 'Team', 'Groups', 'Languages', ''].map((title) => ({
      title,
    })),
    staff.map((one) => [
      ...[one.seller, one.login, one.name, one.role, one.team ?? ''],
      ...[one.groups.join(', '), one.languages.join(', '), one.active ? '' : 'left'],
    ]),
  );
}

function show({ text: password, isMade }: Password): void {
  if (!isMade) return;
  line();
  line(`  ${password}`);
  line();
  line('Hand it over now: only its hash is stored, and nobody can show it again.');
}
