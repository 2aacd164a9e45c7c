import { afterAll, beforeAll, expect, test } from 'vitest';
import { runChecks } from '../../db/reports/agreement.ts';
import { type Bank, openBank } from './bank-kit.ts';

let bank: Bank;

beforeAll(async () => {
  bank = await openBank();
  const bill = await bank.bill('ANA');
  await bank.import({
    id: 'BOOKS',
    entries: [
      { amount: '1.00', details: [{ text: [bill.invoice] }] },
      { amount: '2.00' },
      { amount: '3.00' },
    ],
  });
  const [dismissed] = await bank.unmatched();
  const path = `/v1/bank/unmatched/${dismissed?.entryId}/dismiss`;
  await bank.ask('POST', path, { body: { reason: 'Not ours.', decidedBy: 'agent-1' } });
});

afterAll(() => bank.close());

/** What the checks find after a change that the database's guards would refuse; it is undone. */
async function foundAfter(change: string): Promise<string[]> {
  const em = bank.em();
  await em.begin();
  try {
    await em.execute('set local session_replication_role = replica');
    await em.execute(change);
    return (await runChecks(em, 10)).flatMap(({ sentences }) => sentences);
  } finally {
    await em.rollback();
  }
}

const postings = (kind: string) => `ledger_entry using ledger_transaction posting
  where posting.id = transaction_id and posting.kind = '${kind}'`;

test('books with money that waits and money that was sent back agree', async () => {
  expect(await bank.differences()).toEqual([]);
});

test.each([
  [
    `delete from ${postings('suspense_dismissed')}`,
    /0\.00 EUR waits to be placed, 2\.00 EUR lies in suspense/,
  ],
  [
    `update bank_entry set amount_minor = 301 where state = 'unmatched'`,
    /3\.01 EUR waits to be placed, 3\.00 EUR lies in suspense/,
  ],
  [
    `update bank_entry set state = 'dismissed', decision = '{}', decided_by = 'x',
       decided_at = now() where state = 'unmatched'`,
    /0\.00 EUR waits to be placed, 3\.00 EUR lies in suspense/,
  ],
  [
    `update ledger_entry set account = 'cash' where account = 'suspense' and amount_minor = -300`,
    /3\.00 EUR waits to be placed, 0\.00 EUR lies in suspense/,
  ],
  [
    `update bank_entry set amount_minor = 101 where state = 'reported'`,
    /1\.01 EUR came in, 1\.00 EUR was booked/,
  ],
  [
    `update ledger_transaction set fact = 'suspense/nothing' where kind = 'suspense'
       and fact like '%' || (select payment_id from bank_entry where state = 'unmatched')`,
    /suspense\/nothing has no fact that caused it/,
  ],
  [
    `insert into journal (cycle_id, fact, kind, at, actor, reason)
       select cycle_id, 'refused/payment/' || payment_id || 'x', 'payment_refused', now(), 'x',
         'It is another.' from bank_entry where state = 'reported';
     update bank_entry set payment_id = payment_id || 'x' where state = 'reported'`,
    /payment bank-\w+ was refused: It is another\. 1\.00 EUR of it are not in the books/,
  ],
])('a difference is found and named: %s', async (change, sentence) => {
  const found = await foundAfter(change);
  expect(found.filter((one) => sentence.test(one))).toHaveLength(1);
});
