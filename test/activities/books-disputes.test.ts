import { beforeAll, expect, test } from 'vitest';
import { proveBooks } from '../../db/reports/agreement.ts';
import { namedAfter } from './books-planting.ts';
import { approvalOf, approve, decide, goodwill, grantsOf, newCase } from './cases.ts';
import { monday, question } from './desk.ts';
import { at, correction, ownLab } from './lab.ts';

const lab = ownLab();

/** Each is a seller with one customer, in this order: what happened to their bill for March. */
const customers = {
  granted: 'L-1',
  approved: 'L-2',
  coming: 'L-3',
  held: 'L-4',
  undone: 'L-5',
  waived: 'L-6',
  waiting: 'L-7',
  defaulted: 'L-8',
};

beforeAll(async () => {
  const granted = await newCase(lab, await lab.newBill());
  await decide(lab, granted, { kind: 'grant', grant: goodwill(12_40) })();
  const approved = await newCase(lab, await lab.newBill());
  await decide(lab, approved, { kind: 'grant', grant: goodwill(24_80) })();
  await approve(lab, approved);
  await grantComing();
  await holdOneAndRefuse();
  await undoOne();
  await waiveOne();
  const waiting = await newCase(lab, await lab.newBill());
  await decide(lab, waiting, { kind: 'grant', grant: goodwill(24_80) })();
  await defaultOne();
});

/** A supervisor takes a fifth off the next two bills, of which one was issued since. */
async function grantComing(): Promise<void> {
  const bill = await lab.newBill();
  const coming = await newCase(lab, bill, { role: 'supervisor' });
  const grant = { kind: 'percent_off_next_bills', basisPoints: 20_00, bills: 2 } as const;
  await decide(lab, coming, { kind: 'grant', grant })();
  const { seller, customer } = bill;
  const april = { seller, customer, period: '2035-04-01' };
  await lab.activities().issueOrLoad({ ...april, nowMs: at('2035-04-01') });
}

/** An agent asks for more than anybody may grant, then for what a supervisor declines. */
async function holdOneAndRefuse(): Promise<void> {
  const held = await newCase(lab, await lab.newBill());
  await decide(lab, held, { kind: 'grant', grant: goodwill(41_00) })();
  await decide(lab, held, { kind: 'grant', grant: goodwill(24_80) })();
  const declined = await approvalOf(lab, held, { verdict: 'decline' });
  await declined();
}

async function undoOne(): Promise<void> {
  const undone = await newCase(lab, await lab.newBill());
  const { cycleId, disputeId } = undone;
  await decide(lab, undone, { kind: 'grant', grant: goodwill(12_40) })();
  const [given] = await grantsOf(lab, disputeId);
  const undo = { kind: 'undo_credit', creditNote: given?.creditNote ?? '' } as const;
  await lab.book(cycleId, correction('undo', undo), monday + 1);
}

async function waiveOne(): Promise<void> {
  const bill = await lab.newBill({ ladder: 'strict', isBusiness: true });
  const { cycleId } = bill;
  for (const [step, day] of [
    [1, '2035-03-12'],
    [2, '2035-03-22'],
    [3, '2035-03-29'],
  ] as const) {
    await lab.activities().climbLadder({ cycleId, step, nowMs: at(day, '09:00') });
  }
  const nowMs = at('2035-04-02');
  const waived = await newCase(lab, bill, { role: 'supervisor', nowMs });
  const [fee] = await lab
    .em()
    .execute<{ id: string }[]>(`select id from charge where cycle_id = ? and kind = 'fee'`, [
      cycleId,
    ]);
  const grant = { kind: 'waive_charges', chargeIds: [fee?.id ?? ''] } as const;
  await decide(lab, waived, { kind: 'grant', grant }, { nowMs })();
  await approve(lab, waived, { nowMs: nowMs + 60_000 });
}

async function defaultOne(): Promise<void> {
  const { cycleId } = await lab.newBill();
  const disputeId = await question(lab, cycleId);
  for (let nowMs: number | undefined = monday; nowMs !== undefined; ) {
    const tended = await lab.activities().tendDispute({ cycleId, disputeId, nowMs });
    nowMs = tended.books.disputes?.[0]?.next.atMs;
  }
}

test('books of disputes that only the activities wrote have no difference, and every check looked at some', async () => {
  const found = await proveBooks(lab.em());
  expect(found.flatMap(({ sentences }) => sentences)).toEqual([]);
  // Payments, and what banks and cards bring, are told elsewhere.
  const looked = found.filter(
    ({ title }) => !/payment|suspense|refund|bank|stripe|write-off/i.test(title),
  );
  expect(looked.filter(({ counted }) => counted === 0)).toEqual([]);
});

type Plant = readonly [title: string, statements: readonly string[], sentences: readonly string[]];

const ofCustomer = (number: string) => `(select id from customer where number = '${number}')`;
const set = (table: string, customer: keyof typeof customers, changes: string) =>
  `update ${table} set ${changes} where customer_id = ${ofCustomer(customers[customer])}`;
const grant = (customer: keyof typeof customers, changes: string) =>
  set('discount_grant', customer, changes);
const dispute = (customer: keyof typeof customers, changes: string) =>
  set('dispute', customer, changes);
const idOf = (table: string, customer: keyof typeof customers) =>
  `(select id from ${table} where customer_id = ${ofCustomer(customers[customer])})`;
/** The undone discount's posting: the further invoice claims it again. */
const claimedAgain = `transaction_id in (select posting.id from ledger_transaction posting
  join invoice on invoice.undoes_credit and posting.fact = 'invoice/' || invoice.number
    and posting.cycle_id = invoice.cycle_id)`;

const plants: readonly Plant[] = [
  [
    'a grant of another worth than its credit note',
    [grant('granted', 'worth_minor = worth_minor + 1')],
    [
      'the goodwill credit by agent-1 in the cycle of 2035-03-01 of customer L-1 is worth 12.41 EUR, its credit note is of 12.40 EUR.',
    ],
  ],
  [
    'a grant that has lost its credit note',
    [grant('approved', 'credit_note = null')],
    [
      'the goodwill credit by agent-2 in the cycle of 2035-03-01 of customer L-2 is worth 24.80 EUR, and has no credit note.',
      'posting credit_note/NC2035-000001 moves 20.00 EUR on discount, and no grant says why.',
    ],
  ],
  [
    'a default decision without its credit note',
    [grant('defaulted', 'credit_note = null')],
    [
      'the default decision by default decision in the cycle of 2035-03-01 of customer L-8 is worth 50.00 EUR, and has no credit note.',
      'posting credit_note/NC2035-000001 moves 40.32 EUR on discount, and no grant says why.',
    ],
  ],
  [
    'a discount that nobody granted',
    [`delete from discount_grant where customer_id = ${ofCustomer(customers.granted)}`],
    ['posting credit_note/NC2035-000001 moves 10.00 EUR on discount, and no grant says why.'],
  ],
  [
    'a discount that was claimed again as a sale',
    [`update ledger_entry set account = 'revenue' where account = 'discount' and ${claimedAgain}`],
    [
      'credit note NC2035-000001 on discount: 10.00 EUR was taken back, 0.00 EUR was claimed again.',
      'credit note NC2035-000001 on revenue: 0.00 EUR was taken back, 10.00 EUR was claimed again.',
    ],
  ],
  [
    'a grant that is granted still, although it was undone',
    [grant('undone', "state = 'granted'")],
    [
      'the goodwill credit by agent-7 in the cycle of 2035-03-01 of customer L-5 is granted, and its credit note was taken back.',
    ],
  ],
  [
    'a grant that is undone, although its credit note stands',
    [grant('granted', "state = 'undone'")],
    [
      'the goodwill credit by agent-1 in the cycle of 2035-03-01 of customer L-1 is undone, and its credit note stands.',
    ],
  ],
  [
    'a waiver that was declined',
    [grant('waived', "state = 'declined'")],
    [
      'the waiver of the fee of step 3 in the cycle of 2035-03-01 of customer L-6 is of 40.00 EUR, and no grant says why.',
      'the waiver by supervisor-8 in the cycle of 2035-03-01 of customer L-6 was declined, and there is a waiver of it.',
    ],
  ],
  [
    'a waiver of less than was granted',
    [grant('waived', 'worth_minor = worth_minor + 1')],
    [
      'the waiver by supervisor-8 in the cycle of 2035-03-01 of customer L-6: 40.01 EUR is its worth, 40.00 EUR was waived.',
    ],
  ],
  [
    'a grant on coming bills that no bill will have',
    [set('discount', 'coming', `grant_id = ${idOf('discount_grant', 'granted')}`)],
    [
      'the percent off next bills by supervisor-4 in the cycle of 2035-03-01 of customer L-3 is granted, and has not the one discount that it gives.',
    ],
  ],
  [
    'a refused grant with a credit note',
    [grant('granted', "state = 'refused'")],
    [
      'posting credit_note/NC2035-000001 moves 10.00 EUR on discount, and no grant says why.',
      'the goodwill credit by agent-1 in the cycle of 2035-03-01 of customer L-1 was refused, and there is a credit note of it.',
    ],
  ],
  [
    'an expired grant with a discount',
    [grant('coming', "state = 'expired'")],
    [
      'the percent off next bills by supervisor-4 in the cycle of 2035-03-01 of customer L-3 expired, and there is a discount of it.',
    ],
  ],
  [
    'a waiting grant with a credit note',
    [grant('waiting', "credit_note = 'FBC2035-000001'")],
    [
      'the goodwill credit by agent-10 in the cycle of 2035-03-01 of customer L-7 waits, and there is a credit note of it.',
    ],
  ],
  [
    'a grant approved by whoever asked',
    [grant('approved', 'approver_id = staff_id')],
    [
      'the goodwill credit by agent-2 in the cycle of 2035-03-01 of customer L-2 was approved by the same person.',
    ],
  ],
  [
    'a discount with more bills left',
    [set('discount', 'coming', 'bills_left = bills_left + 1')],
    ['discount ID of customer L-3 has used up 0 of its bills, and was used for 1.'],
  ],
  [
    'a use of another amount',
    ['update discount_use set net_minor = net_minor + 1'],
    [
      'discount ID in the cycle of 2035-04-01 of customer L-3: 20.01 EUR was taken off, 20.00 EUR is off on the bill.',
    ],
  ],
  [
    'a use that is on no bill',
    ['update invoice_line set discount_id = null'],
    [
      'discount ID in the cycle of 2035-04-01 of customer L-3: 20.00 EUR was taken off, 0.00 EUR is off on the bill.',
    ],
  ],
  [
    'a discount on a bill that did not use it',
    ['delete from discount_use'],
    [
      'discount ID of customer L-3 has used up 1 of its bills, and was used for 0.',
      'line 2 of invoice N2035-000002 is a discount of 20.00 EUR, and none was used for it.',
    ],
  ],
  [
    'a discount of somebody else',
    [set('discount', 'coming', `customer_id = ${ofCustomer(customers.granted)}`)],
    [
      'the percent off next bills by supervisor-4 in the cycle of 2035-03-01 of customer L-3 is granted, and has not the one discount that it gives.',
      'line 2 of invoice N2035-000002 is a discount of 20.00 EUR, and none was used for it.',
    ],
  ],
  [
    'a ladder that goes on although all is disputed',
    [set('billing_cycle', 'held', 'held_since = null')],
    ['the cycle of 2035-03-01 of customer L-4 goes on, and all 124.00 EUR of it are disputed.'],
  ],
  [
    'a ladder that stands still although nothing is disputed',
    [set('billing_cycle', 'granted', 'held_since = now()')],
    ['the cycle of 2035-03-01 of customer L-1 stands still, and only 0.00 EUR of it are disputed.'],
  ],
  [
    'a dispute over more than its lines',
    [dispute('held', 'disputed_minor = disputed_minor + 1')],
    [
      'the dispute (wrong price) over the cycle of 2035-03-01 of customer L-4: 124.01 EUR is disputed, 124.00 EUR is left of its lines.',
    ],
  ],
  [
    'a line in two disputes',
    [
      `insert into dispute_line (dispute_id, invoice_id, position, gross_minor)
        select ${idOf('dispute', 'waiting')}, invoice_id, position, 0 from dispute_line
        where dispute_id = ${idOf('dispute', 'held')}`,
    ],
    [
      'the dispute (wrong price) over the cycle of 2035-03-01 of customer L-7: 124.00 EUR is disputed, 248.00 EUR is left of its lines.',
      'line 1 of invoice N2035-000001 is in 2 disputes that are not decided.',
    ],
  ],
  [
    'a grant that waits although its dispute does not',
    [dispute('waiting', "state = 'claimed', approval_until = null")],
    [
      'the dispute (wrong price) over the cycle of 2035-03-01 of customer L-7 waits for nobody, and a grant of it does.',
    ],
  ],
  [
    'a dispute that waits for nobody',
    [dispute('held', "state = 'waiting', approval_until = now()")],
    [
      'the dispute (wrong price) over the cycle of 2035-03-01 of customer L-4 waits for a second person, and no grant does.',
    ],
  ],
  [
    'a dispute of which nobody knows how long it held',
    [`delete from dispute_span where dispute_id = ${idOf('dispute', 'granted')}`],
    [
      'the dispute (wrong price) over the cycle of 2035-03-01 of customer L-1 ended, and nothing says for how long it held what.',
    ],
  ],
];

test.each(plants)('%s is named', async (_title, statements, sentences) => {
  const named = await namedAfter(lab.em(), statements);
  expect(named.map(readable)).toEqual(sentences);
});

/** Without its seller, and with ID for every id. */
function readable(sentence: string): string {
  return sentence.replace(/^seller-\d+: /, '').replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID');
}
