import { describe, expect, test } from 'vitest';
import { climbLadder } from '../../activities/climb-ladder.ts';
import { lettersAtOnce, smtpMailer } from '../../activities/mailer.ts';
import { readPaperFacts } from '../../db/paper-facts.ts';
import { sellerByCode } from '../../db/seller.ts';
import { paperContent } from '../../domain/paper/content.ts';
import { paperPdf } from '../../papers/pdf.ts';
import { readBillLink } from '../../db/bill-links.ts';
import { emailOf } from '../workflows/story-book.ts';
import { at, march, ownLab, payment } from './lab.ts';

const lab = ownLab();

const climb = (cycleId: string, step: number, day: string) => () =>
  lab.activities().climbLadder({ cycleId, step, nowMs: at(day, '10:00') });

const lettersTo = (customer: string) => lab.office().lettersTo(emailOf(customer));

test('a bill that is due within two days is not reminded of on the day of its issue', async () => {
  const identity = { ...(await lab.newCustomer()), period: march };
  await lab.em().execute(
    `update contract set terms = '{"kind": "net_days", "days": 2}' where customer_id =
         (select id from customer where number = ?)`,
    [identity.customer],
  );
  const { books } = await lab.activities().issueOrLoad({ ...identity, nowMs: at(march) });
  expect(books.schedule[0]).toMatchObject({ step: 2, name: 'reminder', on: '2035-03-10' });
});

describe('a step of the ladder', () => {
  test('taken twice sends one letter', async () => {
    const { cycleId, customer } = await lab.newBill();
    const { books } = await lab.twice(climb(cycleId, 1, '2035-03-12'));
    expect(books.schedule[0]).toMatchObject({ step: 2, on: '2035-03-22' });
    expect(lettersTo(customer)).toHaveLength(1);
  });

  test('sends a letter that links to the bill, where there is a page of it', async () => {
    const { cycleId, customer } = await lab.newBill();
    const links = { baseUrl: 'https://bills.example', secret: Buffer.alloc(32, 7) };
    const mailer = smtpMailer(lab.office().smtpUrl);
    const sentAt = new Date(at('2035-03-12', '10:00'));
    await lab.em().transactional((em) => climbLadder(em, { mailer, links }, cycleId, 1, sentAt));
    mailer.close();
    const [letter] = lettersTo(customer);
    const token = /https:\/\/bills\.example\/bill\/(\S+)/.exec(letter?.text ?? '')?.[1] ?? '';
    const read = readBillLink(links.secret, token, at('2035-05-10'));
    expect(read).toMatchObject({ kind: 'valid', cycleId });
  });

  test('taken five times at once sends one letter', async () => {
    const { cycleId, customer } = await lab.newBill();
    await lab.atOnce(climb(cycleId, 1, '2035-03-12'));
    expect(lettersTo(customer)).toHaveLength(1);
  });

  test('carries the bill as the API gives it, byte for byte', async () => {
    const { seller, cycleId, customer, invoiceNumber } = await lab.newBill();
    await climb(cycleId, 1, '2035-03-12')();
    const [letter] = lettersTo(customer);
    expect([...(letter?.files.keys() ?? [])]).toEqual([`${invoiceNumber}.pdf`]);
    const facts = await readPaperFacts(
      lab.em(),
      await sellerByCode(lab.em(), seller),
      invoiceNumber,
    );
    const file = letter?.files.get(`${invoiceNumber}.pdf`) ?? new Uint8Array();
    expect(paperPdf(paperContent(facts)).equals(file)).toBe(true);
  });

  test('charges its fee and interest once', async () => {
    const { cycleId } = await lab.newBill({ ladder: 'strict', isBusiness: true });
    const { books } = await lab.atOnce(climb(cycleId, 3, '2035-03-29'));
    expect(books).toMatchObject({ openMinor: 164_48 });
  });

  test('on a bill that is paid does nothing', async () => {
    const { cycleId, customer } = await lab.newBill();
    await lab.book(cycleId, payment('paid-before'));
    const before = await lab.everything();
    await climb(cycleId, 1, '2035-03-12')();
    expect(await lab.everything()).toEqual(before);
    expect(lettersTo(customer)).toEqual([]);
  });

  test('beside a payment goes out before it, or not at all', async () => {
    lab.office().beSlow(20);
    const races = Array.from({ length: 12 }, async (_, index) => {
      const { cycleId, customer } = await lab.newBill();
      const fact = payment(`race-${index}`);
      const step = climb(cycleId, 1, '2035-03-12');
      const inTurn =
        index % 2 === 0
          ? [step, () => lab.book(cycleId, fact)]
          : [() => lab.book(cycleId, fact), step];
      await Promise.all(inTurn.map((work) => work()));
      const kinds = await journalOf(cycleId);
      expect(kinds.at(-1)).toBe('payment');
      expect(kinds.filter((kind) => kind === 'reminded')).toHaveLength(lettersTo(customer).length);
    });
    await Promise.all(races);
    lab.office().beSlow(0);
  });

  test('keeps its cycle from others only while its letter is handed over', async () => {
    lab.office().beSlow(100);
    const bills = await Promise.all(Array.from({ length: 9 }, () => lab.newBill()));
    let isOver = false;
    const reminders = Promise.all(bills.map(({ cycleId }) => climb(cycleId, 1, '2035-03-12')()));
    void reminders.finally(() => {
      isOver = true;
    });
    let most = 0;
    while (!isOver) {
      const [row] = await lab.em().execute<{ holding: number }[]>(
        `select count(*)::int as holding from pg_stat_activity
          where datname = current_database() and state = 'idle in transaction'`,
      );
      most = Math.max(most, row?.holding ?? 0);
    }
    await reminders;
    lab.office().beSlow(0);
    expect(most).toBe(lettersAtOnce);
  });

  test('whose letter the mail server does not take leaves nothing behind, and is taken later', async () => {
    const { cycleId, customer } = await lab.newBill({ ladder: 'strict', isBusiness: true });
    const before = await lab.everything();
    await lab.office().shut();
    await expect(climb(cycleId, 3, '2035-03-29')()).rejects.toThrow();
    expect(await lab.everything()).toEqual(before);
    await lab.office().open();
    await lab.twice(climb(cycleId, 3, '2035-03-29'));
    expect(lettersTo(customer)).toHaveLength(1);
  });
});

describe('the last resort', () => {
  test('comes once, also five times at once', async () => {
    const { cycleId } = await lab.newBill();
    const { books } = await lab.atOnce(climb(cycleId, 5, '2035-05-14'));
    expect(books).toMatchObject({ standing: 'written_off', openMinor: 0, schedule: [] });
    expect(await journalOf(cycleId)).toEqual(['issued', 'written_off']);
  });
});

async function journalOf(cycleId: string): Promise<string[]> {
  const rows = await lab
    .em()
    .execute<{ kind: string }[]>('select kind from journal where cycle_id = ? order by id', [
      cycleId,
    ]);
  return rows.map(({ kind }) => kind);
}
