import { createTransport } from 'nodemailer';

export type Letter = { readonly subject: string; readonly text: string };

export type OutgoingMail = Letter & {
  readonly messageId: string;
  readonly from: { readonly name: string; readonly address: string };
  readonly to: { readonly name: string; readonly address: string };
  readonly date: Date;
  readonly language: string;
};

/** Hands letters to a mail server; resolves when the server has taken them. */
export type Mailer = { send(mail: OutgoingMail): Promise<void>; close(): void };

/** Connects to an SMTP server by URL, such as smtp://127.0.0.1:1025 or smtps://user:pass@host. */
export function smtpMailer(url: string): Mailer {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: 4,
    // A reminder is sent under its cycle's row lock, so a dead server must fail soon.
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ language, ...mail }) {
      await transport.sendMail({
        ...mail,
        headers: { 'Content-Language': language, 'Auto-Submitted': 'auto-generated' },
      });
    },
    close: () => transport.close(),
  };
}
