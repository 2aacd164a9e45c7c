import { describe, expect, test } from 'vitest';
import { at, ownLab, payment, promise } from './lab.ts';

const lab = ownLab();
const whole = (on: string) => [{ on, amountMinor: 124_00 }];
const check = (cycleId: string, day: string) => () =>
  lab.activities().checkPromise({ cycleId, nowMs: at(day, '01:30') });

describe('a promise to pay', () => {
  test('made twice by the same request is one promise', async () => {
    const { cycleId } = await lab.newBill();
    const word = promise('word', whole('2035-03-20'));
    const { books } = await lab.atOnce(() => lab.book(cycleId, word));
    expect(books.promise).toMatchObject({ promiseId: 'word', on: '2035-03-20' });
  });

  test('of five at once one is taken, and the others hear that there is one', async () => {
    const { cycleId } = await lab.newBill();
    const words = ['a', 'b', 'c', 'd', 'e'].map((id) =>
      lab.book(cycleId, promise(id, whole('2035-03-20'))),
    );
    const refused = (await Promise.all(words)).map((outcome) => outcome.refused?.code ?? 'taken');
    expect(refused.toSorted()).toEqual([...Array(4).fill('promise_active'), 'taken']);
  });

  test('is broken once, however often it is looked at', async () => {
    const { cycleId } = await lab.newBill();
    await lab.book(cycleId, promise('broken', whole('2035-03-12')));
    const { books } = await lab.atOnce(check(cycleId, '2035-03-13'));
    expect(books.promise).toBeNull();
    expect(books.schedule[0]?.atMs).toBeLessThanOrEqual(at('2035-03-13', '01:30'));
  });

  test('is kept once, and looked at afterwards says nothing', async () => {
    const { cycleId } = await lab.newBill();
    await lab.book(cycleId, promise('kept', whole('2035-03-12')));
    const { books } = await lab.twice(() => lab.book(cycleId, payment('as-promised')));
    expect(books).toMatchObject({ standing: 'paid', promise: null });
    await lab.twice(check(cycleId, '2035-03-13'));
    expect(await endsOf(cycleId)).toEqual(['kept']);
  });

  test('looked at before its day stays as it is', async () => {
    const { cycleId } = await lab.newBill();
    await lab.book(cycleId, promise('early', whole('2035-03-20')));
    const before = await lab.everything();
    await check(cycleId, '2035-03-15')();
    expect(await lab.everything()).toEqual(before);
  });

  test.each([
    { why: 'ends after a quarter', instalments: whole('2035-06-30') },
    { why: 'lies in the past', instalments: whole('2035-03-09') },
    { why: 'is for less than is owed', instalments: [{ on: '2035-03-20', amountMinor: 100 }] },
    { why: 'has no day', instalments: [] },
  ])('that $why is refused and leaves nothing behind', async ({ instalments }) => {
    const { cycleId } = await lab.newBill();
    const work = () => lab.book(cycleId, promise('empty', instalments));
    expect(await lab.refused(work)).toBe('promise_invalid');
  });
});

async function endsOf(cycleId: string): Promise<string[]> {
  const rows = await lab
    .em()
    .execute<{ state: string }[]>('select state from promise where cycle_id = ?', [cycleId]);
  return rows.map(({ state }) => state);
}
