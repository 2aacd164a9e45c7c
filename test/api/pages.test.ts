import { describe, expect, test } from 'vitest';
import { createApp } from '../../api/app.ts';
import type { Mail, MailReader } from '../../api/mail-reader.ts';
import { lazyTemporalClient } from '../../api/temporal.ts';
import { connect } from '../../db/orm.ts';
import { refusalCodes } from '../../domain/errors.ts';

/** Pages ask neither database nor Temporal, so these are not there. */
async function openPages(options: { mails?: readonly Mail[]; temporalUiUrl?: string } = {}) {
  const { mails, temporalUiUrl } = options;
  const mail: MailReader = {
    list: async () => mails ?? [],
    read: async (id) => mails?.find((one) => one.id === id) ?? null,
  };
  const app = createApp({
    database: await connect({ url: 'postgresql://nobody@127.0.0.1:1/none' }),
    temporal: lazyTemporalClient({ address: '127.0.0.1:1' }).client,
    ...(mails && { mail }),
    ...(temporalUiUrl && { temporalUiUrl }),
  });
  return async (path: string) => {
    const response = await app.request(path);
    const { status, headers } = response;
    return { status, headers, text: await response.text() };
  };
}

const mail: Mail = {
  id: 'a&b',
  from: 'billing@nordlys.example',
  to: '"Maja" <maja@example.com>',
  subject: 'Reminder <script>alert(1)</script>',
  receivedAt: new Date('2026-03-12T08:00:00Z'),
  text: 'Dear <Maja>',
  html: '<p style="color:red">Dear "Maja"</p><script>alert(2)</script>',
  files: [
    { name: 'bill é".pdf', mediaType: 'application/pdf', content: Buffer.from('%PDF') },
    { name: 'page.html', mediaType: 'text/html', content: Buffer.from('<script>3</script>') },
  ],
};

describe('the mail pages', () => {
  test('show a mail’s words as words, and its HTML only inside a frame that may do nothing', async () => {
    const open = await openPages({ mails: [mail] });
    const { status, headers, text } = await open('/mail/a%26b');
    expect(status).toBe(200);
    expect(text).not.toContain('<script>');
    expect(text).toContain('Reminder &lt;script&gt;alert(1)');
    expect(text).toContain('Dear &lt;Maja&gt;');
    expect(text).toMatch(/<iframe sandbox title="[^"]+" srcdoc="&lt;p style=&quot;color:red&quot;/);
    const policy = headers.get('Content-Security-Policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('script-src');
  });

  test('list every mail with a link that finds it again', async () => {
    const open = await openPages({ mails: [mail, { ...mail, id: 'second', subject: '' }] });
    const { text } = await open('/mail');
    expect(text).toContain('2 mails');
    expect(text).toContain('href="/mail/a%26b"');
    expect(text).toContain('(no subject)');
    expect(text).not.toContain('<script>');
  });

  test('lead to the files of a mail, of which a browser shows none but a PDF', async () => {
    const open = await openPages({ mails: [mail] });
    const { text } = await open('/mail/a%26b');
    expect(text).toContain('<a href="/mail/a%26b/files/1">bill é&quot;.pdf</a>');
    const pdf = await open('/mail/a%26b/files/1');
    expect([pdf.status, pdf.text]).toEqual([200, '%PDF']);
    expect(pdf.headers.get('Content-Type')).toBe('application/pdf');
    expect(pdf.headers.get('Content-Disposition')).toBe(
      `inline; filename*=UTF-8''bill%20%C3%A9%22.pdf`,
    );
    const { headers } = await open('/mail/a%26b/files/2');
    expect(headers.get('Content-Type')).toBe('application/octet-stream');
    expect(headers.get('Content-Disposition')).toMatch(/^attachment/);
    for (const path of ['/mail/a%26b/files/3', '/mail/a%26b/files/x', '/mail/none/files/1']) {
      expect(await open(path), path).toMatchObject({ status: 404 });
    }
  });

  test('say what would be there when there is nothing, and that a mail is not there', async () => {
    const open = await openPages({ mails: [] });
    expect((await open('/mail')).text).toContain('No mails yet');
    expect(await open('/mail/none')).toMatchObject({ status: 404 });
  });

  test('are shown to this machine only, whatever name an address elsewhere was given', async () => {
    const open = await openPages({ mails: [mail] });
    expect(await open('http://evil.example/mail')).toMatchObject({ status: 404 });
    expect(await open(`http://evil.example/mail/${encodeURIComponent(mail.id)}`)).toMatchObject({
      status: 404,
    });
    expect(await open('http://127.0.0.1:3000/mail')).toMatchObject({ status: 200 });
  });

  test('are not there at all where mails go to people', async () => {
    const open = await openPages();
    expect(await open('/mail')).toMatchObject({ status: 404 });
    expect((await open('/')).text).not.toContain('/mail');
  });
});

test('the first page leads to everything that there is to look at', async () => {
  const open = await openPages({ mails: [], temporalUiUrl: 'http://127.0.0.1:8233' });
  const { text } = await open('/');
  for (const link of [
    '/desk',
    '/docs',
    '/mail',
    '/problems',
    '/openapi.json',
    'http://127.0.0.1:8233',
  ]) {
    expect(text).toContain(`href="${link}"`);
  }
});

test('the page of refusals has a place for every code, where a problem’s type points', async () => {
  const open = await openPages();
  const { text } = await open('/problems');
  for (const code of refusalCodes) expect(text).toContain(`<tr id="${code}">`);
});

describe('the documentation page', () => {
  test('takes everything it needs from this server', async () => {
    const open = await openPages();
    const { text, headers } = await open('/docs');
    const files = [...text.matchAll(/(?:src|href)="(\/[\w./-]+\.(?:js|css))"/g)].map(([, f]) => f);
    expect(files.length).toBeGreaterThanOrEqual(4);
    for (const file of files) expect(await open(file ?? ''), file).toMatchObject({ status: 200 });
    expect(text).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    const policy = headers.get('Content-Security-Policy') ?? '';
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toContain('unsafe');
  });

  test('gives away no other file', async () => {
    const open = await openPages();
    for (const file of ['package.json', '..%2fpackage.json', 'constructor', '__proto__']) {
      expect(await open(`/docs/${file}`), file).toMatchObject({ status: 404 });
    }
  });
});

test('every answer carries the headers that keep browsers from guessing', async () => {
  const open = await openPages();
  for (const path of ['/', '/livez', '/nothing', '/v1/cycles']) {
    const { headers } = await open(path);
    expect(headers.get('X-Content-Type-Options'), path).toBe('nosniff');
    expect(headers.get('Content-Security-Policy'), path).toContain("default-src 'none'");
    expect(headers.get('X-Request-Id'), path).toMatch(/^[\w-]{10,64}$/);
  }
});
