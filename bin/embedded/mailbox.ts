import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerDataStream } from 'smtp-server';
import { ensureFolder, writeWhole } from './data-folder.ts';
import { wordsOf } from './launcher-error.ts';
import { portError } from './ports.ts';
import type { Say } from './say.ts';

export interface MailboxOptions {
  /** Where each mail becomes one file. */
  readonly folder: string;
  /** The port of 127.0.0.1; 0 for any that is free. */
  readonly port: number;
  readonly portOption?: string;
  readonly say: Say;
}

export interface RunningMailbox {
  readonly smtpUrl: string;
  readonly port: number;
  readonly stop: () => Promise<void>;
}

const MOST_BYTES = 25 * 1024 * 1024;

/**
 * Starts a real SMTP server that delivers every mail into a folder, for those who have no mail
 * server at hand or do not want made-up customers to get mail. It takes mail from this machine
 * only, without signing in. Throws a LauncherError if the port is taken.
 */
export async function startMailbox(options: MailboxOptions): Promise<RunningMailbox> {
  await ensureFolder(options.folder);
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    size: MOST_BYTES,
    onData: (stream, _session, done) => {
      deliver(stream, options.folder).then(
        (id) => done(null, `kept as ${id}`),
        (error: unknown) => done(asError(error)),
      );
    },
  });
  const port = await listen(server, options);
  options.say(`The mailbox takes mail on port ${port}.`);
  return {
    smtpUrl: `smtp://127.0.0.1:${port}`,
    port,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** The name of a mail's file: the same mail sent again is the same file. */
export function mailIdOf(messageId: string): string {
  return createHash('sha256').update(messageId).digest('hex').slice(0, 32);
}

async function deliver(stream: SMTPServerDataStream, folder: string): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  if (stream.sizeExceeded) {
    throw Object.assign(new Error('The mail is too large.'), { responseCode: 552 });
  }
  const content = Buffer.concat(chunks);
  const { messageId } = await PostalMime.parse(content);
  // A mail without a Message-ID is told apart by its content.
  const id = mailIdOf(messageId ?? content.toString('latin1'));
  await writeWhole(join(folder, `${id}.eml`), content);
  return id;
}

function listen(server: SMTPServer, { port, portOption }: MailboxOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error) => {
      reject(portError(error, port, 'the mailbox', portOption ?? '--mail-port'));
    };
    server.once('error', failed);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', failed);
      // A client that hangs up in the middle is no reason to end.
      server.on('error', () => undefined);
      resolve((server.server.address() as AddressInfo).port);
    });
  });
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(wordsOf(error));
}
