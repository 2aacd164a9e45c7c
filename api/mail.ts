/** The mails that customers would have received, where mails go to a folder. For trying only. */
import { html } from 'hono/html';
import type { Mail, MailReader, MailSummary } from './mail-reader.ts';
import { page, pagePolicy } from './page.ts';
import { newResource } from './resource.ts';

export type { Mail, MailReader, MailSummary } from './mail-reader.ts';

const shownMax = 200;

/**
 * A mail's HTML brings its styles along and nothing else: its frame runs no script, loads
 * nothing from elsewhere and can neither navigate the page nor reach this origin.
 */
const mailPolicy = pagePolicy.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'");

const loopbackNames = new Set(['127.0.0.1', 'localhost', '[::1]']);

export function mailRoutes(reader: MailReader) {
  return newResource()
    .use('/mail/*', async (c, next) => {
      // A web page elsewhere could have its own name point to this machine and read the mails.
      if (!loopbackNames.has(new URL(c.req.url).hostname)) return c.notFound();
      await next();
      return undefined;
    })
    .get('/mail', async (c) => {
      c.header('Cache-Control', 'no-store');
      return c.html(listPage(await reader.list()));
    })
    .get('/mail/:id', async (c) => {
      c.header('Cache-Control', 'no-store');
      c.header('Content-Security-Policy', mailPolicy);
      const mail = await reader.read(c.req.param('id'));
      return mail ? c.html(mailPage(mail)) : c.html(missingPage(), 404);
    })
    .get('/mail/:id/files/:position', async (c) => {
      c.header('Cache-Control', 'no-store');
      const mail = await reader.read(c.req.param('id'));
      const file = mail?.files[Number(c.req.param('position')) - 1];
      if (!file) return c.html(missingPage(), 404);
      // Whatever it says it is: nothing but a PDF is shown by the browser itself.
      const isPdf = file.mediaType === 'application/pdf';
      const name = encodeURIComponent(file.name);
      return c.body(new Uint8Array(file.content), 200, {
        'Content-Type': isPdf ? 'application/pdf' : 'application/octet-stream',
        'Content-Disposition': `${isPdf ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`,
      });
    });
}

function listPage(mails: readonly MailSummary[]) {
  if (mails.length === 0) {
    return page(
      'Mail',
      html`<h1>Mail</h1>
<p>No mails yet. A bill appears here when it is issued, and reminders as cycles send them: the first
one some days before the bill is due. To see them now, move the cycles ahead:
<code>npm start -- --advance 45d</code>.</p>`,
    );
  }
  const count = mails.length === 1 ? '1 mail' : `${mails.length} mails`;
  const shown = mails.length > shownMax ? `, the newest ${shownMax} of them here` : '';
  const rows = mails.slice(0, shownMax).map(
    ({ id, to, subject, receivedAt }) => html`<li><a href="/mail/${encodeURIComponent(id)}">
<span class="subject">${subject || '(no subject)'}</span> ${time(receivedAt)}
<span class="quiet">${to}</span></a></li>
`,
  );
  return page(
    'Mail',
    html`<h1>Mail</h1>
<p class="quiet">${count}${shown}. Nothing was sent to anybody.</p>
<ul class="rows">
${rows}</ul>`,
  );
}

function mailPage({ id, from, to, subject, receivedAt, text, html: body, files }: Mail) {
  const title = subject || '(no subject)';
  return page(
    title,
    html`<p><a href="/mail">All mails</a></p>
<h1>${title}</h1>
<dl>
<dt>From</dt><dd>${from}</dd>
<dt>To</dt><dd>${to}</dd>
<dt>Received</dt><dd>${time(receivedAt)}</dd>
${files.map(
  ({ name }, index) => html`<dt>File</dt>
<dd><a href="/mail/${encodeURIComponent(id)}/files/${index + 1}">${name}</a></dd>
`,
)}</dl>
${body === null ? '' : html`<iframe sandbox title="The mail as it would look" srcdoc="${body}"></iframe>`}
<h2>As plain text</h2>
<pre>${text || 'This mail has no plain text.'}</pre>`,
  );
}

function missingPage() {
  return page(
    'No such mail',
    html`<h1>There is no such mail</h1>
<p>It may have been removed from the folder. <a href="/mail">All mails</a></p>`,
  );
}

function time(at: Date) {
  const words = new Intl.DateTimeFormat('en-GB', {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'UTC',
  }).format(at);
  return html`<time class="quiet" datetime="${at.toISOString()}">${words} UTC</time>`;
}
