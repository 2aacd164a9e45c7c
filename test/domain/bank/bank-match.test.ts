import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchCredits } from '../../../domain/bank/match.ts';
import type { Payable, PayableBook } from '../../../domain/bank/matches.ts';
import { findInvoiceNumbers } from '../../../domain/bank/quoted-invoices.ts';
import { creditorReference } from '../../../domain/reference.ts';
import { asTold } from '../../../domain/share-out.ts';
import { credit, payable, quoted } from './entries.ts';

const one = payable(1);
const two = payable(2);
const book = (changes: Partial<PayableBook>): PayableBook => ({ quoted: [], open: [], ...changes });
const matched = (entry: Parameters<typeof credit>[0], known: PayableBook, currency = 'EUR') =>
  matchCredits([credit(entry, currency)], known)[0];

describe('an invoice number in a text', () => {
  test.each<[string, string[]]>([
    ['FB2026-000123', ['FB2026-000123']],
    ['Invoice fb2026-000123, thanks', ['FB2026-000123']],
    ['RgNr:FB2026 000123/FB 2026.000124', ['FB2026-000123', 'FB2026-000124']],
    ['FB2026000123', ['FB2026-000123']],
    ['FB–2026', []],
    ['FB2026-00123', []],
    ['FB2026-000123X', []],
    ['XFB1026-000123', []],
    ['A202026000123', ['A2020-26000123', 'A202026-000123']],
    ['EE382200221020145685', []],
    ['', []],
  ])('"%s"', (text, expected) => {
    expect(findInvoiceNumbers(text)).toEqual(expected);
  });

  test('is found however long the text', () => {
    const text = `${'A '.repeat(10_000)} FB2026-000123`;
    expect(findInvoiceNumbers(text)).toEqual(['FB2026-000123']);
  });
});

describe('what the payer named', () => {
  test.each<[string, Parameters<typeof credit>[0], string]>([
    ['the reference', { structured: quoted(one.reference) }, 'structured reference'],
    ['the number', { structured: quoted(one.invoice) }, 'structured reference'],
    ['the reference in the text', { unstructured: `For ${one.reference}, thanks` }, 'text'],
    ['the number in the text', { unstructured: `for fb 2026/000001` }, 'text'],
    ['the number as the payment’s own id', { endToEndId: one.invoice }, 'end-to-end id'],
    ['the number in the bank’s remark', { remark: one.invoice }, 'bank’s remark'],
  ])('is matched: %s', (_what, entry, place) => {
    expect(matched({ amountMinor: 1, ...entry }, book({ quoted: [one, two] }))).toMatchObject({
      by: 'reference',
      customerId: one.customerId,
      cycleId: one.cycleId,
      allocate: 'this',
      reason: expect.stringContaining(`The ${place} names`),
    });
  });

  test('in the structured reference is believed above the text, and the text above the remark', () => {
    const known = book({ quoted: [one, two] });
    const entry = { structured: quoted(two.reference), unstructured: one.invoice };
    expect(matched(entry, known)).toMatchObject({ cycleId: two.cycleId });
    const texts = { unstructured: two.invoice, remark: one.invoice };
    expect(matched(texts, known)).toMatchObject({ cycleId: two.cycleId });
  });

  test('in the structured reference that is not ours leaves the text its say', () => {
    const entry = { structured: quoted('RF18539007547034'), unstructured: one.invoice };
    expect(matched(entry, book({ quoted: [one] }))).toMatchObject({ cycleId: one.cycleId });
  });

  test('beats amount and name', () => {
    const entry = {
      amountMinor: two.openMinor,
      payerNames: [two.customerName],
      unstructured: one.reference,
    };
    const known = book({ quoted: [one], open: [one, two] });
    expect(matched(entry, known)).toMatchObject({ by: 'reference', cycleId: one.cycleId });
  });

  test('is matched with more or less than is open', () => {
    for (const openMinor of [1, 5_000, 1_000_000]) {
      const known = book({ quoted: [{ ...one, openMinor }] });
      expect(matched({ unstructured: one.reference }, known)).toMatchObject({ allocate: 'this' });
    }
    const givenUp = book({ quoted: [{ ...one, openMinor: 0, givenUpMinor: 1 }] });
    expect(matched({ unstructured: one.reference }, givenUp)).toMatchObject({ allocate: 'this' });
  });

  test('and is settled already leaves the money for what else the customer owes', () => {
    const settled = book({ quoted: [{ ...one, openMinor: 0 }] });
    expect(matched({ unstructured: one.reference }, settled)).toMatchObject({
      by: 'reference',
      cycleId: one.cycleId,
      invoices: [one.invoice],
      allocate: 'oldest_first',
      reason: expect.stringContaining('Nothing is open there'),
    });
  });

  test('of two readings of one text is the longer one', () => {
    const checkDigits = one.reference.slice(2, 4);
    const longer = Array.from({ length: 1_000 }, (_, suffix) =>
      creditorReference(`${one.reference.slice(4)}${suffix}`),
    ).find((reference) => reference.slice(2, 4) === checkDigits);
    if (!longer) throw new Error('no reference begins with another one');
    const long = { ...two, reference: longer };
    const text = `${one.reference} ${longer.slice(one.reference.length)} thanks`;
    const known = book({ quoted: [one, long] });
    expect(matched({ unstructured: text }, known)).toMatchObject({ cycleId: long.cycleId });
    expect(matched({ unstructured: text }, book({ quoted: [one] }))).toMatchObject({
      cycleId: one.cycleId,
    });
  });

  test('in another currency is for a person', () => {
    const entry = { unstructured: one.reference };
    expect(matched(entry, book({ quoted: [one] }), 'USD')).toMatchObject({
      by: null,
      doubt: 'other_currency',
      invoices: [one.invoice],
    });
  });
});

describe('several invoices in one payment', () => {
  const ofOne = { customerId: 'C', customerName: 'Ana Novak' };
  const older = payable(1, { ...ofOne, openMinor: 3_000, dueOn: '2026-01-20' });
  const newer = payable(2, { ...ofOne, openMinor: 2_000, dueOn: '2026-02-20' });
  const known = book({ quoted: [newer, older] });
  const texts = { unstructured: `${newer.invoice} and ${older.reference}` };

  test('get what they need, from the oldest on', () => {
    expect(matched(texts, known)).toMatchObject({
      by: 'reference',
      cycleId: older.cycleId,
      allocate: [
        { invoice: older.invoice, amountMinor: 3_000 },
        { invoice: newer.invoice, amountMinor: 2_000 },
      ],
    });
  });

  test('get what the payer said, where that makes the whole', () => {
    const structured = (first: number, second: number) => [
      { reference: newer.reference, amountMinor: first },
      { reference: older.reference, amountMinor: second },
    ];
    expect(matched({ structured: structured(1_500, 3_500) }, known)).toMatchObject({
      allocate: [
        { invoice: older.invoice, amountMinor: 3_500 },
        { invoice: newer.invoice, amountMinor: 1_500 },
      ],
    });
    expect(matched({ structured: structured(1_500, 3_499) }, known)).toMatchObject({
      allocate: [{ amountMinor: 3_000 }, { amountMinor: 2_000 }],
    });
  });

  test('of one cycle are one', () => {
    const again = { ...newer, cycleId: older.cycleId };
    expect(matched(texts, book({ quoted: [older, again] }))).toMatchObject({ allocate: 'this' });
  });

  test('of several customers are for a person', () => {
    const other = { ...newer, customerId: 'D' };
    expect(matched(texts, book({ quoted: [older, other] }))).toMatchObject({
      by: null,
      doubt: 'several_customers',
      invoices: [older.invoice, other.invoice],
    });
  });

  test('what was written off is wanted too, and what is settled wants nothing', () => {
    const givenUp = { ...older, openMinor: 0, givenUpMinor: 700 };
    expect(matched(texts, book({ quoted: [givenUp, newer] }))).toMatchObject({
      allocate: [{ amountMinor: 700 }, { amountMinor: 2_000 }],
    });
    const settled = { ...newer, openMinor: 0 };
    expect(matched(texts, book({ quoted: [older, settled] }))).toMatchObject({
      allocate: [{ invoice: older.invoice }],
    });
    const allSettled = book({ quoted: [{ ...older, openMinor: 0 }, settled] });
    expect(matched(texts, allSettled)).toMatchObject({ allocate: 'oldest_first' });
  });
});

describe('amount and name', () => {
  const ana = payable(1, { customerName: 'Ana Müller', openMinor: 5_000 });
  const entry = { amountMinor: 5_000, payerNames: ['MUELLER ANA'] };

  test('are believed when both fit one claim alone', () => {
    expect(matched(entry, book({ open: [ana, two] }))).toMatchObject({
      by: 'amount_and_name',
      cycleId: ana.cycleId,
      allocate: 'this',
    });
    const forAna = { ...entry, payerNames: ['Somebody Else', 'Ana Muller'] };
    expect(matched(forAna, book({ open: [ana] }))).toMatchObject({ by: 'amount_and_name' });
  });

  test.each<[string, Parameters<typeof credit>[0], readonly Payable[]]>([
    ['a cent more', { amountMinor: 5_001 }, [ana]],
    ['another name', { payerNames: ['Ana Novak'] }, [ana]],
    ['no name', { payerNames: [] }, [ana]],
    ['nothing open', {}, []],
    ['another currency', {}, [{ ...ana, currency: 'USD' }]],
  ])('are not believed with %s', (_what, changes, open) => {
    expect(matched({ ...entry, ...changes }, book({ open }))).toMatchObject({
      by: null,
      doubt: 'nothing_fits',
    });
  });

  test('are not believed when two claims have them, be they of one customer', () => {
    const other = { ...ana, cycleId: 'cycle-9', invoice: 'FB2026-000009' };
    expect(matched(entry, book({ open: [ana, other] }))).toMatchObject({
      by: null,
      doubt: 'several_fit',
      invoices: [ana.invoice, other.invoice],
    });
  });

  test('match a claim once, however often somebody pays', () => {
    const results = matchCredits([credit(entry), credit(entry)], book({ open: [ana] }));
    expect(results).toMatchObject([{ by: 'amount_and_name' }, { by: null }]);
  });

  test('do not match what another payment of the page names', () => {
    const named = credit({ unstructured: ana.reference });
    const known = book({ quoted: [ana], open: [ana] });
    expect(matchCredits([credit(entry), named], known)).toMatchObject([
      { by: null },
      { by: 'reference' },
    ]);
  });
});

test('money that nobody paid, and sums of many, are for a person whatever they name', () => {
  const known = book({ quoted: [one], open: [one] });
  const named = { unstructured: one.reference, payerNames: [one.customerName] };
  expect(matched({ ...named, isReversal: true }, known)).toMatchObject({ doubt: 'reversal' });
  expect(matched({ ...named, isUndividedBatch: true }, known)).toMatchObject({
    doubt: 'undivided_batch',
  });
});

describe('never by chance', () => {
  const invoices = fc
    .uniqueArray(fc.integer({ min: 1, max: 999_999_999 }), { minLength: 1, maxLength: 20 })
    .map((sequences) => sequences.map((sequence) => payable(sequence)));
  const noise = fc.string({
    unit: fc.constantFrom(...Array.from('0123456789FBR 2026-/.,:')),
    maxLength: 60,
  });
  /** The cycles whose number stands in the text, letter by letter, whatever is between. */
  const cyclesIn = (text: string, all: readonly Payable[]) => {
    const squeezed = text.replaceAll(/[^A-Z0-9]/g, '');
    const named = all.filter(({ invoice }) => squeezed.includes(invoice.replace('-', '')));
    return named.map(({ cycleId }) => cycleId);
  };

  test('does a text that names no invoice pay one', () => {
    fc.assert(
      fc.property(invoices, noise, (all, text) => {
        const entry = { unstructured: text, amountMinor: 1, payerNames: ['Nobody'] };
        const match = matched(entry, book({ quoted: all, open: all }));
        if (match?.by) expect(cyclesIn(text, all)).toContain(match.cycleId);
      }),
      { numRuns: 5_000 },
    );
  });

  test('does noise around a reference lead to another invoice', () => {
    fc.assert(
      fc.property(invoices, fc.nat(), noise, noise, (all, seed, before, after) => {
        const meant = all[seed % all.length] ?? one;
        const text = `${before} ; ${meant.reference} ; ${after}`;
        const match = matched({ unstructured: text }, book({ quoted: all }));
        fc.pre(cyclesIn(before, all).length + cyclesIn(after, all).length === 0);
        expect(match).toMatchObject({ by: 'reference', cycleId: meant.cycleId, allocate: 'this' });
      }),
      { numRuns: 3_000 },
    );
  });

  test('does an amount with a name pay a claim that is not the only one', () => {
    const names = ['Ana Novak', 'NOVAK ANA', 'Ana Kos', 'Jürgen Groß', 'Juergen Gross'];
    const claims = fc.array(
      fc.record({
        customerName: fc.constantFrom(...names),
        openMinor: fc.constantFrom(1_000, 2_000),
      }),
      { maxLength: 8 },
    );
    const key = (name: string) => (name.toLowerCase().includes('novak') ? 'novak' : name.slice(-3));
    fc.assert(
      fc.property(claims, fc.constantFrom(...names), (facts, payer) => {
        const open = facts.map((fact, index) => payable(index + 1, fact));
        const match = matched({ amountMinor: 1_000, payerNames: [payer] }, book({ open }));
        const fitting = open.filter(
          ({ customerName, openMinor }) =>
            openMinor === 1_000 &&
            key(customerName).replace('oß', 'oss').slice(-3) ===
              key(payer).replace('oß', 'oss').slice(-3),
        );
        expect(match?.by).toBe(fitting.length === 1 ? 'amount_and_name' : null);
        if (match?.by) expect(match.cycleId).toBe(fitting[0]?.cycleId);
      }),
      { numRuns: 2_000 },
    );
  });
});

test('orders for several invoices never hand out more than came, nor less than all of it', () => {
  const facts = fc.array(
    fc.record({
      openMinor: fc.nat(10_000),
      givenUpMinor: fc.nat(1_000),
      dueOn: fc.constantFrom('2026-01-01', '2026-02-01'),
    }),
    { minLength: 2, maxLength: 6 },
  );
  fc.assert(
    fc.property(facts, fc.integer({ min: 1, max: 50_000 }), (all, amountMinor) => {
      const invoices = all.map((fact, at) => payable(at + 1, { ...fact, customerId: 'C' }));
      const unstructured = invoices.map(({ invoice }) => invoice).join(', ');
      const match = matched({ amountMinor, unstructured }, book({ quoted: invoices }));
      if (!match?.by || match.allocate === 'this') throw new Error('it must be matched');
      const isWanted = all.some(({ openMinor, givenUpMinor }) => openMinor + givenUpMinor > 0);
      expect(match.allocate === 'oldest_first').toBe(!isWanted);
      if (match.allocate === 'oldest_first') return;
      const orders = match.allocate.map(({ invoice, amountMinor: minor }) => ({
        key: invoice,
        amountMinor: minor,
      }));
      const shares = [...asTold(amountMinor, orders, 'home').values()];
      expect(shares.reduce((sum, minor) => sum + minor, 0)).toBe(amountMinor);
    }),
    { numRuns: 1_000 },
  );
});

test('each of hundreds of payments finds its claim among thousands of one amount', () => {
  const open = Array.from({ length: 3_000 }, (_, at) =>
    payable(at + 1, { customerName: `Müller Nº ${at}` }),
  );
  const credits = Array.from({ length: 300 }, (_, at) =>
    credit({ payerNames: [`MUELLER NO ${at * 10}`] }),
  );
  const matches = matchCredits(credits, book({ open }));
  expect(matches.filter(({ by }) => by === 'amount_and_name')).toHaveLength(300);
});
