import { describe, expect, test } from 'vitest';
import { matchReturn, type StandingPayment } from '../../../domain/bank/match-return.ts';
import { credit, quoted } from './entries.ts';

const payment = (changes: Partial<StandingPayment> = {}): StandingPayment => ({
  paymentId: 'bank-1',
  cycleId: 'cycle-1',
  customerId: 'customer-1',
  currency: 'EUR',
  amountMinor: 5_000,
  endToEndId: 'E2E-1',
  servicerReference: 'R-1',
  payerIban: 'SI56263300012039086',
  payerNames: ['Jürgen Müller'],
  settled: ['FB2026-000001', 'RF18539007547034'],
  ...changes,
});
const other = payment({
  paymentId: 'bank-2',
  endToEndId: 'E2E-2',
  servicerReference: 'R-2',
  settled: ['FB2026-000002'],
});
const returned = (changes: Parameters<typeof credit>[0]) => credit({ kind: 'return', ...changes });

describe('a return takes back the payment', () => {
  test.each<[string, Parameters<typeof credit>[0]]>([
    ['payment_id', { endToEndId: 'bank-1' }],
    ['payment_id', { otherIds: ['x', 'bank-1'] }],
    ['end_to_end_id', { endToEndId: 'E2E-1' }],
    ['servicer_reference', { servicerReference: 'R-1', payerIban: 'SI56263300012039086' }],
    ['servicer_reference', { servicerReference: 'R-1', payerNames: ['MUELLER JUERGEN'] }],
    ['reference', { structured: quoted('RF18 5390 0754 7034') }],
    ['reference', { unstructured: 'returned: FB2026-000001' }],
  ])('that it names: %s %j', (by, changes) => {
    expect(matchReturn(returned(changes), [other, payment()])).toMatchObject({
      by,
      paymentId: 'bank-1',
      cycleId: 'cycle-1',
    });
  });

  test('whose amount it had before the bank’s fee came on top', () => {
    const entry = returned({ amountMinor: 5_300, instructedMinor: 5_000, endToEndId: 'E2E-1' });
    expect(matchReturn(entry, [payment()])).toMatchObject({ paymentId: 'bank-1' });
  });

  test('by the surer of two ways', () => {
    const entry = returned({ endToEndId: 'E2E-2', unstructured: 'FB2026-000001' });
    expect(matchReturn(entry, [payment(), other])).toMatchObject({ paymentId: 'bank-2' });
  });
});

describe('a return is for a person', () => {
  test.each<[string, Parameters<typeof credit>[0], StandingPayment[]]>([
    ['when it names nothing', {}, [payment()]],
    ['when it names what is not here', { endToEndId: 'E2E-9' }, [payment()]],
    ['when the amount is another', { amountMinor: 4_999, endToEndId: 'E2E-1' }, [payment()]],
    ['when nothing stands', { endToEndId: 'E2E-1' }, []],
    ['when the bank gave that payer’s reference anew', { servicerReference: 'R-1' }, [payment()]],
    [
      'when the bank’s reference is another payer’s',
      { servicerReference: 'R-1', payerIban: 'EE382200221020145685', payerNames: ['Ana Novak'] },
      [payment()],
    ],
    ['in another currency', { endToEndId: 'E2E-1' }, [payment({ currency: 'USD' })]],
  ])('%s', (_why, changes, payments) => {
    const match = matchReturn(returned(changes), payments);
    expect(match).toMatchObject({ by: null, doubt: 'nothing_fits' });
  });

  test('when two payments fit', () => {
    const twin = payment({ paymentId: 'bank-3' });
    expect(matchReturn(returned({ endToEndId: 'E2E-1' }), [payment(), twin])).toMatchObject({
      by: null,
      doubt: 'several_fit',
      reason: expect.stringContaining('bank-1, bank-3'),
    });
  });
});
