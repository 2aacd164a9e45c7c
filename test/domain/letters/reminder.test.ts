import { describe, expect, test } from 'vitest';
import { reminderLetter } from '../../../domain/letters/reminder.ts';
import type { ReminderFacts } from '../../../domain/letters/words.ts';

const link = 'https://bills.example/bill/abc';

const facts: ReminderFacts = {
  template: 'reminder',
  language: 'en',
  sellerName: 'Seller',
  customerName: 'Maja Novak',
  invoiceNumber: '2026-000001',
  reference: 'RF18',
  iban: null,
  openMinor: 86_40,
  chargedMinor: 0,
  currency: 'EUR',
  dueOn: '2026-03-15',
  daysOverdue: 4,
  link,
};

describe.each([
  ['en', 'See your bill, pay it or ask about it: '],
  ['de', 'Rechnung ansehen, bezahlen oder dazu etwas fragen: '],
  ['et', 'Vaadake arvet, tasuge see või küsige selle kohta: '],
  ['sl', 'Oglejte si račun, plačajte ga ali nas vprašajte o njem: '],
])('a reminder in %s', (language, words) => {
  test('says on a line of its own where the bill is, when there is a page of it', () => {
    const { text } = reminderLetter({ ...facts, language });
    expect(text.split('\n')).toContain(`${words}${link}`);
  });

  test('without a page has one paragraph less, and no gap', () => {
    const [linked, plain] = [link, null].map((link) =>
      reminderLetter({ ...facts, language, link }).text.split('\n\n'),
    );
    expect(linked?.filter((paragraph) => !paragraph.includes(words))).toEqual(plain);
    expect(plain?.every((paragraph) => paragraph.trim() !== '')).toBe(true);
  });
});
