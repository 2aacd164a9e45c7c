import fc from 'fast-check';
import { expect, test } from 'vitest';
import { billDifference } from '../../domain/bill-difference.ts';

const line = (key: string, netMinor: number) => ({ key, description: key, netMinor });

test('what is new, gone or of another amount is told, and what is the same is not', () => {
  const before = [line('fibre', 50_00), line('tv', 20_00), line('film', 1_50)];
  const now = [line('fibre', 60_00), line('film', 1_50), line('film', 1_50)];
  expect(billDifference(before, now)).toEqual({
    added: [line('film', 1_50)],
    gone: [line('tv', 20_00)],
    changed: [{ before: line('fibre', 50_00), now: line('fibre', 60_00) }],
  });
});

test('the differences make up exactly what the bills differ by', () => {
  const lines = fc.array(
    fc.record({
      key: fc.constantFrom('a', 'b', 'c'),
      description: fc.constant('x'),
      netMinor: fc.integer({ min: -1000, max: 1000 }),
    }),
    { maxLength: 8 },
  );
  const sum = (list: readonly { netMinor: number }[]) =>
    list.reduce((total, { netMinor }) => total + netMinor, 0);
  fc.assert(
    fc.property(lines, lines, (before, now) => {
      const { added, gone, changed } = billDifference(before, now);
      const moved = changed.map((pair) => ({ netMinor: pair.now.netMinor - pair.before.netMinor }));
      expect(sum(added) - sum(gone) + sum(moved)).toBe(sum(now) - sum(before));
      expect(billDifference(now, now)).toEqual({ added: [], gone: [], changed: [] });
    }),
  );
});
