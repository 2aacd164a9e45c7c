/** What is said of somebody on the command line, read before anything is opened. */
import { disputeReasons } from '../../domain/dispute/reasons.ts';
import { isRole, type Role, roles } from '../../domain/staff.ts';
import { LauncherError } from '../embedded/launcher-error.ts';

export const usage = `npm run staff -- create --seller CODE --login LOGIN --name NAME --email EMAIL --role ROLE
                        [--team TEAM] [--groups A,B] [--languages en,sl] [--reasons A,B]
npm run staff -- list
npm run staff -- set-role LOGIN --role ROLE [--groups A,B]
npm run staff -- set-password LOGIN
npm run staff -- deactivate LOGIN
npm run staff -- activate LOGIN

Works on DATABASE_URL or, without it, on the data of npm start (--data .fairbill).
A password is asked for at the terminal; leave it empty, or add --generate, for one that is made
and shown once.
Roles: ${roles.join(', ')}.
Reasons: ${disputeReasons.join(', ')}; left out, all of them.`;

export type Values = Readonly<Partial<Record<Text, string | undefined>>>;
type Text =
  | 'seller'
  | 'login'
  | 'name'
  | 'email'
  | 'role'
  | 'team'
  | 'groups'
  | 'languages'
  | 'reasons';

export type Described = {
  readonly seller: string;
  readonly login: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly team: string | null;
  readonly groups: readonly string[];
  readonly languages: readonly string[];
  readonly reasons: readonly string[];
};

/** Everything that an account needs, or a sentence about what is missing. */
export function readDescribed(values: Values): Described {
  return {
    seller: readText(values, 'seller', /^[a-z0-9][a-z0-9-]{0,30}$/, 'a seller’s code'),
    login: readText(values, 'login', /^[a-z0-9][a-z0-9._@-]{1,59}$/, loginForm),
    name: readText(values, 'name', /^.{1,100}$/, 'at most 100 characters'),
    email: readText(values, 'email', /^[^\s@]+@[^\s@]+$/, 'an address such as ana@example.com'),
    role: readRole(values),
    team: readList(values.team, isCode, 'team')[0] ?? null,
    groups: readList(values.groups, isCode, 'group'),
    languages: readList(values.languages, (text) => /^[a-z]{2,3}$/.test(text), 'language'),
    reasons: readList(values.reasons, isReason, 'reason'),
  };
}

const loginForm = '2 to 60 small letters, digits and . _ @ -';

export function readRole({ role = '' }: Values): Role {
  if (isRole(role)) return role;
  throw misused(role ? `No role is called ${role}.` : 'Which --role?');
}

/** Null when nothing is said of groups: then they stay. */
export function readGroups({ groups }: Values): readonly string[] | null {
  return groups === undefined ? null : readList(groups, isCode, 'group');
}

function readText(values: Values, name: Text, form: RegExp, words: string): string {
  const text = values[name]?.trim() ?? '';
  if (form.test(text)) return text;
  throw misused(text ? `--${name} "${text}" is not ${words}.` : `Which --${name}?`);
}

function readList(text: string | undefined, fits: (part: string) => boolean, word: string) {
  const parts = (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
  const wrong = parts.filter((part) => !fits(part));
  if (wrong.length > 0) throw misused(`No ${word} is called ${wrong.join(', ')}.`);
  return [...new Set(parts)];
}

function isCode(text: string): boolean {
  return /^[a-z][a-z0-9_-]{0,39}$/.test(text);
}

function isReason(text: string): boolean {
  return disputeReasons.some((reason) => reason === text);
}

export function misused(sentence: string): LauncherError {
  return new LauncherError(sentence, usage);
}
