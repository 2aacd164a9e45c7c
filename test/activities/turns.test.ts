import { expect, test } from 'vitest';
import { turns } from '../../activities/turns.ts';

test('at most so many work at once, each gets its turn, and a failure frees its place', async () => {
  const inTurn = turns(2);
  const order: number[] = [];
  let working = 0;
  let most = 0;
  const work = (number: number) => async () => {
    working += 1;
    most = Math.max(most, working);
    order.push(number);
    await Promise.resolve();
    working -= 1;
    if (number === 2) throw new Error('it failed');
    return number;
  };
  const results = await Promise.allSettled([1, 2, 3, 4, 5].map((number) => inTurn(work(number))));
  expect(order).toEqual([1, 2, 3, 4, 5]);
  expect(most).toBe(2);
  expect(results.map(({ status }) => status === 'fulfilled')).toEqual([
    true,
    false,
    true,
    true,
    true,
  ]);
  expect(await inTurn(work(6))).toBe(6);
});
