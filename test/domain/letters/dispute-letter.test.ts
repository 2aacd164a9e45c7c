import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instantAt } from '../../../domain/calendar.ts';
import { disputeReasons } from '../../../domain/dispute/reasons.ts';
import { disputeLetter } from '../../../domain/letters/dispute/dispute-letter.ts';
import type {
  DecisionTold,
  DisputeLetterAbout,
  DisputeLetterSaying,
  GrantTold,
} from '../../../domain/letters/dispute/facts.ts';
import {
  disputeLetterLanguages,
  disputeReasonWords,
} from '../../../domain/letters/dispute/languages.ts';
import { formatMoney } from '../../../domain/money.ts';

const languages = ['en', 'de', 'et', 'sl'];

const atMs = instantAt('2026-03-16', '16:30', 'Europe/Tallinn');

const about: DisputeLetterAbout = {
  language: 'en',
  timeZone: 'Europe/Tallinn',
  currency: 'EUR',
  sellerName: 'Demo Telecom',
  customerName: 'Maja Novak',
  invoiceNumber: '2026-000231',
  disputeId: '0199c0de-0000-7000-8000-000000000001',
  openMinor: 62_00,
  reopenUntilMs: atMs,
  link: 'https://bills.example/bill/token',
};

const explanation = 'You rented two films.\nHTML <b>stays</b> text.';

const grants: readonly GrantTold[] = [
  { kind: 'percent_off_lines', positions: [2, 4], basisPoints: 2_000 },
  { kind: 'amount_off_lines', lines: [{ position: 3 }] },
  { kind: 'percent_off_next_bills', basisPoints: 1_250, bills: 3 },
  { kind: 'amount_off_next_bills', netMinor: 5_00, bills: 2 },
  { kind: 'free_months', months: 1 },
  { kind: 'free_months', months: 2 },
  { kind: 'waive_charges' },
  { kind: 'goodwill_credit' },
  { kind: 'better_price', serviceName: 'Fibre 300', unitPriceMinor: 40_00, bills: 12 },
];

const decisions: readonly DecisionTold[] = [
  { outcome: 'explained', explanation },
  {
    outcome: 'corrected',
    creditNote: 'C2026-000007',
    creditedMinor: 24_40,
    newInvoice: '2026-000300',
    explanation: null,
  },
  ...grants.map(
    (grant): DecisionTold => ({
      outcome: 'granted',
      grant,
      worthMinor: 12_00,
      creditNote: null,
      explanation,
    }),
  ),
  {
    outcome: 'promised',
    instalments: [
      { on: '2026-03-20', amountMinor: 40_00 },
      { on: '2026-04-20', amountMinor: 22_00 },
    ],
  },
  { outcome: 'rejected', explanation },
  { outcome: 'changed', change: 'Fibre 100 instead of Fibre 300', from: '2026-04-01' },
];

const received: DisputeLetterSaying = {
  template: 'received',
  reason: 'wrong_price',
  firstAnswerByMs: atMs,
  heldMinor: 24_40,
  restMinor: 62_00,
  isReopened: false,
};

const sayings: readonly DisputeLetterSaying[] = [
  ...disputeReasons.map((reason): DisputeLetterSaying => ({ ...received, reason })),
  { ...received, isReopened: true, heldMinor: 0, restMinor: 0 },
  { template: 'answered', explanation, decideByMs: atMs },
  { template: 'answered', explanation, decideByMs: null },
  { template: 'waiting', untilMs: atMs },
  ...decisions.map((decision): DisputeLetterSaying => ({ template: 'decided', decision })),
  {
    template: 'default_decision',
    promisedByMs: atMs,
    amountMinor: 24_40,
    creditNote: 'C2026-000008',
  },
  { template: 'default_decision', promisedByMs: atMs, amountMinor: 0, creditNote: null },
  { template: 'withdrawn' },
  { template: 'moot' },
  { template: 'satisfaction' },
];

const write = (says: DisputeLetterSaying, changes: Partial<DisputeLetterAbout> = {}) =>
  disputeLetter({ ...about, ...changes, says });

const titled = sayings.map((says): [string, DisputeLetterSaying] => [
  says.template === 'decided' ? `${says.template} ${says.decision.outcome}` : says.template,
  says,
]);

describe.each(languages)('letters about a dispute in %s', (language) => {
  test.each(titled)(
    '%s: no gap where a value belongs, and no paragraph is empty',
    (_title, says) => {
      for (const changes of [{}, { link: null, reopenUntilMs: null, openMinor: 0 }]) {
        const { subject, text } = write(says, { language, ...changes });
        expect(`${subject}\n${text}`).not.toMatch(
          /undefined|NaN|null|true|false|\[object|[{}$]|Invalid| {2}| [.,:!]|\.\.|::/,
        );
        expect(subject).toMatch(/^\S[^\n]*\S$/);
        expect(subject).toContain(about.invoiceNumber);
        for (const paragraph of text.trimEnd().split('\n\n'))
          expect(paragraph).toMatch(/^\S.*\S$/s);
        expect(text).toContain('Maja Novak');
        expect(text).toMatch(/Demo Telecom\n$/);
      }
    },
  );

  test('has words of its own for each letter and each reason', () => {
    if (language === 'en') return;
    for (const says of sayings) {
      expect(write(says, { language }).subject).not.toBe(write(says).subject);
    }
    const reasons = Object.values(disputeReasonWords(language));
    const english = Object.values(disputeReasonWords('en'));
    expect(reasons.filter((words) => english.includes(words))).toEqual([]);
    expect(new Set(reasons).size).toBe(disputeReasons.length);
  });

  test('writes each amount as money of that language', () => {
    const { text } = write(received, { language });
    expect(text).toContain(formatMoney(24_40, 'EUR', language));
    expect(text).toContain(formatMoney(62_00, 'EUR', language));
    const decided = write(
      { template: 'decided', decision: { outcome: 'explained', explanation } },
      { language },
    );
    expect(decided.text).toContain(formatMoney(62_00, 'EUR', language));
  });

  test('tells until when somebody answers by the clock of the customer', () => {
    expect(write(received, { language }).text).toContain('16:30');
    const inLisbon = write(received, { language, timeZone: 'Europe/Lisbon' }).text;
    expect(inLisbon).toContain('14:30');
  });

  test('asks for satisfaction by one press for each of five scores, or by a reply', () => {
    const { text } = write({ template: 'satisfaction' }, { language });
    const pressed = [...text.matchAll(/^\d – .*: (https:\S+)$/gm)].map(([, link]) => link);
    expect(pressed).toEqual(
      [1, 2, 3, 4, 5].map((score) => `${about.link}/satisfaction/${about.disputeId}/${score}`),
    );
    const unlinked = write({ template: 'satisfaction' }, { language, link: null }).text;
    expect(unlinked).not.toContain('http');
    expect(unlinked.match(/^\d – /gm)).toHaveLength(5);
  });
});

test('what people wrote goes in as it is, whatever it is', () => {
  const anything = fc.record({
    words: fc.string({ minLength: 1, maxLength: 400, unit: 'grapheme' }),
    name: fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' }),
    language: fc.constantFrom(...languages, 'fr', '__proto__', 'de-AT'),
  });
  fc.assert(
    fc.property(anything, ({ words, name, language }) => {
      const people = { language, customerName: name, sellerName: name };
      for (const says of [
        { template: 'answered', explanation: words, decideByMs: null },
        { template: 'decided', decision: { outcome: 'rejected', explanation: words } },
        { template: 'decided', decision: { outcome: 'changed', change: words, from: null } },
      ] satisfies DisputeLetterSaying[]) {
        const { subject, text } = write(says, people);
        expect(text).toContain(words);
        expect(text).toContain(name);
        expect(subject).toBe(write(says, { language }).subject);
      }
    }),
  );
});

test('after its end a letter says what is left to pay and how long the question can be reopened', () => {
  const { text } = write({ template: 'withdrawn' });
  expect(text).toContain('€62.00 of the bill is still to be paid.');
  expect(text).toContain('until 16 March 2026 at 16:30.');
  const settled = write({ template: 'withdrawn' }, { openMinor: 0, reopenUntilMs: null }).text;
  expect(settled).toContain('Nothing of the bill is left to pay.');
  expect(settled).not.toContain('take your question up');
  expect(write(received).text).not.toContain('still to be paid');
});

test('a language is found by its tag, and English stands in for one that is not there', () => {
  expect(Object.keys(disputeLetterLanguages).sort()).toEqual([...languages].sort());
  expect(disputeReasonWords('de-AT').other).toBe('Etwas anderes');
  for (const unknown of ['fr', '', 'constructor', '__proto__']) {
    expect(disputeReasonWords(unknown).other).toBe('Something else');
  }
});

test('a missed promise that earns nothing is not called a decision in the customer’s favour', () => {
  const missed = { template: 'default_decision', promisedByMs: atMs, creditNote: null } as const;
  expect(write({ ...missed, amountMinor: 5_00 }).text).toContain('in your favour: you get €5.00.');
  const { subject, text } = write({ ...missed, amountMinor: 0 });
  expect(`${subject}${text}`).not.toMatch(/favour|€0/);
  expect(text).toContain('take it up again');
});
