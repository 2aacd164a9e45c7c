/** A seller with some bills and a bank account, for the tests of its statements. */
import { proveBooks } from '../../db/reports/agreement.ts';
import type { BankImportResult } from '../../workflows/messages.ts';
import { statementFile, type StatementSpec } from '../domain/bank/statement-file.ts';
import { openKit } from './kit.ts';
import { book, contract, customer } from './sample-book.ts';
import { inDays, issuedCycle } from './settled.ts';

/** Each customer pays 50.00 before tax for each period; the numbers are their names. */
const people = [
  'ANA',
  'BOR',
  'CENE',
  'DANA',
  'EVA',
  'FRAN',
  'GITA',
  'HANA',
  'IVO',
  'JANA',
  'KLARA',
];

export const nameOf = (number: string) => `${number} Müller`;

const bankBook = {
  ...book,
  customers: [
    ...people.map((number) => customer(number, { name: nameOf(number) })),
    customer('NEVER-BILLED'),
    customer('DOLLAR', { currency: 'USD' }),
  ],
  contracts: [...people, 'DOLLAR'].map((number) =>
    contract(number, { startsOn: '2026-01-01', nextBillOn: '2026-01-01' }),
  ),
};

export type Bill = {
  readonly cycleId: string;
  readonly customer: string;
  readonly invoice: string;
  readonly reference: string;
  readonly claimedMinor: number;
};

export type Bank = Awaited<ReturnType<typeof openBank>>;

export async function openBank({ worker = true, issueTimeoutMs = 15_000 } = {}) {
  const kit = await openKit({ book: bankBook, worker, issueTimeoutMs });
  const em = () => kit.database.em.fork();
  const one = async <Row>(sql: string, ...parameters: unknown[]) => {
    const [row] = await em().execute<Row[]>(sql, parameters);
    if (!row) throw new Error(`nothing found by ${sql}`);
    return row;
  };

  const bank = {
    ...kit,
    em,
    one,
    /** Issues the bill of a period that ended before today, due in two weeks. */
    async bill(number: string, period = '2026-10-01'): Promise<Bill> {
      const cycle = await issuedCycle(kit, number, period, inDays(0));
      const { reference } = await one<{ reference: string }>(
        'select reference from invoice where number = ?',
        cycle.invoiceNumber,
      );
      const { cycleId, claimedMinor, invoiceNumber: invoice } = cycle;
      return { cycleId, customer: number, invoice, reference, claimedMinor };
    },
    /** Sends a file as a service does; the answer is that of the API. */
    send: (raw: string, query = '') =>
      kit.ask('POST', `/v1/bank/statements${query}`, {
        raw,
        headers: { 'Content-Type': 'application/xml' },
      }),
    /** Sends statements and waits until they are imported. */
    async import(...statements: StatementSpec[]): Promise<BankImportResult> {
      return bank.result(await bank.send(statementFile(statements)));
    },
    result: ({ body }: { body: unknown }) => {
      const { workflowId } = body as { workflowId: string };
      const handle = kit.temporal.workflow.getHandle<() => Promise<BankImportResult>>(workflowId);
      return handle.result();
    },
    async unmatched() {
      const { body } = await kit.ask('GET', '/v1/bank/unmatched');
      return (body as { items: UnmatchedEntry[] }).items;
    },
    /** The only entry of the list; a test that expects one makes one. */
    async onlyUnmatched(): Promise<UnmatchedEntry> {
      const [entry, ...others] = await bank.unmatched();
      if (!entry || others.length > 0) throw new Error(`${others.length + 1} are on the list`);
      return entry;
    },
    async openMinor(bill: Bill): Promise<number> {
      const sql = 'select open_minor::int as open from billing_cycle where id = ?';
      return (await one<{ open: number }>(sql, bill.cycleId)).open;
    },
    async creditMinor(number: string): Promise<number> {
      const sql = 'select credit_minor::int as credit from customer where number = ?';
      return (await one<{ credit: number }>(sql, number)).credit;
    },
    async balanceOf(account: string): Promise<number> {
      const sql = `select coalesce(sum(amount_minor), 0)::int as minor from ledger_entry
        where account = ?`;
      return (await one<{ minor: number }>(sql, account)).minor;
    },
    /** Everything that an import could double, counted. */
    async counts() {
      return one<Record<string, number>>(`select
        (select count(*)::int from payment) as payments,
        (select count(*)::int from payment_reversal) as reversals,
        (select count(*)::int from allocation) as allocations,
        (select count(*)::int from ledger_transaction) as postings,
        (select count(*)::int from bank_entry) as entries,
        (select sum(credit_minor)::int from customer) as credit`);
    },
    /** The sentences of the proof of the books: none when they agree. */
    async differences(): Promise<string[]> {
      return (await proveBooks(em())).flatMap(({ sentences }) => sentences);
    },
  };
  return bank;
}

export type UnmatchedEntry = {
  readonly entryId: string;
  readonly paymentId: string;
  readonly amountMinor: number;
  readonly doubt: string;
  readonly invoices: readonly string[];
};
