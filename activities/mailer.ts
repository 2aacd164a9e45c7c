import { createTransport } from 'nodemailer';

export type Letter = { readonly subject: string; readonly text: string };

/** A file that comes with a letter. */
export type Attachment = {
  readonly filename: string;
  readonly contentType: string;
  readonly content: Buffer;
};

export type OutgoingMail = Letter & {
  readonly messageId: string;
  readonly from: { readonly name: string; readonly address: string };
  readonly to: { readonly name: string; readonly address: string };
  readonly date: Date;
  readonly language: string;
  readonly attachments?: readonly Attachment[];
};

/** Hands letters to a mail server; resolves when the server has taken them. */
export type Mailer = { send(mail: OutgoingMail): Promise<void>; close(): void };

/**
 * So many letters are handed over at once. Whoever locks a row for a letter waits for a turn before:
 * otherwise others' payments would wait for a letter that itself waits for a connection.
 */
export const lettersAtOnce = 4;

/** Connects to an SMTP server by URL, such as smtp://127.0.0.1:1025 or smtps://user:pass@host. */
export function smtpMailer(url: string): Mailer {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: lettersAtOnce,
    // A reminder is sent under its cycle's row lock, so a dead server must fail soon.
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ language, attachments = [], ...mail }) {
      await transport.sendMail({
        ...mail,
        attachments: [...attachments],
        headers: { 'Content-Language': language, 'Auto-Submitted': 'auto-generated' },
      });
    },
    close: () => transport.close(),
  };
}

/**
 * Hands a letter over. Null when the server took it; otherwise why it never will: an address that
 * is none, or that the server refuses for good (SMTP 5xx), will not take it tomorrow either.
 *
 * Throws when the server is away, or refuses us and not the letter's reader: our sender, our
 * password. Everybody's letters would be given up for a fault of the seller's own.
 */
export async function handOver(mailer: Mailer, mail: OutgoingMail): Promise<string | null> {
  try {
    await mailer.send(mail);
    return null;
  } catch (error) {
    const reason = error instanceof Error ? refusalOf(error) : null;
    if (reason === null) throw error;
    return reason;
  }
}

function refusalOf(error: Error): string | null {
  const command: unknown = Reflect.get(error, 'command');
  const responseCode: unknown = Reflect.get(error, 'responseCode');
  if (command === 'API' && /recipient/i.test(error.message)) return 'this is no address of mail';
  const isOfReader = command === 'RCPT TO' || command === 'DATA';
  if (!isOfReader || typeof responseCode !== 'number' || responseCode < 500) return null;
  return `the mail server refused it for good: SMTP ${responseCode}`;
}
