/** A real SMTP server that keeps every letter in the order of its coming, also one sent twice. */
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';

export type Letter = {
  readonly to: string;
  readonly subject: string;
  readonly messageId: string;
  /** The date that the sender wrote: the workflow's time. */
  readonly atMs: number;
  readonly text: string;
  /** The files that came with it, by name. */
  readonly files: ReadonlyMap<string, Uint8Array>;
};

export type PostOffice = Awaited<ReturnType<typeof openPostOffice>>;

type Counter = { readonly letters: Letter[]; tookMs: number };

/** It takes mail until it is shut, and again, at the same address, once it is opened. */
export async function openPostOffice() {
  const letters: Letter[] = [];
  const counter: Counter = { letters, tookMs: 0 };
  let server = await listen(counter, 0);
  const { port } = server.server.address() as AddressInfo;
  return {
    smtpUrl: `smtp://127.0.0.1:${port}`,
    letters,
    lettersTo: (email: string) => letters.filter(({ to }) => to === email),
    /** Each letter takes so long from now on, as it does with a busy server. */
    beSlow(ms: number) {
      counter.tookMs = ms;
    },
    shut: () => close(server),
    async open() {
      server = await listen(counter, port);
    },
  };
}

function listen(counter: Counter, port: number): Promise<SMTPServer> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    // Whoever is still connected when it shuts is cut off.
    closeTimeout: 10,
    onData: (stream, _session, done) => {
      read(stream).then(
        async (letter) => {
          await wait(counter.tookMs);
          counter.letters.push(letter);
          done();
        },
        (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
      );
    },
  });
  // A client that hangs up in the middle is no reason to end.
  server.on('error', () => undefined);
  return new Promise((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

async function read(stream: SMTPServerDataStream): Promise<Letter> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  const mail = await PostalMime.parse(Buffer.concat(chunks));
  return {
    to: mail.to?.[0]?.address ?? '',
    subject: mail.subject ?? '',
    messageId: mail.messageId ?? '',
    atMs: Date.parse(mail.date ?? ''),
    text: mail.text ?? '',
    files: new Map(
      mail.attachments.map(({ filename, content }) => [filename ?? '', bytes(content)]),
    ),
  };
}

function bytes(content: ArrayBuffer | Uint8Array | string): Uint8Array {
  return typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content);
}

function close(server: SMTPServer): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
