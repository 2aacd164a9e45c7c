import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  accounts,
  accountTotals,
  assertBalanced,
  creditNotePosting,
  creditRefundPosting,
  creditUsePosting,
  discountPosting,
  discountUndonePosting,
  feePosting,
  interestPosting,
  invoicePosting,
  type Posting,
  paymentPosting,
  paymentReversalPosting,
  reversalOf,
  suspensePosting,
  suspenseReleasePosting,
  waivePosting,
  writeOffPosting,
} from '../../domain/ledger.ts';
import { refusalOf } from './refusals.ts';

const runs = { numRuns: 5_000 };
const largest = Number.MAX_SAFE_INTEGER;

/** Amounts whose sums of four still can be counted exactly. */
const part = fc.oneof(
  fc.nat({ max: 100_000 }),
  fc.integer({ min: 0, max: Math.floor(largest / 4) }),
  fc.constant(0),
);
const amountMinor = fc.record({ amountMinor: part });
const payment = fc.record({ toReceivableMinor: part, toRecoveryMinor: part, toCreditMinor: part });

/** Gross amounts with a net and a tax that may each be below nothing, and a part of the gross. */
const dividedGross = fc
  .record({ grossMinor: part, taxMinor: fc.oneof(part, fc.integer({ min: -500, max: 0 })) })
  .chain(({ grossMinor, taxMinor }) =>
    fc.integer({ min: 0, max: grossMinor }).map((partMinor) => ({
      netMinor: grossMinor - taxMinor,
      taxMinor,
      grossMinor,
      partMinor,
    })),
  );
const invoice = dividedGross.map(({ partMinor, ...taxed }) => ({
  ...taxed,
  creditUsedMinor: partMinor,
}));
const givenBack = dividedGross.chain(({ partMinor, ...taxed }) =>
  fc.integer({ min: 0, max: taxed.grossMinor - partMinor }).map((toWriteOffMinor) => ({
    ...taxed,
    toReceivableMinor: partMinor,
    toWriteOffMinor,
    toCreditMinor: taxed.grossMinor - partMinor - toWriteOffMinor,
  })),
);
const reversal = fc.record({ toReceivableMinor: part, fromCreditMinor: part });
const waived = fc
  .record({
    account: fc.constantFrom('interest' as const, 'fee' as const),
    toReceivableMinor: part,
    toWriteOffMinor: part,
    toCreditMinor: part,
  })
  .map((one) => ({
    ...one,
    amountMinor: one.toReceivableMinor + one.toWriteOffMinor + one.toCreditMinor,
  }));

const facts: Readonly<Record<string, fc.Arbitrary<Posting>>> = {
  invoice: invoice.map(invoicePosting),
  payment: payment.map(paymentPosting),
  'payment reversal': reversal.map(paymentReversalPosting),
  'write-off': amountMinor.map(writeOffPosting),
  'credit note': givenBack.map(creditNotePosting),
  discount: givenBack.map(discountPosting),
  'discount claimed again': invoice.map(discountUndonePosting),
  interest: amountMinor.map(interestPosting),
  fee: amountMinor.map(feePosting),
  waiver: waived.map(waivePosting),
  'use of credit': amountMinor.map(creditUsePosting),
  'refund of credit': amountMinor.map(creditRefundPosting),
  'payment in suspense': amountMinor.map(suspensePosting),
  'release from suspense': payment.map(suspenseReleasePosting),
};
const anyPosting = fc.oneof(...Object.values(facts));
const totalOf = (posting: Posting) => posting.reduce((sum, { minor }) => sum + BigInt(minor), 0n);
const nothing = Object.fromEntries(accounts.map((account) => [account, 0]));

describe.each(Object.entries(facts))('a posting of a %s', (_name, arbitrary) => {
  test('balances, and names an account once and never with nothing', () => {
    fc.assert(
      fc.property(arbitrary, (posting) => {
        assertBalanced(posting);
        expect(totalOf(posting)).toBe(0n);
        expect(new Set(posting.map(({ account }) => account)).size).toBe(posting.length);
        for (const { minor } of posting) {
          expect(Number.isSafeInteger(minor)).toBe(true);
          expect(minor).not.toBe(0);
        }
      }),
      runs,
    );
  });

  test('and its reversal leave nothing on any account', () => {
    fc.assert(
      fc.property(arbitrary, (posting) => {
        expect(accountTotals([posting, reversalOf(posting)])).toEqual(nothing);
        expect(reversalOf(reversalOf(posting))).toEqual(posting);
      }),
      runs,
    );
  });
});

describe('what each fact says', () => {
  const taxed = { netMinor: 1000, taxMinor: 240, grossMinor: 1240 };
  const divided = { toReceivableMinor: 700, toRecoveryMinor: 200, toCreditMinor: 100 };
  const givenBackParts = { toReceivableMinor: 900, toWriteOffMinor: 100, toCreditMinor: 240 };

  test.each<[string, Posting, Readonly<Record<string, number>>]>([
    [
      'a bill that used credit is owed without it',
      invoicePosting({ ...taxed, creditUsedMinor: 40 }),
      { receivable: 1200, customer_credit: 40, revenue: -1000, tax: -240 },
    ],
    [
      'a bill paid wholly by credit leaves nothing owed',
      invoicePosting({ ...taxed, creditUsedMinor: 1240 }),
      { customer_credit: 1240, revenue: -1000, tax: -240 },
    ],
    [
      'a payment settles, recovers and leaves credit',
      paymentPosting(divided),
      { cash: 1000, receivable: -700, write_off: -200, customer_credit: -100 },
    ],
    [
      'a payment taken back is owed again',
      paymentReversalPosting({ toReceivableMinor: 700, fromCreditMinor: 100 }),
      { receivable: 700, customer_credit: 100, cash: -800 },
    ],
    [
      'a write-off gives up the claim',
      writeOffPosting({ amountMinor: 5 }),
      { write_off: 5, receivable: -5 },
    ],
    [
      'a credit note takes back revenue and tax, given up or not, and what was paid becomes credit',
      creditNotePosting({ ...taxed, ...givenBackParts }),
      { revenue: 1000, tax: 240, receivable: -900, write_off: -100, customer_credit: -240 },
    ],
    [
      'a discount leaves the revenue as it was',
      discountPosting({ ...taxed, ...givenBackParts }),
      { discount: 1000, tax: 240, receivable: -900, write_off: -100, customer_credit: -240 },
    ],
    [
      'a discount that is claimed again is no further revenue',
      discountUndonePosting({ ...taxed, creditUsedMinor: 240 }),
      { receivable: 1000, customer_credit: 240, discount: -1000, tax: -240 },
    ],
    [
      'interest is owed without tax',
      interestPosting({ amountMinor: 5 }),
      { receivable: 5, interest: -5 },
    ],
    ['a fee is owed without tax', feePosting({ amountMinor: 5 }), { receivable: 5, fee: -5 }],
    [
      'a waived fee is owed no more',
      waivePosting({ account: 'fee', amountMinor: 5, ...allOwed(5) }),
      { fee: 5, receivable: -5 },
    ],
    [
      'a waived fee that was paid is the customer’s',
      waivePosting({ account: 'fee', amountMinor: 5, ...allOwed(0), toCreditMinor: 5 }),
      { fee: 5, customer_credit: -5 },
    ],
    [
      'credit that is used settles a claim',
      creditUsePosting({ amountMinor: 5 }),
      { customer_credit: 5, receivable: -5 },
    ],
    [
      'credit that is paid back leaves the bank',
      creditRefundPosting({ amountMinor: 5 }),
      { customer_credit: 5, cash: -5 },
    ],
    [
      'money without a purpose waits in suspense',
      suspensePosting({ amountMinor: 5 }),
      { cash: 5, suspense: -5 },
    ],
  ])('%s', (_title, posting, expected) => {
    expect(accountTotals([posting])).toEqual({ ...nothing, ...expected });
  });

  test('money that waited in suspense ends where a payment would have put it at once', () => {
    fc.assert(
      fc.property(payment, (parts) => {
        const amount = parts.toReceivableMinor + parts.toRecoveryMinor + parts.toCreditMinor;
        const inTwoSteps = [
          suspensePosting({ amountMinor: amount }),
          suspenseReleasePosting(parts),
        ];
        expect(accountTotals(inTwoSteps)).toEqual(accountTotals([paymentPosting(parts)]));
      }),
      runs,
    );
  });

  test('a bill and its whole credit note leave what was paid as the credit of the customer', () => {
    fc.assert(
      fc.property(givenBack, (note) => {
        const paid = note.toCreditMinor;
        const totals = accountTotals([
          invoicePosting({ ...note, creditUsedMinor: 0 }),
          paymentPosting({ toReceivableMinor: paid, toRecoveryMinor: 0, toCreditMinor: 0 }),
          writeOffPosting({ amountMinor: note.toWriteOffMinor }),
          creditNotePosting(note),
        ]);
        expect(totals).toEqual({ ...nothing, cash: paid, customer_credit: 0 - paid });
      }),
      runs,
    );
  });
});

describe('what cannot be posted', () => {
  test.each<[string, () => Posting]>([
    [
      'payment',
      () => paymentPosting({ toReceivableMinor: 9, toRecoveryMinor: 0, toCreditMinor: -1 }),
    ],
    ['reversal', () => paymentReversalPosting({ toReceivableMinor: -1, fromCreditMinor: 1 })],
    ['write-off', () => writeOffPosting({ amountMinor: -1 })],
    ['fee', () => feePosting({ amountMinor: Number.NaN })],
    ['interest', () => interestPosting({ amountMinor: 0.5 })],
    [
      'bill',
      () => invoicePosting({ netMinor: -1, taxMinor: 0, grossMinor: -1, creditUsedMinor: 0 }),
    ],
    ['use', () => invoicePosting({ netMinor: 1, taxMinor: 0, grossMinor: 1, creditUsedMinor: -1 })],
  ])('a %s of less than nothing, or of parts of a cent, is refused', (_name, post) => {
    expect(refusalOf(post)).toBe('amount_invalid');
  });

  test('an amount that cannot be counted exactly is refused', () => {
    const twice = { toReceivableMinor: largest, toRecoveryMinor: largest, toCreditMinor: 0 };
    expect(refusalOf(() => paymentPosting(twice))).toBe('amount_too_large');
    const huge = feePosting({ amountMinor: largest });
    expect(refusalOf(() => accountTotals([huge, huge]))).toBe('amount_too_large');
  });

  test('parts that do not add up throw, whichever of them is wrong', () => {
    fc.assert(
      fc.property(givenBack, fc.integer({ min: 1, max: 1_000 }), (note, difference) => {
        const wrongParts = [
          { ...note, netMinor: note.netMinor + difference },
          { ...note, taxMinor: note.taxMinor - difference },
          { ...note, grossMinor: note.grossMinor + difference },
        ];
        for (const wrong of wrongParts) {
          expect(() => invoicePosting({ ...wrong, creditUsedMinor: 0 })).toThrow('do not add up');
          expect(() => creditNotePosting(wrong)).toThrow('do not add up');
          expect(() => discountPosting(wrong)).toThrow('do not add up');
        }
        const tooMuch = { ...note, toCreditMinor: note.toCreditMinor + difference };
        expect(() => creditNotePosting(tooMuch)).toThrow('do not add up');
        expect(() =>
          invoicePosting({ ...note, creditUsedMinor: note.grossMinor + difference }),
        ).toThrow('is used for a bill of');
      }),
      runs,
    );
  });

  test('a posting that is out of balance is found', () => {
    fc.assert(
      fc.property(
        anyPosting,
        fc.constantFrom(...accounts),
        fc.integer({ min: 1, max: 1_000 }),
        (posting, account, minor) => {
          expect(() => assertBalanced([...posting, { account, minor }])).toThrow('out of balance');
        },
      ),
      runs,
    );
  });
});

test('the totals of any postings together are nothing, in whatever order they come', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(...Object.values(facts)), { maxLength: 20 }), (postings) => {
      const exact = Object.fromEntries(accounts.map((account) => [account, 0n]));
      for (const { account, minor } of postings.flat()) {
        exact[account] = (exact[account] ?? 0n) + BigInt(minor);
      }
      if (Object.values(exact).some((sum) => !Number.isSafeInteger(Number(sum)))) {
        expect(refusalOf(() => accountTotals(postings))).toBe('amount_too_large');
        return;
      }
      const totals = accountTotals(postings);
      expect(Object.values(totals).reduce((sum, minor) => sum + BigInt(minor), 0n)).toBe(0n);
      expect(accountTotals(postings.toReversed())).toEqual(totals);
    }),
    runs,
  );
});

function allOwed(toReceivableMinor: number) {
  return { toReceivableMinor, toWriteOffMinor: 0, toCreditMinor: 0 };
}
