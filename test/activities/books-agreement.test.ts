import type { EntityManager } from '@mikro-orm/postgresql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Fact } from '../../domain/facts.ts';
import { connect } from '../../db/orm.ts';
import { proveBooks } from '../../db/reports/agreement.ts';
import { corrected, paid, takenBack } from './books-facts.ts';
import type { Home } from './books-homes.ts';
import { namedAfter } from './books-planting.ts';
import { newTown, type Town } from './books-town.ts';

let town: Town;
let home: Home;
beforeAll(async () => {
  town = await newTown();
  home = town.takeHome(1);
  await liveThrough();
});
afterAll(() => town.leave());

let nowMs = Date.parse('2026-01-05T09:00:00Z');

/** Three bills with everything that moves money: each check has something to look at. */
async function liveThrough(): Promise<void> {
  const [first, second, third] = [
    await issue('2026-01-05'),
    await issue('2026-01-12'),
    await issue('2026-01-19'),
  ];
  await book(first, paid({ paymentId: 'p-part', amountMinor: 10_00 }));
  for (const step of [1, 2, 3, 4, 5]) {
    nowMs += 7 * 86_400_000;
    await town.activities.climbLadder({ cycleId: first, step, nowMs });
  }
  await book(first, paid({ paymentId: 'p-late', amountMinor: 5_00 }));
  await book(second, paid({ paymentId: 'p-bounced', amountMinor: 58_66 }));
  await book(second, takenBack('p-bounced'));
  await book(
    third,
    corrected('c', { kind: 'credit', scope: { kind: 'amount', grossMinor: 20_00 } }),
  );
  await book(third, paid({ paymentId: 'p-more', amountMinor: 60_00 }));
  await issue('2026-01-26');
}

async function issue(period: string): Promise<string> {
  const { seller, customer } = home;
  const { books } = await town.activities.issueOrLoad({ seller, customer, period, nowMs });
  return books.cycleId;
}

async function book(cycleId: string, fact: Fact): Promise<void> {
  nowMs += 3_600_000;
  expect(await town.activities.bookFact({ cycleId, fact, nowMs })).not.toHaveProperty('refused');
}

const elsewhere =
  /suspense|refund|bank|stripe|disput|grant|discount|waive|second person|takes .* back/i;

test('books that only the activities wrote have no difference, and every check looked at some', async () => {
  const found = await proveBooks(town.database.em.fork());
  expect(found.flatMap(({ sentences }) => sentences)).toEqual([]);
  // Nobody paid without saying what for, wanted money back or questioned a bill: that is elsewhere.
  const looked = found.filter(({ title }) => !elsewhere.test(title));
  expect(looked.filter(({ counted, wrong }) => counted === 0 || wrong > 0)).toEqual([]);
});

test('the proof reads one moment of the database and can write nothing', async () => {
  const statements: string[] = [];
  const onStatement = (statement: string) => void statements.push(statement);
  const database = await connect({ url: town.url, onStatement });
  await proveBooks(database.em.fork());
  await database.close(true);
  const whole = statements.join('\n');
  expect(whole).toMatch(/start transaction isolation level repeatable read read only/);
  expect(whole.match(/start transaction/g)).toHaveLength(1);
});

type Plant = readonly [title: string, statements: readonly string[], sentences: readonly string[]];

const posting = (fact: string) => `(select id from ledger_transaction where fact like '${fact}')`;
const entriesOf = (fact: string) =>
  `delete from ledger_entry where transaction_id = ${posting(fact)}`;
const cycleOf = (period: string) => `update billing_cycle set $ where period_from = '${period}'`;
const changed = (period: string, changes: string) => cycleOf(period).replace('$', changes);
const column = (name: string) => changed('2026-01-26', `${name}_minor = ${name}_minor + 1`);

const plants: readonly Plant[] = [
  [
    'a posting out of balance',
    [
      `update ledger_entry set amount_minor = 1001 where account = 'cash'
        and transaction_id = ${posting('payment/p-part/%')}`,
    ],
    [
      'posting payment/p-part/CYCLE is out of balance: 10.01 EUR is debited, 10.00 EUR is credited.',
      'payment p-part: 10.00 EUR was paid, 10.01 EUR came into the ledger.',
    ],
  ],
  [
    'a posting without entries',
    [entriesOf('fee/%/2')],
    [
      'posting fee/CYCLE/2 is out of balance: nothing is debited, nothing is credited.',
      'the fee of step 2 in the cycle of 2026-01-05 of customer C is 5.00 EUR, and has no posting.',
      'in the cycle of 2026-01-05 of customer C 0.00 EUR is open, -5.00 EUR is receivable in the ledger.',
    ],
  ],
  [
    'a posting in another currency',
    ["update ledger_transaction set currency = 'SEK' where fact = 'invoice/H2026-000001'"],
    ['posting invoice/H2026-000001 is not of the seller, customer and currency of its cycle.'],
  ],
  [
    'a posting that lost its cycle',
    ["update ledger_transaction set cycle_id = null where fact like 'payment/p-part/%'"],
    [
      'posting payment/p-part/CYCLE moves what is owed, and no cycle is named.',
      'in the cycle of 2026-01-05 of customer C 0.00 EUR is open, 10.00 EUR is receivable in the ledger.',
    ],
  ],
  [
    'a posting that nothing caused',
    [`update ledger_transaction set kind = 'gift' where fact like 'interest/%/4'`],
    ['posting interest/CYCLE/4 has no fact that caused it.'],
  ],
  [
    'an invoice without its posting',
    [
      entriesOf('invoice/H2026-000002'),
      "delete from ledger_transaction where fact = 'invoice/H2026-000002'",
    ],
    [
      'the gross of invoice H2026-000002 is 58.66 EUR, and has no posting.',
      'in the cycle of 2026-01-12 of customer C 58.66 EUR is open, 0.00 EUR is receivable in the ledger.',
    ],
  ],
  [
    'a credit note posted with more tax',
    [
      `update ledger_entry set amount_minor = amount_minor + 3
        where account = 'tax' and transaction_id = ${posting('credit_note/%')}`,
      `update ledger_entry set amount_minor = amount_minor - 3
        where account = 'revenue' and transaction_id = ${posting('credit_note/%')}`,
    ],
    [
      'the net of credit note HC2026-000001 is 16.47 EUR, its posting is of 16.44 EUR.',
      'the tax of credit note HC2026-000001 is 3.53 EUR, its posting is of 3.56 EUR.',
    ],
  ],
  [
    'interest posted with another amount',
    [
      `update ledger_entry set amount_minor = 2 * amount_minor
        where transaction_id = ${posting('interest/%/3')}`,
    ],
    [
      'the interest of step 3 in the cycle of 2026-01-05 of customer C is 0.10 EUR, its posting is of 0.20 EUR.',
      'in the cycle of 2026-01-05 of customer C 0.00 EUR is open, 0.10 EUR is receivable in the ledger.',
    ],
  ],
  [
    'a write-off without its posting',
    [entriesOf('write-off/%'), "delete from ledger_transaction where kind = 'write_off'"],
    [
      'the write-off of the cycle of 2026-01-05 of customer C is 63.86 EUR, and has no posting.',
      'in the cycle of 2026-01-05 of customer C 0.00 EUR is open, 63.86 EUR is receivable in the ledger.',
      'in the cycle of 2026-01-05 of customer C 58.86 EUR is written off, -5.00 EUR is written off in the ledger.',
    ],
  ],
  [
    'a payment without its posting',
    [
      entriesOf('payment/p-late/%'),
      "delete from ledger_transaction where fact like 'payment/p-late/%'",
    ],
    [
      'payment p-late: 5.00 EUR was paid, nothing came into the ledger.',
      'in the cycle of 2026-01-05 of customer C 58.86 EUR is written off, 63.86 EUR is written off in the ledger.',
    ],
  ],
  [
    'a payment of which a part is nowhere',
    ["delete from allocation where kind = 'recovery'"],
    [
      'payment p-late: 5.00 EUR was paid, 0.00 EUR is allocated or credit.',
      'in the cycle of 2026-01-05 of customer C 15.00 EUR is paid, 10.00 EUR is allocated to it from payments that stand.',
    ],
  ],
  [
    'a reversal without its posting',
    [entriesOf('reversal/%'), "delete from ledger_transaction where fact like 'reversal/%'"],
    [
      'payment p-bounced: 58.66 EUR was taken back, nothing left the ledger.',
      'in the cycle of 2026-01-12 of customer C 58.66 EUR is open, 0.00 EUR is receivable in the ledger.',
    ],
  ],
  [
    'an open amount that is not the ledger’s',
    [column('open')],
    [
      'in the cycle of 2026-01-26 of customer C 37.33 EUR is open, 37.32 EUR is receivable in the ledger.',
      'the cycle of 2026-01-26 of customer C says: 37.33 EUR is open, 37.32 EUR is what its parts make.',
    ],
  ],
  [
    'a claim that is not on the invoices',
    [column('claimed')],
    [
      'in the cycle of 2026-01-26 of customer C 58.67 EUR is claimed, 58.66 EUR is the gross of its invoices.',
      'the cycle of 2026-01-26 of customer C says: 37.32 EUR is open, 37.33 EUR is what its parts make.',
    ],
  ],
  [
    'a charge that is none',
    [column('charged')],
    [
      'in the cycle of 2026-01-26 of customer C 0.01 EUR is charged, 0.00 EUR is the sum of its charges.',
      'the cycle of 2026-01-26 of customer C says: 37.32 EUR is open, 37.33 EUR is what its parts make.',
    ],
  ],
  [
    'a credit without a credit note',
    [column('credited')],
    [
      'in the cycle of 2026-01-26 of customer C 0.01 EUR is credited, 0.00 EUR of its credit notes and waivers lowered the claim.',
      'the cycle of 2026-01-26 of customer C says: 37.32 EUR is open, 37.31 EUR is what its parts make.',
    ],
  ],
  [
    'a payment that nobody made',
    [column('paid')],
    [
      'in the cycle of 2026-01-26 of customer C 0.01 EUR is paid, 0.00 EUR is allocated to it from payments that stand.',
      'the cycle of 2026-01-26 of customer C says: 37.32 EUR is open, 37.31 EUR is what its parts make.',
    ],
  ],
  [
    'a use of credit that left none',
    [column('credit_used')],
    [
      'in the cycle of 2026-01-26 of customer C 21.35 EUR of credit is used, 21.34 EUR of credit is used in the ledger.',
      'the cycle of 2026-01-26 of customer C says: 37.32 EUR is open, 37.31 EUR is what its parts make.',
    ],
  ],
  [
    'a write-off that is not in the ledger',
    [column('written_off')],
    [
      'in the cycle of 2026-01-26 of customer C 0.01 EUR is written off, 0.00 EUR is written off in the ledger.',
      'the cycle of 2026-01-26 of customer C says: 37.32 EUR is open, 37.31 EUR is what its parts make.',
    ],
  ],
  [
    'credit of a customer that is not in the ledger',
    ["update customer set credit_minor = 7 where number = 'C-1-7'"],
    ['customer C: 0.07 EUR is their credit, 0.00 EUR is their credit in the ledger.'],
  ],
  [
    'a line that is dearer than its invoice',
    [
      `update invoice_line set net_minor = net_minor + 1, tax_minor = tax_minor - 1 where position = 2
        and invoice_id = (select id from invoice where number = 'H2026-000003')`,
    ],
    [
      'the net of invoice H2026-000003: 48.31 EUR on the paper, 48.32 EUR on its lines.',
      'the tax of invoice H2026-000003: 10.35 EUR on the paper, 10.34 EUR on its lines.',
      'the net at 9 % (reduced) of invoice H2026-000003: 8.33 EUR in the summary, 8.34 EUR on the lines.',
      'the tax at 9 % (reduced) of invoice H2026-000003: 0.75 EUR in the summary, 0.74 EUR on the lines.',
    ],
  ],
  [
    'a tax summary that is not of the lines',
    [
      `update invoice set tax_summary = jsonb_set(tax_summary, '{0,rateBasisPoints}', '2500')
        where number = 'H2026-000003'`,
    ],
    [
      'the net at 24 % (standard) of invoice H2026-000003: 0.00 EUR in the summary, 39.98 EUR on the lines.',
      'the net at 25 % (standard) of invoice H2026-000003: 39.98 EUR in the summary, 0.00 EUR on the lines.',
      'the tax at 24 % (standard) of invoice H2026-000003: 0.00 EUR in the summary, 9.60 EUR on the lines.',
      'the tax at 25 % (standard) of invoice H2026-000003: 9.60 EUR in the summary, 0.00 EUR on the lines.',
    ],
  ],
  [
    'a credit note above its invoice',
    [
      `update invoice set net_minor = net_minor + 5000, gross_minor = gross_minor + 5000
        where kind = 'credit_note'`,
    ],
    [
      'the net of credit note HC2026-000001 is 66.47 EUR, its posting is of 16.47 EUR.',
      'in the cycle of 2026-01-19 of customer C 20.00 EUR is credited, 70.00 EUR of its credit notes and waivers lowered the claim.',
      'the net of credit note HC2026-000001: 66.47 EUR on the paper, 16.47 EUR on its lines.',
      'invoice H2026-000003: 58.66 EUR is claimed, 70.00 EUR is credited.',
    ],
  ],
  [
    'a gap in the numbers',
    [
      `update invoice set sequence_number = 6, number = 'H2026-000006' where number = 'H2026-000003'`,
      `update invoice set sequence_number = 8, number = 'H2026-000008' where number = 'H2026-000004'`,
      "update ledger_transaction set fact = 'invoice/H2026-000006' where fact = 'invoice/H2026-000003'",
      "update ledger_transaction set fact = 'invoice/H2026-000008' where fact = 'invoice/H2026-000004'",
    ],
    [
      'invoices of 2026: numbers 3 to 5 are missing.',
      'invoices of 2026: number 7 is missing.',
      'invoices of 2026: the last number is 8, the sequence says 4.',
    ],
  ],
  [
    'a sequence without its papers',
    ["delete from invoice_sequence where kind = 'invoice'"],
    ['invoices of 2026: the last number is 4, the sequence says 0.'],
  ],
  [
    'a number that is not its place',
    [
      "update invoice set number = 'H2026-000044' where number = 'H2026-000004'",
      "update ledger_transaction set fact = 'invoice/H2026-000044' where fact = 'invoice/H2026-000004'",
    ],
    ['invoice H2026-000044 is number 4 of 2026 and says otherwise.'],
  ],
  [
    'a standing that does not follow from the money',
    [changed('2026-01-12', "standing = 'paid', ended_at = now()")],
    ['the cycle of 2026-01-12 of customer C stands as "paid", and its money says "open".'],
  ],
  [
    'an open cycle with an end',
    [changed('2026-01-12', 'ended_at = now()')],
    ['the cycle of 2026-01-12 of customer C is open and has an end.'],
  ],
  [
    'a cycle without an invoice',
    [
      `insert into billing_cycle (id, seller_id, customer_id, period_from, period_to, currency,
        ladder_id, standing, claimed_minor, open_minor, due_on, opened_at, ended_at)
      select gen_random_uuid(), seller_id, customer_id, '2026-07-06', '2026-07-13', currency,
        ladder_id, 'paid', 0, 0, due_on, opened_at, now()
      from billing_cycle where period_from = '2026-01-12'`,
    ],
    ['the cycle of 2026-07-06 of customer C has no invoice.'],
  ],
];

test.each(plants)('%s is named', async (_title, statements, sentences) => {
  expect(await named(statements)).toEqual(sentences);
});

/** What the checks name after these statements, by the names of this file. */
async function named(statements: readonly string[]): Promise<string[]> {
  const em = town.database.em.fork();
  const prefix = await prefixOf(em);
  const sentences = await namedAfter(
    em,
    statements.map((statement) => statement.replaceAll(/H(?=C?2026)/g, prefix)),
  );
  return sentences.map((sentence) => readable(sentence, prefix));
}

async function prefixOf(em: EntityManager): Promise<string> {
  const [seller] = await em.execute<{ prefix: string }[]>(
    'select invoice_prefix as prefix from seller where code = ?',
    [home.seller],
  );
  return seller?.prefix ?? '';
}

/** Without the names that the town gave, and with CYCLE for its id. */
function readable(sentence: string, prefix: string): string {
  return sentence
    .replace(`${home.seller}: `, '')
    .replaceAll(prefix, 'H')
    .replaceAll(home.customer, 'C')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'CYCLE');
}
