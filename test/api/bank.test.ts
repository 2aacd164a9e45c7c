import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { statementSizeMax } from '../../db/bank-xml.ts';
import { toDecimal } from '../../domain/money.ts';
import { epcQrPayload } from '../../domain/reference.ts';
import { type EntrySpec, ourIban, statementFile } from '../domain/bank/statement-file.ts';
import { type Bank, type Bill, nameOf, openBank } from './bank-kit.ts';

let bank: Bank;

beforeAll(async () => {
  bank = await openBank();
});

afterAll(async () => {
  expect(await bank.differences()).toEqual([]);
  await bank.close();
});

let entries = 0;

/** A transfer of so much, as a bank with references of its own books it. */
function transfer(amountMinor: number, detail: NonNullable<EntrySpec['details']>[number] = {}) {
  entries += 1;
  const servicerReference = `T-${entries}`;
  return { amount: toDecimal(amountMinor, 'EUR'), servicerReference, details: [detail] };
}

const by = (bill: Bill) => ({ structured: [{ reference: bill.reference }] });

/** Settles the last entry of the list. */
async function settle(verb: 'assign' | 'dismiss', body: object, entryId?: string) {
  const id = entryId ?? (await bank.onlyUnmatched()).entryId;
  return bank.ask('POST', `/v1/bank/unmatched/${id}/${verb}`, {
    body: { decidedBy: 'agent-1', ...body },
  });
}

const booked = (paymentId: string) =>
  vi.waitFor(async () => {
    const answer = await bank.ask('GET', `/v1/payments/${paymentId}`);
    expect(answer.status).toBe(200);
    return answer.body;
  }, 20_000);

describe('a statement', () => {
  test('pays what it names, then what its amounts and names fit, and lists the rest', async () => {
    const [ana, bor] = [await bank.bill('ANA'), await bank.bill('BOR')];
    const before = await bank.balanceOf('cash');
    const result = await bank.import({
      id: 'WHOLE',
      opening: '1000.00',
      closing: toDecimal(100_000 + ana.claimedMinor + bor.claimedMinor + 777 - 1_200, 'EUR'),
      entries: [
        transfer(ana.claimedMinor, by(ana)),
        transfer(bor.claimedMinor, { debtor: 'MUELLER BOR' }),
        transfer(777, { debtor: 'Somebody Else', text: ['hello'] }),
        { amount: '12.00', sign: 'DBIT' },
        { amount: '99.00', status: 'PDNG' },
      ],
    });
    const { claimedMinor: amountMinor } = ana;
    expect(result).toMatchObject({
      onTheirWay: 0,
      statements: [
        {
          number: 'WHOLE',
          account: ourIban,
          differenceMinor: 0,
          notBooked: 1,
          byReference: { count: 1, amountMinor },
          byAmountAndName: { count: 1, amountMinor: bor.claimedMinor },
          creditsForPerson: { count: 1, amountMinor: 777 },
          creditsKnown: { count: 0 },
        },
      ],
    });
    expect([await bank.openMinor(ana), await bank.openMinor(bor)]).toEqual([0, 0]);
    expect(await bank.balanceOf('cash')).toBe(before + 2 * amountMinor + 777);
    expect(await bank.balanceOf('suspense')).toBe(-777);
    const entry = await bank.onlyUnmatched();
    expect(entry).toMatchObject({ amountMinor: 777, doubt: 'nothing_fits', state: 'unmatched' });
    expect(await settle('dismiss', { reason: 'Meant for somebody else.' })).toMatchObject({
      status: 200,
      body: { state: 'dismissed', decidedBy: 'agent-1' },
    });
    expect(await bank.balanceOf('suspense')).toBe(0);
    expect(await bank.balanceOf('cash')).toBe(before + 2 * amountMinor);
  });

  test('imported again, or with days that another one had, changes nothing', async () => {
    const bill = await bank.bill('CENE');
    const on = (bookedOn: string, entry: EntrySpec): EntrySpec => ({ ...entry, bookedOn });
    const first = on('2026-11-01', transfer(1_000, { text: ['unknown'] }));
    const second = on('2026-11-02', transfer(1_001, by(bill)));
    const third = on('2026-11-03', transfer(1_002, { text: ['unknown'] }));
    await bank.import({ id: 'DAYS', entries: [first, second] });
    const counts = await bank.counts();

    const again = await bank.import({ id: 'DAYS', entries: [first, second] });
    expect(await bank.counts()).toEqual(counts);
    expect(again.statements).toMatchObject([
      { creditsKnown: { count: 2, amountMinor: 2_001 }, byReference: { count: 0 } },
    ]);

    const renamed = await bank.import({ id: 'OTHER', entries: [second, first] });
    expect(await bank.counts()).toEqual(counts);
    expect(renamed.statements).toMatchObject([{ creditsKnown: { count: 2 } }]);

    const overlapping = await bank.import({ id: 'LATER', entries: [second, third] });
    expect(overlapping.statements).toMatchObject([
      { creditsKnown: { count: 1, amountMinor: 1_001 }, creditsForPerson: { count: 1 } },
    ]);
    expect(await bank.counts()).toMatchObject({ entries: (counts['entries'] ?? 0) + 1 });
    expect(await bank.openMinor(bill)).toBe(bill.claimedMinor - 1_001);
    for (const { entryId } of await bank.unmatched()) {
      await settle('dismiss', { reason: 'Not ours at all.' }, entryId);
    }
  });

  test('that quotes what an invoice’s QR code asks for pays that invoice', async () => {
    const bill = await bank.bill('DANA');
    const code = epcQrPayload({
      name: 'Nordlys Telecom',
      iban: ourIban,
      amountMinor: bill.claimedMinor,
      currency: 'EUR',
      reference: bill.reference,
    }).split('\n');
    // Lines of the code, by EPC069-12: the account, the amount and the creditor's reference.
    const [iban = '', amount = '', , reference = ''] = code.slice(6);
    expect(iban).toBe(ourIban);
    const grouped = reference.replaceAll(/(.{4})/g, '$1 ').trim();
    const { statements } = await bank.import({
      id: 'QR',
      entries: [{ amount: amount.replace('EUR', ''), details: [{ text: [`/RFB/${grouped}`] }] }],
    });
    expect(statements).toMatchObject([{ byReference: { count: 1 } }]);
    expect(await bank.openMinor(bill)).toBe(0);
  });

  test('with one payment for two invoices pays both, and the rest becomes credit', async () => {
    const bills = [await bank.bill('EVA'), await bank.bill('EVA', '2026-11-01')] as const;
    const sum = bills[0].claimedMinor + bills[1].claimedMinor + 500;
    const text = [bills[0].invoice, bills[1].invoice];
    await bank.import({ id: 'BOTH', entries: [transfer(sum, { text })] });
    expect(await Promise.all(bills.map((bill) => bank.openMinor(bill)))).toEqual([0, 0]);
    expect(await bank.creditMinor('EVA')).toBe(500);
  });

  test('with a standing order that repeats its first reference pays the bill that is open', async () => {
    const first = await bank.bill('KLARA');
    await bank.import({ id: 'MONTH-1', entries: [transfer(first.claimedMinor, by(first))] });
    const second = await bank.bill('KLARA', '2026-11-01');
    await bank.import({ id: 'MONTH-2', entries: [transfer(first.claimedMinor, by(first))] });
    expect(await bank.openMinor(second)).toBe(0);
    expect(await bank.creditMinor('KLARA')).toBe(0);
  });

  test('can be read about: its sums, and what became of each entry', async () => {
    const bill = await bank.bill('FRAN');
    const file = statementFile([{ id: 'READ', entries: [transfer(1_234, by(bill))] }]);
    const sent = await bank.send(file);
    const { fileId } = sent.body as { fileId: string };
    expect(sent).toMatchObject({ status: 202, body: { statements: 1, entries: 1 } });
    expect(sent.headers.get('Location')).toBe(`/v1/bank/statements/${fileId}`);
    await bank.result(sent);
    const { body } = await bank.ask('GET', `/v1/bank/statements/${fileId}`);
    expect(body).toMatchObject({
      isRead: true,
      statements: [{ number: 'READ', byReference: { count: 1, amountMinor: 1_234 } }],
    });
    const { id } = await bank.one<{ id: string }>(
      'select id from bank_entry where amount_minor = 1234',
    );
    expect(await bank.ask('GET', `/v1/bank/entries/${id}`)).toMatchObject({
      status: 200,
      body: { state: 'booked', matchedBy: 'reference', customer: 'FRAN', invoices: [bill.invoice] },
    });
    const { content } = await bank.one<{ content: unknown }>(
      'select content from bank_file where id = ?',
      fileId,
    );
    expect(content).toBeNull();
  });
});

describe('a person', () => {
  const unknown = async (amountMinor: number) => {
    await bank.import({ id: `U-${entries}`, entries: [transfer(amountMinor)] });
    return bank.onlyUnmatched();
  };

  test('gives money to an invoice: it leaves suspense and is booked like any payment', async () => {
    const bill = await bank.bill('GITA');
    const cash = await bank.balanceOf('cash');
    const { paymentId } = await unknown(bill.claimedMinor + 25);
    const answer = await settle('assign', { invoice: bill.invoice });
    expect(answer).toMatchObject({ status: 200, body: { customer: 'GITA', decidedBy: 'agent-1' } });
    expect(await booked(paymentId)).toMatchObject({ reportedBy: 'agent-1', creditMinor: 25 });
    expect(await bank.openMinor(bill)).toBe(0);
    expect(await bank.balanceOf('suspense')).toBe(0);
    expect(await bank.balanceOf('cash')).toBe(cash + bill.claimedMinor + 25);
    expect(await bank.unmatched()).toEqual([]);
  });

  test('gives money to a customer: the oldest invoice first', async () => {
    const [older, newer] = [await bank.bill('HANA'), await bank.bill('HANA', '2026-11-01')];
    const { paymentId } = await unknown(older.claimedMinor + 100);
    expect(await settle('assign', { customer: 'HANA' })).toMatchObject({ status: 200 });
    await booked(paymentId);
    expect(await bank.openMinor(older)).toBe(0);
    expect(await bank.openMinor(newer)).toBe(newer.claimedMinor - 100);
    const spare = await unknown(newer.claimedMinor);
    await settle('assign', { customer: 'HANA' });
    await booked(spare.paymentId);
    expect(await bank.creditMinor('HANA')).toBe(100);
  });

  test('decides once: the same again changes nothing, anything else is refused', async () => {
    const bill = await bank.bill('IVO');
    const { entryId, paymentId } = await unknown(300);
    const assign = { invoice: bill.invoice };
    const answers = await Promise.all([
      settle('assign', assign, entryId),
      settle('dismiss', { reason: 'Sent back to them.' }, entryId),
    ]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 409]));
    const isAssigned = answers[0].status === 200;
    const counts = await bank.counts();
    const again = isAssigned
      ? await settle('assign', assign, entryId)
      : await settle('dismiss', { reason: 'Sent back to them.' }, entryId);
    expect(again.status).toBe(200);
    expect(await settle('assign', { customer: 'IVO' }, entryId)).toMatchObject({
      status: 409,
      body: { code: 'bank_entry_settled' },
    });
    if (isAssigned) await booked(paymentId);
    else expect(await bank.counts()).toEqual(counts);
    expect(await bank.balanceOf('suspense')).toBe(0);
  });

  test.each([
    ['invoice_unknown', { invoice: 'F2020-000001' }],
    ['customer_unknown', { customer: 'NOBODY' }],
    ['currency_mismatch', { customer: 'DOLLAR' }],
    ['nothing_open', { customer: 'NEVER-BILLED' }],
    ['body_invalid', { payment: 'bank-1' }],
    ['body_invalid', { invoice: 'F2020-000001', customer: 'ANA' }],
    ['body_invalid', {}],
  ])('hears why not: %s %j', async (code, body) => {
    const entryId = (await bank.unmatched())[0]?.entryId ?? (await unknown(123)).entryId;
    expect(await settle('assign', body, entryId)).toMatchObject({ body: { code } });
    expect(await bank.unmatched()).toHaveLength(1);
  });

  test('can still place it after all of that', async () => {
    expect(await settle('dismiss', { reason: 'We tried everything.' })).toMatchObject({
      status: 200,
    });
  });

  test('sees the list in pages', async () => {
    await bank.import({ id: 'PAGES', entries: [1, 2, 3].map((minor) => transfer(minor)) });
    const first = await bank.ask('GET', '/v1/bank/unmatched?limit=2&seller=nordlys');
    const { items, next } = first.body as { items: { amountMinor: number }[]; next: string };
    const second = await bank.ask('GET', `/v1/bank/unmatched?limit=2&cursor=${next}`);
    const amounts = [...items, ...(second.body as { items: typeof items }).items];
    expect(amounts.map(({ amountMinor }) => amountMinor)).toEqual([1, 2, 3]);
    expect(second.body).toMatchObject({ next: null });
    for (const { entryId } of await bank.unmatched()) {
      await settle('dismiss', { reason: 'Cents of nobody.' }, entryId);
    }
  });
});

describe('a return', () => {
  const returned = (amountMinor: number, endToEndId: string): EntrySpec => ({
    ...transfer(amountMinor, { endToEndId, returned: 'MD06' }),
    sign: 'DBIT',
  });

  test('takes back the payment that it names, though both came in one statement', async () => {
    const bill = await bank.bill('JANA');
    const detail = { ...by(bill), endToEndId: 'DEBIT-1', debtor: nameOf('JANA') };
    const result = await bank.import({
      id: 'BOUNCED',
      entries: [returned(bill.claimedMinor, 'DEBIT-1'), transfer(bill.claimedMinor, detail)],
    });
    expect(result).toMatchObject({
      onTheirWay: 0,
      statements: [{ byReference: { count: 1 }, takenBack: { count: 1 } }],
    });
    expect(await bank.openMinor(bill)).toBe(bill.claimedMinor);
    const { reason } = await bank.one<{ reason: string }>('select reason from payment_reversal');
    expect(reason).toBe('MD06');
  });

  test('that names nothing waits for a person, who says which payment it was', async () => {
    const bill = await bank.bill('JANA', '2026-11-01');
    await bank.import({ id: 'PAID', entries: [transfer(bill.claimedMinor, by(bill))] });
    expect(await bank.openMinor(bill)).toBe(0);
    const cash = await bank.balanceOf('cash');
    await bank.import({ id: 'LOST', entries: [returned(bill.claimedMinor + 300, 'LOST-1')] });
    expect(await bank.balanceOf('cash')).toBe(cash);
    expect(await settle('assign', { invoice: bill.invoice })).toMatchObject({
      body: { code: 'body_invalid' },
    });
    expect(await settle('assign', { payment: 'nothing' })).toMatchObject({
      body: { code: 'payment_unknown' },
    });
    const { paymentId } = await bank.one<{ paymentId: string }>(
      `select external_id as "paymentId" from payment
         join allocation on allocation.payment_id = payment.id where cycle_id = ?`,
      bill.cycleId,
    );
    expect(await settle('assign', { payment: paymentId })).toMatchObject({ status: 200 });
    await vi.waitFor(async () => {
      expect(await bank.openMinor(bill)).toBe(bill.claimedMinor);
    }, 20_000);
    expect(await bank.balanceOf('cash')).toBe(cash - bill.claimedMinor);
  });
});

describe('a file is refused', () => {
  const file = statementFile([{ entries: [{ amount: '1' }] }]);

  test.each([
    ['statement_invalid', 422, '<Document/>'],
    ['statement_invalid', 422, file.slice(0, 300)],
    ['statement_invalid', 422, file.replaceAll(ourIban, 'SI56263300012039086')],
    ['body_too_large', 413, ' '.repeat(statementSizeMax + 1)],
  ])('%s %d', async (code, status, raw) => {
    const counts = await bank.counts();
    expect(await bank.send(raw)).toMatchObject({ status, body: { code } });
    expect(await bank.counts()).toEqual(counts);
  });

  test('that is no XML by its own word, or of a seller that is not here', async () => {
    const json = await bank.ask('POST', '/v1/bank/statements', { raw: file });
    expect(json).toMatchObject({ status: 415, body: { code: 'media_type_unsupported' } });
    const other = await bank.send(file, '?seller=nobody');
    expect(other).toMatchObject({ status: 404, body: { code: 'seller_unknown' } });
  });

  test('whose sender may not report payments', async () => {
    const key = await bank.newKey('payments:read');
    const answer = await bank.ask('POST', '/v1/bank/statements', { key, raw: file });
    expect(answer).toMatchObject({ status: 403, body: { code: 'scope_missing' } });
  });

  test('and what is not here cannot be read or settled', async () => {
    const id = '0199c0de-7000-7000-8000-000000000001';
    const unknown = { status: 404, body: { code: 'bank_entry_unknown' } };
    expect(await bank.ask('GET', `/v1/bank/entries/${id}`)).toMatchObject(unknown);
    expect(await settle('dismiss', { reason: 'No such thing.' }, id)).toMatchObject(unknown);
    expect(await bank.ask('GET', `/v1/bank/statements/${id}`)).toMatchObject({
      status: 404,
      body: { code: 'bank_file_unknown' },
    });
  });
});
