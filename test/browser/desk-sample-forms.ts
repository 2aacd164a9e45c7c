/** Made-up forms and comparisons for the pages of the desk. */
import type { DecideView } from '../../api/desk/decide-view.ts';
import type { FairnessPanelView } from '../../api/desk/views.ts';

const sampleId = '0199c0de-7000-7000-8000-000000000001';

export const fairness: FairnessPanelView = {
  currency: 'EUR',
  recurring: {
    ownMinor: 70_00,
    words: 'pays €3.10 more than 212 similar customers (62nd percentile)',
    spreadWords: 'half of them pay €66.90 or less, the middle half from €61.90 to €71.90',
    peers: { medianMinor: 66_90, lowerQuartileMinor: 61_90, upperQuartileMinor: 71_90 },
  },
  services: [
    {
      serviceCode: 'fibre',
      description: 'Fibre 300',
      ownMinor: 50_00,
      words: 'pays as much as 212 similar customers (48th percentile)',
      spreadWords: 'the middle half of them pays €50.00',
      listWords: 'pays what most customers pay (€50.00, 1,204 of 1,890)',
      peers: { medianMinor: 50_00, lowerQuartileMinor: 50_00, upperQuartileMinor: 50_00 },
    },
    {
      serviceCode: 'tv',
      description: 'TV package',
      ownMinor: 20_00,
      words: 'too few similar customers to compare with',
      spreadWords: null,
      listWords: 'there is no price that most customers pay',
      peers: null,
    },
  ],
  ended: [{ words: 'Fibre 300 at €40.00 ended on 28 February 2026 and costs €50.00 now' }],
  charges: { words: 'was charged no fee and no interest in the last 12 months' },
  promises: { words: 'has made no promise to pay' },
  paid: { words: 'paid 23 of the last 24 bills on time' },
  tenure: { words: 'customer for 7 years' },
  answered: { words: 'we answered 2 of 2 questions in time' },
  disputes: { words: 'questioned 1 bill before' },
  grants: { words: 'was granted nothing before' },
  peerGrants: [{ words: 'too few similar customers were granted anything for this reason' }],
};

export const grantForm: DecideView = {
  disputeId: sampleId,
  kind: 'grant',
  customer: 'Maja Novak',
  bill: '2026-000231',
  amount: { minor: 24_40, currency: 'EUR' },
  variants: [
    {
      code: 'amount_off_lines',
      label: 'Amount off lines',
      note: 'up to €15.00',
      isCurrent: true,
    },
    {
      code: 'percent_off_lines',
      label: 'Percent off lines',
      note: 'up to €15.00',
      isCurrent: false,
    },
    { code: 'goodwill_credit', label: 'Goodwill', note: 'up to €10.00', isCurrent: false },
    {
      code: 'percent_off_next_bills',
      label: 'Percent off next bills',
      note: 'needs a second person',
      isCurrent: false,
    },
    { code: 'free_months', label: 'Free months', note: 'needs a second person', isCurrent: false },
  ],
  variant: 'amount_off_lines',
  fields: [
    {
      type: 'amounts',
      legend: 'How much off which line?',
      hint: 'Before tax; the tax on it goes too.',
      currency: 'EUR',
      rows: [
        {
          name: 'line_2',
          label: 'TV package',
          leftMinor: 20_00,
          isDisputed: true,
          value: '9.84',
        },
        { name: 'line_1', label: 'Fibre 300', leftMinor: 50_00, isDisputed: false, value: '' },
      ],
    },
    {
      type: 'words',
      name: 'words',
      label: 'What the customer reads',
      hint: 'It stands in their letter as you write it.',
      value: 'Spoštovani, televizijskega paketa res niste naročili.',
      isNeeded: false,
      language: 'sl',
    },
  ],
  faults: [],
  outcome: {
    verdict: 'allowed',
    title: 'You may grant this',
    consequences: [
      '€12.00 is taken off bill 2026-000231 by a credit note: €73.40 stays open.',
      '€12.40 that was held is asked for again; the ladder goes on with the 9 days that were left.',
      'The customer gets a letter in Slovenian, and is asked tomorrow whether they are content.',
      'The case is closed.',
    ],
    rules: [
      {
        rule: 'per_grant',
        says: 'allowed',
        words: 'This is within the €15.00 that I may grant alone.',
      },
      { rule: 'tenure', says: 'allowed', words: 'You have been with us for 7 years.' },
      {
        rule: 'team_budget',
        says: 'allowed',
        words: 'Our team has €1,840.00 left to grant this month.',
      },
    ],
    button: 'Grant €12.00 and close',
    judged: '{}',
  },
  requestId: sampleId,
};

export const refusedForm: DecideView = {
  ...grantForm,
  fields: grantForm.fields.map((field) =>
    field.type === 'amounts'
      ? {
          ...field,
          rows: field.rows.map((line) =>
            line.name === 'line_2' ? { ...line, value: '99' } : { ...line, value: 'ten' },
          ),
        }
      : field,
  ),
  faults: [
    { name: 'line_2', what: 'Of TV package €20.00 is left; €99.00 is more.' },
    { name: 'line_1', what: '“ten” is no amount in euros, such as 12.50.' },
  ],
  outcome: {
    verdict: 'refused',
    title: 'You may not grant this',
    consequences: ['Nobody at your desk may; a supervisor may grant up to €80.00.'],
    rules: [
      {
        rule: 'per_grant',
        says: 'refused',
        words: 'This is above the €40.00 that I may grant even with a colleague’s approval.',
      },
    ],
    button: null,
    judged: '{}',
  },
};
