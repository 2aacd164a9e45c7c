import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { handOver, type Mailer, type OutgoingMail, smtpMailer } from '../../activities/mailer.ts';

/** What the server answers to each part of a letter; nothing is taken. */
const answers = { sender: 0, reader: 0, content: 0 };

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['AUTH', 'STARTTLS'],
  disableReverseLookup: true,
  logger: false,
  closeTimeout: 10,
  onMailFrom: (_address, _session, done) => done(refusal('sender')),
  onRcptTo: (_address, _session, done) => done(refusal('reader')),
  onData: (stream, _session, done) => {
    stream.resume();
    stream.on('end', () => done(refusal('content')));
  },
});

function refusal(part: keyof typeof answers): Error | null {
  const responseCode = answers[part];
  return responseCode > 0 ? Object.assign(new Error('no'), { responseCode }) : null;
}

let mailer: Mailer;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  mailer = smtpMailer(`smtp://127.0.0.1:${port}`);
});

afterAll(async () => {
  mailer.close();
  await new Promise<void>((resolve) => server.close(resolve));
});

const send = (address = 'ana@example.com') => {
  const mail: OutgoingMail = {
    messageId: '<1@example.com>',
    from: { name: 'Seller', address: 'seller@example.com' },
    to: { name: 'Ana', address },
    date: new Date('2035-03-01T09:00:00Z'),
    language: 'en',
    subject: 'A letter',
    text: 'Words.',
  };
  return handOver(mailer, mail);
};

test.each([
  ['reader', 550],
  ['content', 554],
] as const)('a letter whose %s is refused with %d will never be taken', async (part, code) => {
  answers[part] = code;
  expect(await send()).toBe(`the mail server refused it for good: SMTP ${code}`);
  answers[part] = 0;
});

test.each(['', 'nobody', 'two@example.com, three@example.com'])(
  'a letter to “%s” will never be taken',
  async (address) => {
    expect(await send(address)).toMatch(/no address|refused it for good/);
  },
);

test.each([
  ['reader', 450],
  ['content', 451],
  // Everybody's letters would be given up, because the seller may not send here.
  ['sender', 550],
] as const)('a letter whose %s is refused with %d is tried again', async (part, code) => {
  answers[part] = code;
  await expect(send()).rejects.toThrow();
  answers[part] = 0;
  expect(await send()).toBeNull();
});
