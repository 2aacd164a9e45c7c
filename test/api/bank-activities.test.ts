import { afterAll, beforeAll, expect, test } from 'vitest';
import { decideBankEntry } from '../../activities/bank-decide.ts';
import { matchBankEntries } from '../../activities/bank-match.ts';
import { storeBankFile } from '../../activities/bank-store.ts';
import { bankFileContent, emptyBankFile, putBankFile } from '../../db/bank-inbox.ts';
import { lockCycle } from '../../db/lock-cycle.ts';
import { type Fact, paymentFact, reversalFact } from '../../domain/facts.ts';
import { toDecimal } from '../../domain/money.ts';
import { type EntrySpec, statementBytes } from '../domain/bank/statement-file.ts';
import { type Bank, type Bill, nameOf, openBank } from './bank-kit.ts';
import { waitsForLock } from '../db/waiting.ts';
import { bookedFact } from './settled.ts';

let bank: Bank;

beforeAll(async () => {
  bank = await openBank({ worker: false });
});

afterAll(async () => {
  expect(await bank.differences()).toEqual([]);
  await bank.close();
});

const nowMs = Date.now();
let files = 0;

const receive = (bytes: Uint8Array) =>
  putBankFile(bank.em(), { bytes, name: 'x', receivedBy: 'test', receivedAt: new Date(nowMs) });

/** Stores a file as the activity does, so often. */
async function stored(entries: readonly EntrySpec[], times = 1) {
  files += 1;
  const bytes = statementBytes([{ id: `A-${files}`, entries }]);
  const { fileId } = await receive(bytes);
  const input = { fileId, seller: null, importedBy: 'test', importId: fileId, nowMs };
  for (let time = 0; time < times; time += 1) await storeBankFile(bank.database, input);
  return { fileId, bytes };
}

const match = (kind: 'credit' | 'return') =>
  matchBankEntries(bank.database, { seller: 'nordlys', kind, nowMs });

const entryOf = (servicerReference: string) =>
  bank.one<{ id: string; state: string; doubt: string | null; paymentId: string }>(
    `select id, state, doubt, payment_id as "paymentId" from bank_entry
      where servicer_reference = ?`,
    servicerReference,
  );

const transfer = (bill: Bill, servicerReference: string, detail = {}): EntrySpec => ({
  amount: toDecimal(bill.claimedMinor, 'EUR'),
  servicerReference,
  details: [{ debtor: nameOf(bill.customer), ...detail }],
});

const book = (bill: Bill, fact: Fact) => bookedFact(bank, bill, fact, nowMs);

const payment = (paymentId: string, amountMinor: number) =>
  paymentFact({
    paymentId,
    amountMinor,
    currency: 'EUR',
    receivedOn: '2026-11-01',
    method: 'direct_debit',
    reportedBy: 'test',
  });

const reversal = (paymentId: string) =>
  reversalFact({ reversalId: 'r-1', paymentId, reason: 'test', reportedBy: 'test' });

test('a file that is read is forgotten, and is not read again', async () => {
  const { fileId, bytes } = await stored([{ amount: '1.00', servicerReference: 'READ' }], 2);
  expect(await bankFileContent(bank.em(), fileId)).toBeNull();
  expect(await receive(bytes)).toEqual({ fileId });
  expect(await bankFileContent(bank.em(), fileId)).toBeNull();
  const { entries } = await bank.one<{ entries: number }>(
    `select count(*)::int as entries from bank_entry where servicer_reference = 'READ'`,
  );
  expect(entries).toBe(1);
});

test('a file that comes again while it is read is forgotten all the same', async () => {
  const bytes = statementBytes([{ id: 'RACE', entries: [{ amount: '1.00' }] }]);
  const { fileId } = await receive(bytes);
  const reading = bank.em();
  await reading.begin();
  await reading.execute(
    `insert into bank_statement (id, file_id, position, seller_id, account, currency, number,
       credits, credits_minor, returns, returns_minor, outgoing, outgoing_minor, not_booked,
       imported_at, imported_by)
     select gen_random_uuid(), ?, 1, id, 'x', 'EUR', 'RACE', 0, 0, 0, 0, 0, 0, 0, now(), 'test'
       from seller limit 1`,
    [fileId],
  );
  await emptyBankFile(reading, fileId);
  const received = receive(bytes);
  expect(await waitsForLock(bank.em(), received)).toBe(true);
  await reading.commit();
  await received;
  expect(await bankFileContent(bank.em(), fileId)).toBeNull();
});

test('an amount with a name is not believed twice while the first money is on its way', async () => {
  const bill = await bank.bill('ANA');
  await stored([transfer(bill, 'FIRST')]);
  expect(await match('credit')).toMatchObject({ matched: 1 });
  await stored([transfer(bill, 'SECOND')]);
  await match('credit');
  expect(await entryOf('FIRST')).toMatchObject({ state: 'matched' });
  expect(await entryOf('SECOND')).toMatchObject({ state: 'unmatched', doubt: 'nothing_fits' });
});

test('matching does not wait for a cycle whose reminder is with the mail server', async () => {
  const bill = await bank.bill('FRAN');
  await stored([transfer(bill, 'MAIL', { text: [bill.invoice] })]);
  const reminding = bank.em();
  await reminding.begin();
  await lockCycle(reminding, bill.cycleId);
  const matching = match('credit');
  const hasWaited = await waitsForLock(bank.em(), matching);
  await reminding.rollback();
  expect(hasWaited).toBe(false);
  expect(await matching).toMatchObject({ matched: 1 });
});

test('matching again what is matched changes nothing', async () => {
  const counts = await bank.counts();
  const again = { matched: 0, unmatched: 0, isLast: true };
  expect([await match('credit'), await match('return')]).toEqual([again, again]);
  expect(await bank.counts()).toEqual(counts);
});

test('two imports at once match each entry once', async () => {
  const bills = [await bank.bill('BOR'), await bank.bill('BOR', '2026-11-01')];
  await stored(bills.map((bill) => transfer(bill, bill.invoice, { text: [bill.invoice] })));
  const pages = await Promise.all([match('credit'), match('credit')]);
  expect(pages.map(({ matched }) => matched).toSorted((one, other) => one - other)).toEqual([0, 2]);
});

test('of two decisions on one entry the second is refused, and the same one is not', async () => {
  const { id } = await entryOf('SECOND');
  const decide = (reason: string) =>
    decideBankEntry(bank.database, {
      entryId: id,
      decision: { kind: 'dismiss', reason },
      decidedBy: 'agent-1',
      nowMs,
    });
  expect(await decide('Sent back.')).toMatchObject({ refused: null });
  const counts = await bank.counts();
  expect(await decide('Sent back.')).toMatchObject({ refused: null });
  expect(await decide('Not ours.')).toMatchObject({ refused: { code: 'bank_entry_settled' } });
  expect(await bank.counts()).toEqual(counts);
});

test('a return takes back a payment once, also one that no statement brought', async () => {
  const bill = await bank.bill('CENE');
  const returned = (servicerReference: string): EntrySpec => ({
    ...transfer(bill, servicerReference, { endToEndId: 'debit-1', returned: 'AC04' }),
    sign: 'DBIT',
  });
  await book(bill, payment('debit-1', bill.claimedMinor));
  await stored([returned('BACK-1'), returned('BACK-2')]);
  expect(await match('return')).toMatchObject({ matched: 1, unmatched: 1 });
  await stored([returned('BACK-3')]);
  expect(await match('return')).toMatchObject({ matched: 0, unmatched: 1 });
});

test('a payment that was taken back in another way is not taken back by a return', async () => {
  const bill = await bank.bill('DANA');
  await book(bill, payment('debit-2', bill.claimedMinor));
  await book(bill, reversal('debit-2'));
  await stored([
    { ...transfer(bill, 'BACK-4', { endToEndId: 'debit-2', returned: 'AC04' }), sign: 'DBIT' },
  ]);
  expect(await match('return')).toMatchObject({ matched: 0, unmatched: 1 });
});

test('a report that claims money from suspense where none lies is refused', async () => {
  const bill = await bank.bill('EVA');
  const { paymentId } = await entryOf('READ');
  const from = (id: string, amountMinor: number) =>
    paymentFact({ ...paymentOf(id, amountMinor), fromSuspense: true });
  await expect(book(bill, from('made-up', 100))).rejects.toThrow('payment_unknown');
  await expect(book(bill, from(paymentId, 100))).rejects.toThrow('payment_unknown');
});

function paymentOf(paymentId: string, amountMinor: number) {
  const fact = payment(paymentId, amountMinor);
  if (fact.kind !== 'payment') throw new Error('this is no payment');
  return fact.payment;
}

test('what the bank said moved cannot be changed, not even by hand', async () => {
  const em = bank.em();
  for (const change of [
    'update bank_entry set amount_minor = amount_minor + 1',
    `update bank_entry set payment_id = payment_id || 'x'`,
    'delete from bank_entry',
    'truncate bank_entry',
    'update bank_statement set credits_minor = 0',
  ]) {
    await expect(em.execute(change), change).rejects.toThrow(/never changed/);
  }
});

test('only money in suspense may be nobody’s', async () => {
  const post = (kind: string) =>
    bank.em().execute(
      `insert into ledger_transaction (id, seller_id, currency, kind, fact, booked_on, at)
         select gen_random_uuid(), id, 'EUR', ?, 'x', '2026-01-01', now() from seller limit 1`,
      [kind],
    );
  await expect(post('payment')).rejects.toThrow(/ledger_transaction_of_somebody/);
});
