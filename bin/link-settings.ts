/** What the environment says of links to bills. The secret is handed on and never printed. */
import type { BillLinks } from '../db/bill-links.ts';
import { linkSecret } from '../db/link-secret.ts';
import type { Database } from '../db/orm.ts';
import { LauncherError } from './embedded/launcher-error.ts';

/** Fewer characters could be guessed. */
const secretCharacters = 32;

/** LINK_SECRET, or nothing when the database is to make one. */
export function givenLinkSecret(environment: NodeJS.ProcessEnv): string | undefined {
  const secret = environment['LINK_SECRET']?.trim() ?? '';
  if (secret === '') return undefined;
  if (secret.length >= secretCharacters) return secret;
  throw new LauncherError(
    `LINK_SECRET has fewer than ${secretCharacters} characters.`,
    'Set the same long random text for workers and APIs, or leave it out: then the database makes one.',
  );
}

/** PUBLIC_URL, where customers reach the API, without a slash at its end; or nothing. */
export function publicUrl(environment: NodeJS.ProcessEnv): string | undefined {
  const text = environment['PUBLIC_URL']?.trim() ?? '';
  if (text === '') return undefined;
  const url = URL.parse(text);
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
  const isPlain = url?.search === '' && url.hash === '' && url.username === '';
  if (url && isWeb && isPlain) return url.href.replace(/\/+$/, '');
  throw new LauncherError(
    'PUBLIC_URL is not an address of the web such as https://bills.example.com.',
    'Set it to where customers reach the API, or leave it out: then letters carry no link.',
  );
}

/** For the API: how links are read, and where its pages are for the customers. */
export function linkReadingSettings(environment: NodeJS.ProcessEnv): {
  readonly linkSecret?: string;
  readonly publicUrl?: string;
} {
  const secret = givenLinkSecret(environment);
  const url = publicUrl(environment);
  return { ...(secret && { linkSecret: secret }), ...(url && { publicUrl: url }) };
}

/** For a worker: with what letters link to bills. Without an address they do not. */
export async function linkSettings(
  environment: NodeJS.ProcessEnv,
  database: Database,
  usualUrl?: string,
): Promise<{ readonly links?: BillLinks }> {
  const baseUrl = publicUrl(environment) ?? usualUrl;
  if (baseUrl === undefined) return {};
  const secret = await linkSecret(database.em.fork(), givenLinkSecret(environment));
  return { links: { baseUrl, secret } };
}
