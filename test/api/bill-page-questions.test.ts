import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BillSite, openBillSite, type Shown } from './bill-page-kit.ts';

let site: BillSite;

const numbers = [
  ...['LINE', 'CODE', 'LONG', 'MISSING', 'AGAIN', 'TABS', 'BACK', 'LATE', 'MINE', 'OTHER', 'SITE'],
  ...['GERMAN', 'WHOLE'],
];

beforeAll(async () => {
  site = await openBillSite(numbers, { worker: true, clock: Date.now });
});

afterAll(() => site.kit.close());

const readable = (text: string) =>
  text.replaceAll(/<style>.*?<\/style>|<[^>]+>/gs, ' ').replaceAll(/\s+/g, ' ');

const hidden = ({ text }: Shown) => /name="form" value="([^"]+)"/.exec(text)?.[1] ?? '';

/** A fresh form for a question, filled in as told. */
async function filled(path: string, fields: Readonly<Record<string, string | readonly string[]>>) {
  const form = hidden(await site.open(`${path}/question`));
  return { form, reason: 'wrong_price', line: '2', words: '', ...fields };
}

async function asked(path: string, fields: Readonly<Record<string, string>> = {}) {
  const { status, headers, text } = await site.send(`${path}/question`, await filled(path, fields));
  if (status !== 303) throw new Error(`${status} ${readable(text)}`);
  return headers.get('Location') ?? '';
}

async function disputesOf(cycleId: string) {
  return site.kit.database.em
    .fork()
    .execute<{ id: string; state: string; words: string; channel: string }[]>(
      'select id, state, words, channel from dispute where cycle_id = ? order by opened_at',
      [cycleId],
    );
}

/** Decides a question as somebody at the desk would have. */
async function decided(disputePath: string, daysAgo = 0): Promise<void> {
  await site.kit.database.em.fork().execute(
    `update dispute set state = 'resolved', outcome = 'explained', decided_by = 'ana',
         ended_at = now() - ? * interval '1 day' where id = ?`,
    [daysAgo, disputePath.slice(disputePath.lastIndexOf('/') + 1)],
  );
}

describe('a question about a line', () => {
  test('is opened, and the page says by when somebody answers and what waits for it', async () => {
    const { path, cycleId } = await site.bill('LINE');
    const form = await site.open(`${path}/question?line=2`);
    expect(form.text).toMatch(/value="2"\s+checked/);
    const location = await asked(path, { words: 'I never ordered TV.' });
    expect(await disputesOf(cycleId)).toMatchObject([
      { state: 'open', words: 'I never ordered TV.', channel: 'page' },
    ]);
    const standing = readable((await site.open(location)).text);
    expect(standing).toMatch(/We answer by \d+ \w+ \d{4} at \d\d:\d\d\./);
    expect(standing).toContain('Line 2: TV package');
    expect(standing).toContain('We have your question about invoice');
    const bill = (await site.open(path)).text;
    expect(readable(bill)).toContain('€67.58 was due on 28 March 2026');
    expect(readable(bill)).toContain('Another €24.80 waits for the answer to your question.');
    expect(readable(bill)).toContain('Pay €67.58 for now.');
    expect(bill).toContain('aria-label="Your question about this line: TV package"');
    const next = (await site.open(`${path}/question`)).text;
    expect(next).toContain('You have asked about this already.');
    expect(next).not.toContain('name="whole"');
    expect(next).toMatch(/value="1"\s+id="about"/);
    await asked(path, { line: '1' });
    expect(await disputesOf(cycleId)).toHaveLength(2);
  });

  test('or about the whole bill leaves nothing to pay until it is answered', async () => {
    const { path } = await site.bill('WHOLE');
    await asked(path, { whole: 'yes' });
    const { text } = await site.open(path);
    expect(readable(text)).toContain(
      'Nothing of this bill is to be paid while your question is open.',
    );
    expect(text).not.toContain('<svg');
  });

  test('with code in its words keeps them, and shows them as text', async () => {
    const { path, cycleId } = await site.bill('CODE');
    const words = '</textarea><script>alert("1")</script> {{x}} $(y) & Größe ≠ 日本';
    const location = await asked(path, { words });
    expect(await disputesOf(cycleId)).toMatchObject([{ words }]);
    const { text } = await site.open(location);
    expect(text).not.toContain('<script>');
    expect(text).toContain('&lt;/textarea&gt;&lt;script&gt;alert(&quot;1&quot;)');
  });

  test('has room for 2,000 characters; more is told, and nothing that was typed is lost', async () => {
    const { path, cycleId } = await site.bill('LONG');
    const tooLong = await filled(path, {
      words: 'ä'.repeat(2001),
      reason: 'quality',
      line: ['1', '3'],
    });
    const refused = await site.send(`${path}/question`, tooLong);
    expect(refused.status).toBe(422);
    expect(readable(refused.text)).toContain(
      'they have 2,001 characters, and there is room for 2,000',
    );
    expect(refused.text).toContain('ä'.repeat(2001));
    expect(refused.text).toMatch(/value="quality"\s+checked/);
    expect(refused.text).toMatch(/value="1"\s+checked[^]*value="3"\s+checked/);
    expect(await disputesOf(cycleId)).toEqual([]);
    // A browser sends a line break as two characters, and whoever types it counts one.
    const fits = `${'x'.repeat(999)}\r\n${'😀'.repeat(1000)}`;
    await asked(path, { words: `\u0000 ${fits} ` });
    expect(await disputesOf(cycleId)).toMatchObject([{ words: fits.replace('\r\n', '\n') }]);
  });

  test('that lacks something names all that is missing on top, and leads to each place', async () => {
    const { path, cycleId } = await site.bill('MISSING');
    const { status, text } = await site.send(`${path}/question`, {
      words: 'kept</textarea><script>alert(1)</script>',
    });
    expect(status).toBe(422);
    expect(text).toMatch(/<title>Error: /);
    expect(text).toMatch(/<div class="errors" role="alert" tabindex="-1" autofocus/);
    for (const place of ['about', 'reason']) {
      expect(text).toContain(`<a href="#${place}">`);
      expect(text).toContain(`id="${place}"`);
      expect(text).toContain(`aria-describedby="${place}-error"`);
    }
    expect(text).toContain('kept&lt;/textarea&gt;&lt;script&gt;');
    expect(text).not.toContain('<script>');
    const strange = { reason: 'because', line: ['99', 'x', '-1'], form: '"><script>' };
    const other = await site.send(`${path}/question`, strange);
    expect(other.status).toBe(422);
    expect(other.text).not.toContain('<script>');
    expect(await disputesOf(cycleId)).toEqual([]);
  });
});

describe('sent more than once', () => {
  test('the same form is one question, also five times at once', async () => {
    const { path, cycleId } = await site.bill('AGAIN');
    const form = await filled(path, { words: 'once' });
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => site.send(`${path}/question`, form)),
    );
    answers.push(await site.send(`${path}/question`, form));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]));
    expect(new Set(answers.map(({ headers }) => headers.get('Location'))).size).toBe(1);
    expect(await disputesOf(cycleId)).toHaveLength(1);
  });

  test('from two tabs about the same line, one is opened and the other is told so', async () => {
    const { path, cycleId } = await site.bill('TABS');
    const tabs = await Promise.all([
      filled(path, { words: 'first tab' }),
      filled(path, { words: 'second tab' }),
    ]);
    const answers = await Promise.all(tabs.map((form) => site.send(`${path}/question`, form)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303, 409]));
    const told = answers.find(({ status }) => status === 409);
    expect(readable(told?.text ?? '')).toContain('You have asked about this already');
    expect(told?.text).toMatch(/(first|second) tab/);
    expect(await disputesOf(cycleId)).toHaveLength(1);
  });
});

describe('a question that was asked', () => {
  test('can be taken back, and what it was about is due again', async () => {
    const { path, cycleId } = await site.bill('BACK');
    const location = await asked(path);
    const form = hidden(await site.open(location));
    expect(await site.send(`${location}/withdraw`, { form })).toMatchObject({ status: 303 });
    expect(await disputesOf(cycleId)).toMatchObject([{ state: 'withdrawn' }]);
    const standing = readable((await site.open(location)).text);
    expect(standing).toContain('taken back');
    expect(standing).not.toContain('We answer by');
    expect((await site.open(path)).text).not.toContain('waits for the answer');
    const again = await site.send(`${location}/withdraw`, { form: 'another' });
    expect(again.status).toBe(409);
    expect(readable(again.text)).toContain('This question is closed already.');
  });

  test('and was decided can be taken up again, but only within its time', async () => {
    const { path, cycleId } = await site.bill('LATE');
    const location = await asked(path);
    await decided(location);
    const page = await site.open(location);
    expect(readable(page.text)).toMatch(/You can take this question up again until/);
    const fields = { form: hidden(page), words: 'No, it is still wrong.' };
    expect(await site.send(`${location}/reopen`, fields)).toMatchObject({ status: 303 });
    expect(await disputesOf(cycleId)).toMatchObject([{ state: 'open' }]);
    await decided(location, 400);
    expect((await site.open(location)).text).not.toContain('/reopen');
    const late = await site.send(`${location}/reopen`, { ...fields, form: 'late' });
    expect(late.status).toBe(409);
    expect(readable(late.text)).toContain('could be taken up again is over');
  });

  test('by one customer is not there for the link of another', async () => {
    const [mine, other] = [await site.bill('MINE'), await site.bill('OTHER')];
    const location = await asked(other.path);
    const foreign = location.replace(other.path, mine.path);
    expect(await site.open(foreign)).toMatchObject({ status: 404 });
    for (const act of ['withdraw', 'reopen']) {
      expect(await site.send(`${foreign}/${act}`, {})).toMatchObject({ status: 404 });
    }
    expect(await disputesOf(other.cycleId)).toMatchObject([{ state: 'open' }]);
  });

  test('stands there in the customer’s language', async () => {
    const { path } = await site.bill('DE');
    const standing = readable((await site.open(await asked(path))).text);
    expect(standing).toMatch(/Wir antworten bis \d+\. \w+ \d{4} um \d\d:\d\d Uhr\./);
    expect(standing).toContain('Der Preis stimmt nicht');
  });
});

describe('a form', () => {
  test('that another site sends does nothing', async () => {
    const { path, cycleId } = await site.bill('SITE');
    const form = await filled(path, {});
    const foreign: Readonly<Record<string, string>>[] = [
      { Origin: 'https://evil.example' },
      { Origin: 'null', 'Sec-Fetch-Site': 'cross-site' },
      { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' },
    ];
    for (const headers of foreign) {
      expect(await site.send(`${path}/question`, form, headers)).toMatchObject({ status: 403 });
    }
    expect(await disputesOf(cycleId)).toEqual([]);
  });

  test('of our own page is taken, though a page without referrers tells no origin', async () => {
    const { path, cycleId } = await site.bill('SITE');
    const form = await filled(path, {});
    const headers = { Origin: 'null', 'Sec-Fetch-Site': 'same-origin' };
    expect(await site.send(`${path}/question`, form, headers)).toMatchObject({ status: 303 });
    const old = await site.send(`${path}/question`, { ...form, line: '1' }, { Origin: 'null' });
    expect(old.status).toBe(303);
    expect(await disputesOf(cycleId)).toHaveLength(2);
  });
});

test('while no worker is there, nothing that was typed is lost, and sending again counts once', async () => {
  const alone = await openBillSite([], { issueTimeoutMs: 300, clock: Date.now });
  const { path, cycleId } = await alone.bill('EN');
  const form = { form: 'the-form', reason: 'quality', line: '1', words: 'patience' };
  const unsure = await alone.send(`${path}/question`, form);
  expect(unsure.status).toBe(503);
  expect(readable(unsure.text)).toContain('We cannot say yet whether this has arrived.');
  expect(unsure.text).toContain('patience');
  expect(hidden(unsure)).toBe('the-form');
  await alone.send(`${path}/question`, form);
  const worker = await alone.kit.work();
  await expect
    .poll(async () => (await alone.send(`${path}/question`, form)).status, { timeout: 30_000 })
    .toBe(303);
  const disputes = await alone.kit.database.em
    .fork()
    .execute<unknown[]>('select from dispute where cycle_id = ?', [cycleId]);
  expect(disputes).toHaveLength(1);
  await worker.stop();
  await alone.kit.close();
});
