import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { billLink } from '../../db/bill-links.ts';
import { formatMoney } from '../../domain/money.ts';
import { type BillSite, hostile, languages, openBillSite } from './bill-page-kit.ts';
import { nowMs } from './sample-book.ts';
import { bookedPayment, climbed, issuedCycle } from './settled.ts';

let site: BillSite;

beforeAll(async () => {
  site = await openBillSite(['LINKS', 'PAID', 'LATE', 'TWO-MONTHS', 'BUSY']);
});

afterAll(() => site.kit.close());

/** Only letters and figures, as a person reads them. */
const readable = (text: string) => text.replaceAll(/<style>.*?<\/style>|<[^>]+>/gs, ' ');

describe('a link', () => {
  test('opens its bill, which nobody keeps, embeds or finds', async () => {
    const { path, invoiceNumber } = await site.bill('LINKS');
    const { status, headers, text } = await site.open(path);
    expect(status).toBe(200);
    expect(text).toContain(invoiceNumber);
    expect(headers.get('Cache-Control')).toBe('no-store');
    expect(headers.get('Referrer-Policy')).toBe('no-referrer');
    expect(headers.get('X-Robots-Tag')).toContain('noindex');
    const policy = headers.get('Content-Security-Policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/script-src|unsafe|http/);
    expect(text).not.toMatch(/<script|javascript:|\son\w+=|\sstyle=/i);
  });

  test('that is expired, tampered with, cut or of another secret opens the same page as none', async () => {
    const { cycleId, path } = await site.bill('LINKS');
    const token = path.slice('/bill/'.length);
    const last = token.at(-1) === 'A' ? 'B' : 'A';
    const bad = [
      site.token(cycleId, nowMs),
      `${token.slice(0, -1)}${last}`,
      token.slice(0, -4),
      billLink(Buffer.alloc(32, 1), { cycleId, expiresAtMs: nowMs + 1000 }),
      site.token('0199c0de-0000-7000-8000-000000000000'),
      'guessed',
    ];
    const pages = await Promise.all(bad.map((one) => site.open(`/bill/${one}`)));
    const [first] = pages;
    expect(first?.text).toContain('This link opens no bill');
    for (const { status, text } of pages) {
      expect(status).toBe(404);
      expect(text).toBe(first?.text);
    }
    for (const below of ['question', 'promise', 'papers/1', 'questions/1', 'satisfaction/1/5']) {
      expect(await site.open(`/bill/${bad[0]}/${below}`)).toMatchObject({ status: 404 });
    }
    expect(await site.send(`/bill/${bad[0]}/promise`, {})).toMatchObject({ status: 404 });
  });

  test('that opens nothing says so in the language of the browser, and to a program as a problem', async () => {
    const german = await site.open('/bill/guessed', { 'Accept-Language': 'de-AT,de;q=0.9' });
    expect(german.text).toContain('Dieser Link öffnet keine Rechnung');
    const program = await site.open('/bill/guessed', { Accept: 'application/json' });
    expect(program.headers.get('Content-Type')).toBe('application/problem+json');
    expect(JSON.parse(program.text)).toMatchObject({ code: 'link_invalid', status: 404 });
  });

  test('leaves no token in the log, only why it opened nothing', async () => {
    const { cycleId } = await site.bill('LINKS');
    const token = site.token(cycleId, nowMs - 1);
    await site.open(`/bill/${token}`);
    const lines = JSON.stringify(site.kit.lines);
    expect(lines).toContain('"link":"expired"');
    expect(lines).not.toContain(token.slice(0, 20));
  });

  test('opens no paper of another customer', async () => {
    const [mine, other] = [await site.bill('LINKS'), await site.bill('PAID')];
    const own = await site.open(`${mine.path}/papers/${mine.invoiceNumber}`);
    expect(own.headers.get('Content-Type')).toBe('application/pdf');
    expect(own.headers.get('Cache-Control')).toBe('no-store');
    const foreign = await site.open(`${mine.path}/papers/${other.invoiceNumber}`);
    expect(foreign.status).toBe(404);
    expect(foreign.text).not.toContain('%PDF');
  });

  test('can be asked often, but not as often as a program asks', async () => {
    const { path } = await site.bill('BUSY');
    const statuses = new Set<number>();
    for (let count = 0; count < 120; count += 1) statuses.add((await site.open(path)).status);
    expect([...statuses]).toEqual([200]);
    const refused = await site.open(path);
    expect(refused.status).toBe(429);
    expect(refused.text).toContain('Too many requests');
    expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(0);
    expect(await site.open((await site.bill('LINKS')).path)).toMatchObject({ status: 200 });
  });
});

describe.each(languages)('the bill in %s', (language) => {
  test('says what it is made of, what is open, how to pay and until when', async () => {
    const { path, invoiceNumber, openMinor } = await site.bill(language.toUpperCase());
    const { text, headers } = await site.open(path);
    expect(text).toMatch(new RegExp(`<html lang="${language}-`));
    expect(headers.get('Content-Language')?.slice(0, 2)).toBe(language);
    const seen = readable(text);
    expect(seen).toContain(invoiceNumber);
    expect(seen).toContain(formatMoney(openMinor, 'EUR', language));
    for (const description of ['Fibre 300', 'TV package', 'Film rental']) {
      expect(seen).toContain(description);
    }
    expect(seen).toContain('EE38 2200 2210 2014 5685');
    expect(text).toContain('<svg');
    expect(seen).not.toMatch(/undefined|NaN|null|\[object|\$\{/);
  });

  test('has all it shows in less than 100 KB, and asks for nothing else', async () => {
    const { path } = await site.bill(language.toUpperCase());
    const { text } = await site.open(path);
    expect(Buffer.byteLength(text)).toBeLessThan(100_000);
    expect(text).not.toMatch(/<link rel="stylesheet"|src="(?!data:)/);
  });
});

describe('the bill', () => {
  test('whose customer is called like code shows the name as text', async () => {
    const { path } = await site.bill('HOSTILE');
    const { text } = await site.open(path);
    expect(text).not.toContain('<script>');
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;Söhne&quot;');
    expect(hostile).toContain('<script>');
  });

  test('shows what was paid, asks for the rest only, and nothing once it is paid', async () => {
    const { path, openMinor, ...cycle } = await site.bill('PAID');
    await bookedPayment(site.kit, cycle, { paymentId: 'part', amountMinor: 20_00 });
    const rest = readable((await site.open(path)).text);
    expect(rest).toContain('−€20.00');
    expect(rest).toContain(`Please pay ${formatMoney(openMinor - 20_00, 'EUR', 'en')} by`);
    await bookedPayment(site.kit, cycle, { paymentId: 'rest', amountMinor: openMinor - 20_00 });
    const { text } = await site.open(path);
    expect(readable(text)).toContain('This bill is paid.');
    expect(text).not.toContain('<svg');
    expect(text).not.toContain('/promise"');
  });

  test('says in words what was added for being late', async () => {
    const { path, ...cycle } = await site.bill('LATE');
    const em = site.kit.database.em.fork();
    await em.execute(
      `update ladder set late_interest =
         '{"annualBasisPoints": 800, "daysInYear": 365, "appliesTo": "everybody"}',
         steps = (select jsonb_agg(step || '{"interest": true, "feeMinor": {"EUR": 500}}')
           from jsonb_array_elements(steps) step)`,
    );
    await climbed(site.kit, cycle, 2, nowMs + 24 * 86_400_000);
    const seen = readable((await site.open(path)).text);
    expect(seen).toContain('a fee of €5.00 for a reminder.');
    expect(seen).toMatch(
      /Interest of €0\.20: 8% a year on €92\.38 for 10 days, from 28 March 2026/,
    );
  });

  test('is compared with the bill before: what is new, gone, dearer', async () => {
    const em = site.kit.database.em.fork();
    await issuedCycle(site.kit, 'TWO-MONTHS', '2026-02-01', '2026-02-03');
    const first = await site.open(
      `/bill/${site.token((await site.bill('TWO-MONTHS', '2026-02-01')).cycleId)}`,
    );
    expect(readable(first.text)).toContain('This is your first bill from us.');
    await em.execute(
      `update contract_line line set unit_price_minor = 60_00 from contract, customer
        where contract.id = line.contract_id and customer.id = contract.customer_id
          and customer.number = 'TWO-MONTHS' and line.unit_price_minor = 50_00`,
    );
    await em.execute(
      `delete from contract_line line using contract, customer
        where contract.id = line.contract_id and customer.id = contract.customer_id
          and customer.number = 'TWO-MONTHS' and line.unit_price_minor = 20_00`,
    );
    const seen = readable((await site.open((await site.bill('TWO-MONTHS')).path)).text);
    expect(seen).toMatch(/The bill before \(F2026-\d+\) was €92\.38\. This one is €12\.40 less\./);
    expect(seen).toContain('Changed: Fibre 300, €60.00 instead of €50.00 before tax.');
    expect(seen).toContain('No longer there: TV package, €20.00 before tax.');
    expect(seen).not.toContain('New:');
  });
});
