import { once } from 'node:events';
import { readdir, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { afterEach, expect, test } from 'vitest';
import { mailIdOf, type RunningMailbox, startMailbox } from '../../bin/embedded/mailbox.ts';
import { listMails, readMail } from '../../bin/embedded/mailbox-reader.ts';
import { emptyFolder } from './kit.ts';

const running: RunningMailbox[] = [];

async function start(folder: string, port = 0): Promise<RunningMailbox> {
  const mailbox = await startMailbox({ folder, port, say: () => undefined });
  running.push(mailbox);
  return mailbox;
}

afterEach(async () => {
  for (const mailbox of running.splice(0)) await mailbox.stop();
});

async function send({ smtpUrl }: RunningMailbox, number: number, subject = 'Opomin št. 1') {
  const transport = createTransport(smtpUrl);
  await transport.sendMail({
    from: 'Seller & Sons <billing@seller.example>',
    to: ['Žiga Kovač <ziga@customer.example>', 'books@customer.example'],
    subject,
    text: 'Plačajte, prosim.',
    html: '<p>Plačajte, prosim.</p>',
    messageId: `<reminder-${number}@seller.example>`,
    date: new Date('2026-03-29T00:30:00Z'),
    attachments: [
      { filename: 'invoice.pdf', content: Buffer.from('%PDF'), contentType: 'application/pdf' },
    ],
  });
  transport.close();
}

test('a mail that was sent can be read, letters and attachments whole', async () => {
  const folder = await emptyFolder();
  await send(await start(folder), 1);
  const [found] = await listMails(folder);
  expect(found).toMatchObject({
    id: mailIdOf('<reminder-1@seller.example>'),
    subject: 'Opomin št. 1',
    from: 'Seller & Sons <billing@seller.example>',
    to: ['Žiga Kovač <ziga@customer.example>', 'books@customer.example'],
    date: '2026-03-29T00:30:00.000Z',
  });
  expect(await readMail(folder, found?.id ?? '')).toMatchObject({
    text: expect.stringContaining('Plačajte, prosim.'),
    html: expect.stringContaining('<p>Plačajte, prosim.</p>'),
    attachments: [
      {
        name: 'invoice.pdf',
        mediaType: 'application/pdf',
        content: new Uint8Array(Buffer.from('%PDF')),
      },
    ],
  });
});

test('the same mail sent again is one mail', async () => {
  const folder = await emptyFolder();
  const mailbox = await start(folder);
  await send(mailbox, 1);
  await send(mailbox, 1, 'Opomin št. 1, again');
  expect((await listMails(folder)).map(({ subject }) => subject)).toEqual(['Opomin št. 1, again']);
  expect(await readdir(folder)).toHaveLength(1);
});

test('the newest mail comes first, and the list can be cut', async () => {
  const folder = await emptyFolder();
  const mailbox = await start(folder);
  for (const number of [1, 2, 3]) {
    await send(mailbox, number, `Reminder ${number}`);
    const file = join(folder, `${mailIdOf(`<reminder-${number}@seller.example>`)}.eml`);
    await utimes(file, new Date(), new Date(2026, 0, number));
  }
  const subjects = (await listMails(folder, 2)).map(({ subject }) => subject);
  expect(subjects).toEqual(['Reminder 3', 'Reminder 2']);
});

test('an id cannot lead out of the folder, and an unknown one finds nothing', async () => {
  const parent = await emptyFolder();
  const folder = join(parent, 'mail');
  await send(await start(folder), 1);
  await writeFile(join(parent, 'secret.eml'), 'Subject: secret\n\nsecret');
  expect(await readMail(folder, '../secret')).toBeUndefined();
  expect(await readMail(folder, 'f'.repeat(32))).toBeUndefined();
  expect(await listMails(join(folder, 'absent'))).toEqual([]);
});

test('a taken port is said plainly, with the option to choose another', async () => {
  const blocker = createServer().listen(0, '127.0.0.1');
  await once(blocker, 'listening');
  const address = blocker.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  try {
    await expect(start(await emptyFolder(), port)).rejects.toMatchObject({
      sentence: `Port ${port} of 127.0.0.1 is taken, and the mailbox needs it.`,
      hint: 'Stop the program that listens there, or choose another one with --mail-port.',
    });
  } finally {
    blocker.close();
  }
});
