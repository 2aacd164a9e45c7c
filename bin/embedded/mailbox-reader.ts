import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import type { Address, Email } from 'postal-mime';
import { codeOf } from './launcher-error.ts';

export interface MailSummary {
  /** The name of its file without the ending; safe in an address. */
  readonly id: string;
  readonly subject: string;
  readonly from: string;
  readonly to: readonly string[];
  /** The date that the sender wrote, as an ISO instant; undefined if it is missing or no date. */
  readonly date: string | undefined;
  /** When it came in, in epoch milliseconds: the order of the list. */
  readonly receivedMs: number;
}

export interface MailAttachment {
  readonly name: string;
  readonly mediaType: string;
  readonly content: Uint8Array;
}

export interface Mail extends MailSummary {
  readonly text: string;
  readonly html: string | undefined;
  readonly attachments: readonly MailAttachment[];
}

const FILE = /^([0-9a-f]{32})\.eml$/;

/**
 * The mails in a mailbox folder, newest first, at most `limit`. An absent folder is an empty one.
 */
export async function listMails(folder: string, limit = 200): Promise<MailSummary[]> {
  const files = await filesByAge(folder);
  const mails = await Promise.all(files.slice(0, limit).map(({ id }) => readMail(folder, id)));
  return mails.filter((mail) => mail !== undefined).map(summaryOf);
}

/** One mail, or undefined if there is none by this id. */
export async function readMail(folder: string, id: string): Promise<Mail | undefined> {
  const file = join(folder, `${id}.eml`);
  // The id comes from an address, so it must not lead out of the folder.
  if (!FILE.test(`${id}.eml`)) return undefined;
  try {
    const [content, { mtimeMs }] = await Promise.all([readFile(file), stat(file)]);
    return mailOf(id, mtimeMs, await PostalMime.parse(content));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function filesByAge(folder: string): Promise<{ id: string; receivedMs: number }[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  });
  const ids = names.map((name) => FILE.exec(name)?.[1]).filter((id) => id !== undefined);
  const files = await Promise.all(
    ids.map(async (id) => ({ id, receivedMs: (await stat(join(folder, `${id}.eml`))).mtimeMs })),
  );
  return files.toSorted((a, b) => b.receivedMs - a.receivedMs);
}

function mailOf(id: string, receivedMs: number, email: Email): Mail {
  return {
    id,
    subject: email.subject ?? '',
    from: email.from === undefined ? '' : shown(email.from),
    to: (email.to ?? []).map(shown),
    date: isoDate(email.date),
    receivedMs,
    text: email.text ?? '',
    html: email.html,
    attachments: email.attachments.map(({ filename, mimeType, content }) => ({
      name: filename ?? 'unnamed',
      mediaType: mimeType,
      content: typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content),
    })),
  };
}

function summaryOf({ id, subject, from, to, date, receivedMs }: Mail): MailSummary {
  return { id, subject, from, to, date, receivedMs };
}

function shown({ name, address }: Address): string {
  return name && address ? `${name} <${address}>` : (address ?? name);
}

function isoDate(date: string | undefined): string | undefined {
  const instant = Date.parse(date ?? '');
  return Number.isNaN(instant) ? undefined : new Date(instant).toISOString();
}
