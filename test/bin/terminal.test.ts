import { expect, test, vi } from 'vitest';
import { table } from '../../bin/terminal.ts';

test('a name from outside cannot steer the terminal', () => {
  const written: string[] = [];
  const stdout = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  table([{ title: 'Payer' }], [['Ana\u001b[2J Novak'], ['Bor\u009b31m\nKos']]);
  stdout.mockRestore();
  // The styles of the heading are ours.
  expect(written.slice(1)).toEqual(['Ana [2J Novak\n', 'Bor 31m Kos\n']);
});
