import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addCredit } from '../../db/customer-credit.ts';
import { Customer } from '../../db/entities/parties.ts';
import { correctionFact } from '../../domain/facts.ts';
import { type Kit, openKit } from './kit.ts';
import { textOf } from '../papers/pdf-text.ts';
import { book, customer } from './sample-book.ts';
import { bookedFact, bookedPayment, issuedCycle } from './settled.ts';

let kit: Kit;
let logoFolder: string;
let cycle: Awaited<ReturnType<typeof issuedCycle>>;

beforeAll(async () => {
  logoFolder = await mkdtemp(join(tmpdir(), 'fairbill-logos-'));
  const customers = book.customers.map((one) =>
    one.number === 'M-1' ? customer('M-1', { language: 'et', name: 'Õnne <b>Ülle</b>' }) : one,
  );
  kit = await openKit({ book: { ...book, customers }, logoFolder });
  cycle = await issuedCycle(kit, 'M-1');
});

afterAll(async () => {
  await kit.close();
  await rm(logoFolder, { recursive: true });
});

/** The number of the cycle's latest paper of this kind. */
async function numberOf(cycleId: string, kind = 'invoice') {
  const [row] = await kit.database.em
    .fork()
    .execute<{ number: string }[]>(
      'select number from invoice where cycle_id = ? and kind = ? order by revision desc',
      [cycleId, kind],
    );
  return row?.number ?? '';
}

async function get(path: string, headers: Record<string, string> = {}) {
  const key = await kit.newKey('invoices:read');
  return kit.app.request(path, { headers: { Authorization: `Bearer ${key}`, ...headers } });
}

const readPdf = async (number: string) =>
  Buffer.from(await (await get(`/v1/invoices/${number}/pdf`)).arrayBuffer());

describe('an invoice as PDF', () => {
  test('is the paper in the customer’s language, under its number', async () => {
    const number = await numberOf(cycle.cycleId);
    const response = await get(`/v1/invoices/${number}/pdf`);
    expect(response.status).toBe(200);
    expect(response.headers.get('Content-Type')).toBe('application/pdf');
    expect(response.headers.get('Content-Disposition')).toBe(`inline; filename="${number}.pdf"`);
    expect(response.headers.get('Cache-Control')).toBe('private, no-cache');
    const { text } = await textOf(Buffer.from(await response.arrayBuffer()));
    for (const words of [`Arve ${number}`, 'Õnne <b>Ülle</b>', '50,00', 'Tasuda 62,00 €']) {
      expect(text).toContain(words);
    }
  });

  test('is not sent again to who has it', async () => {
    const path = `/v1/invoices/${await numberOf(cycle.cycleId)}/pdf`;
    const etag = (await get(path)).headers.get('ETag') ?? '';
    expect(etag).toMatch(/^"[^"]{20,}"$/);
    const again = await get(path, { 'If-None-Match': etag });
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect((await get(path, { 'If-None-Match': '"another"' })).status).toBe(200);
  });

  test('is the same file after it was paid, as it was before', async () => {
    const number = await numberOf(cycle.cycleId);
    const before = await readPdf(number);
    await bookedPayment(kit, cycle, { paymentId: 'half', amountMinor: 30_00 });
    expect((await readPdf(number)).equals(before)).toBe(true);
  });

  test('has the seller’s own logo when there is one', async () => {
    const number = await numberOf(cycle.cycleId);
    expect((await textOf(await readPdf(number))).text).toMatch(/^N Nordlys Telecom /);
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>';
    await writeFile(join(logoFolder, 'nordlys.svg'), svg);
    expect((await textOf(await readPdf(number))).text).toMatch(/^Pikk 1 /);
    await rm(join(logoFolder, 'nordlys.svg'));
  });
});

test('an invoice as a page is the same paper, and may load and run nothing', async () => {
  const number = await numberOf(cycle.cycleId);
  const response = await get(`/v1/invoices/${number}/page`);
  expect(response.status).toBe(200);
  expect(response.headers.get('Content-Type')).toBe('text/html; charset=utf-8');
  expect(response.headers.get('Content-Language')).toBe('et-EE');
  expect(response.headers.get('ETag')).toMatch(/^"/);
  const policy = response.headers.get('Content-Security-Policy') ?? '';
  expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-/);
  const page = await response.text();
  expect(page).toContain('Õnne &lt;b&gt;Ülle&lt;/b&gt;');
  expect(page).toContain('62,00\u00a0€');
});

describe('what became of credit stands on the paper as it was at its issue', () => {
  test('of an invoice that credit settled in part', async () => {
    const em = kit.database.em.fork();
    const { id } = await em.findOneOrFail(Customer, { number: 'M-2' });
    await addCredit(em, id, 20_00);
    const { cycleId } = await issuedCycle(kit, 'M-2');
    const { text } = await textOf(await readPdf(await numberOf(cycleId)));
    expect(text).toContain('Total 62.00 From your credit −20.00 To pay €42.00');
  });

  test('of a credit note for what was paid and what was not', async () => {
    const paid = await issuedCycle(kit, 'M-3');
    await bookedPayment(kit, paid, { paymentId: 'most', amountMinor: 50_00 });
    const request = {
      kind: 'credit' as const,
      correctionId: 'credit-1',
      reason: 'The line was down.',
      decidedBy: 'ana',
      scope: { kind: 'amount' as const, grossMinor: 31_00 },
    };
    await bookedFact(kit, paid, correctionFact(request));
    const number = await numberOf(paid.cycleId, 'credit_note');
    const { text } = await textOf(await readPdf(number));
    expect(text).toContain(`Corrects invoice ${await numberOf(paid.cycleId)} of 14 March 2026.`);
    expect(text).toContain('Reason: The line was down.');
    expect(text).toContain('Part of line 1 24% 25.00');
    expect(text).toContain('€12.00 is taken off what you owe. €19.00 is kept as your credit');
    expect(text).not.toContain('ana');
  });

  test('of an invoice that replaces one that was voided', async () => {
    const wrong = await issuedCycle(kit, 'M-4');
    const first = await numberOf(wrong.cycleId);
    const request = {
      kind: 'void_and_reissue' as const,
      correctionId: 'again-1',
      reason: 'Wrong address.',
      decidedBy: 'ana',
    };
    await bookedFact(kit, wrong, correctionFact(request));
    const second = await numberOf(wrong.cycleId);
    const { text } = await textOf(await readPdf(second));
    expect(second).not.toBe(first);
    expect(text).toContain(`Replaces invoice ${first} of 14 March 2026.`);
  });
});

describe.each(['pdf', 'page'])('the %s', (paper) => {
  test.each([
    ['F1999-000001', '', 404, 'invoice_unknown'],
    ['F2026-000001', '?seller=nobody', 404, 'seller_unknown'],
    ['..%2fx.pdf', '', 400, 'query_invalid'],
  ])('of %s%s is refused with %i %s', async (number, query, status, code) => {
    const response = await get(`/v1/invoices/${number}/${paper}${query}`);
    expect([response.status, await response.json()]).toMatchObject([status, { code }]);
  });

  test('needs a key that may read invoices', async () => {
    const path = `/v1/invoices/${await numberOf(cycle.cycleId)}/${paper}`;
    expect(await kit.ask('GET', path, { key: null })).toMatchObject({ status: 401 });
    const key = await kit.newKey('cycles:read');
    expect(await kit.ask('GET', path, { key })).toMatchObject({ status: 403 });
  });
});
