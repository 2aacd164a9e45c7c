import { expect, test } from 'vitest';
import { correction, credit, ownLab, payment } from './lab.ts';

const lab = ownLab();

test('a credit note asked for twice by the same request is written once', async () => {
  const { cycleId } = await lab.newBill();
  const { books } = await lab.twice(() => lab.book(cycleId, credit('c-1', 24_00)));
  expect(books).toMatchObject({ openMinor: 100_00 });
});

test('a credit note asked for five times at once is written once', async () => {
  const { cycleId } = await lab.newBill();
  const { books } = await lab.atOnce(() => lab.book(cycleId, credit('c-2', 24_00)));
  expect(books).toMatchObject({ openMinor: 100_00 });
  expect(await papersOf(cycleId)).toEqual(['invoice 124.00', 'credit_note 24.00']);
});

test('of five credit notes at once only those are written that the invoice has room for', async () => {
  const { cycleId } = await lab.newBill();
  const notes = ['v', 'w', 'x', 'y', 'z'].map((id) => lab.book(cycleId, credit(id, 50_00)));
  const refused = (await Promise.all(notes)).map((outcome) => outcome.refused?.code);
  expect(refused.filter((code) => code === undefined)).toHaveLength(2);
  expect(refused.filter((code) => code === 'credit_too_large')).toHaveLength(3);
  expect(await papersOf(cycleId)).toHaveLength(3);
});

test('a credit note above what is left is refused and leaves nothing behind, not even a number', async () => {
  const { cycleId } = await lab.newBill();
  const work = () => lab.book(cycleId, credit('too-much', 124_01));
  expect(await lab.refused(work)).toBe('credit_too_large');
});

test('a bill is voided and reissued once, also five times at once', async () => {
  const { cycleId } = await lab.newBill();
  const reissue = correction('again', { kind: 'void_and_reissue' });
  const { books } = await lab.atOnce(() => lab.book(cycleId, reissue));
  expect(books).toMatchObject({ standing: 'open', openMinor: 124_00 });
  expect(await papersOf(cycleId)).toEqual([
    'invoice 124.00',
    'credit_note 124.00',
    'invoice 124.00',
  ]);
});

test('a credit note is undone once, by whatever request', async () => {
  const { cycleId } = await lab.newBill();
  await lab.book(cycleId, credit('wrong', 24_00));
  const [creditNote = ''] = await numbersOf(cycleId, 'credit_note');
  const undo = (id: string) =>
    lab.book(cycleId, correction(id, { kind: 'undo_credit', creditNote }));
  const { books } = await lab.atOnce(() => undo('undone'));
  expect(books).toMatchObject({ openMinor: 124_00 });
  expect(await lab.refused(() => undo('undone-again'))).toBe('credit_undone');
});

test('a credit note beside a payment leaves nothing open and nothing lost', async () => {
  const { cycleId } = await lab.newBill();
  await Promise.all([
    lab.book(cycleId, payment('beside-a-credit')),
    lab.book(cycleId, credit('beside-a-payment', 24_00)),
  ]);
  const { books } = await lab.book(cycleId, { kind: 'books_changed', id: 'look' });
  expect(books).toMatchObject({ standing: 'paid', openMinor: 0 });
});

async function papersOf(cycleId: string): Promise<string[]> {
  const rows = await lab.em().execute<{ kind: string; gross: string }[]>(
    `select kind, round(gross_minor / 100.0, 2) as gross from invoice
      where cycle_id = ? order by id`,
    [cycleId],
  );
  return rows.map(({ kind, gross }) => `${kind} ${gross}`);
}

async function numbersOf(cycleId: string, kind: string): Promise<string[]> {
  const rows = await lab
    .em()
    .execute<{ number: string }[]>('select number from invoice where cycle_id = ? and kind = ?', [
      cycleId,
      kind,
    ]);
  return rows.map(({ number }) => number);
}
