import { expect, test } from 'vitest';
import { gathered, row } from './rows.ts';

const reasonsOf = (...rows: Parameters<typeof row>[1][]) =>
  gathered(rows.map((changes, index) => row(index + 2, changes))).bad.map(
    ({ row: { line }, reasons }) => `${line}: ${reasons.join('; ')}`,
  );

test('a row becomes a customer, a contract and a line, with the seller’s ways where it is silent', () => {
  expect(gathered([row(2)])).toEqual({
    rows: 1,
    bad: [],
    book: {
      customers: [
        {
          seller: 'shop',
          number: 'C-1',
          name: 'Mari Tamm',
          email: 'mari@example.com',
          language: 'en',
          country: 'EE',
          timeZone: 'Europe/Tallinn',
          currency: 'EUR',
          isBusiness: false,
          vatNumber: null,
          addressLine: '',
          postalCode: '',
          city: '',
          customerSince: null,
          paymentMethod: null,
          attributes: {},
        },
      ],
      services: [
        { seller: 'shop', code: 'fibre', names: { en: 'Fibre' }, taxCategory: 'standard' },
      ],
      contracts: [
        {
          seller: 'shop',
          customer: 'C-1',
          number: 'C-1',
          kind: 'standard',
          anchorOn: '2026-01-15',
          interval: { unit: 'month', count: 1 },
          startsOn: '2026-01-15',
          endsOn: null,
          terms: { kind: 'net_days', days: 14 },
          ladder: { code: 'standard', version: 1 },
          nextBillOn: '2026-03-15',
          attributes: {},
          lines: [
            {
              service: 'fibre',
              description: null,
              quantity: '1',
              unitPriceMinor: 2990,
              priceVersion: null,
              fromOn: null,
              toOn: null,
            },
          ],
        },
      ],
    },
  });
});

test('every reason why a row is bad is given, by the name of its column', () => {
  expect(
    reasonsOf({
      customer_number: 'C 1',
      customer_name: '',
      email: 'mari.example.com',
      country: 'XX',
      language: 'klingonish',
      time_zone: 'Europe/Atlantis',
      currency: 'EURO',
      starts_on: '2026-02-30',
      interval: 'often',
      terms: 'soon',
      ladder: 'steep',
      price: '29,90',
      quantity: '1.5 kg',
      tax_category: 'none',
    }),
  ).toEqual([
    '2: “country”: “XX” is no country code of two letters such as EE; ' +
      '“customer_number”: “C 1” is not made of up to 40 letters, digits, dots and hyphens; ' +
      '“customer_name”: is empty; ' +
      '“email”: “mari.example.com” is no e-mail address; ' +
      '“language”: “klingonish” is no language code such as et; ' +
      '“time_zone”: “Europe/Atlantis” is no time zone such as Europe/Tallinn; ' +
      '“currency”: “EURO” is no currency code such as EUR; ' +
      '“starts_on”: “2026-02-30” is no date YYYY-MM-DD; ' +
      '“interval”: “often” is no interval such as monthly, 3 months or 2 weeks; ' +
      '“steep” is none of the seller’s ladders; ' +
      '“terms”: “soon” are no terms such as 14 days, end of month or day 15; ' +
      '“price”: “29,90” is no price in EUR such as 12.50; ' +
      '“quantity”: “1.5 kg” is no quantity such as 2 or 1.5; ' +
      '“tax_category”: “none” is none of the tax categories standard, reduced, zero, exempt, outside_scope',
  ]);
});

test.each([
  [
    'a VAT number of another form',
    { business: 'yes', vat_number: 'EE12' },
    /“vat_number”: “EE12” is no VAT number/,
  ],
  [
    'a VAT number with other check digits',
    { business: 'yes', vat_number: 'EE100000095' },
    /“EE100000095” is no VAT number/,
  ],
  [
    'a VAT number of a private person',
    { vat_number: 'EE100000094' },
    /the customer is no business/,
  ],
  [
    'an end before the start',
    { ends_on: '2026-01-15' },
    /ends on 2026-01-15 and starts on 2026-01-15/,
  ],
  [
    'a service that ends before it begins',
    { from_on: '2026-02-01', to_on: '2026-01-01' },
    /the service ends/,
  ],
  [
    'an amount that cannot be counted',
    { price: '90000000000000', quantity: '1000' },
    /too much to count/,
  ],
  ['a price below nothing', { price: '-1' }, /below nothing/],
  ['a third decimal of a cent', { price: '1.005' }, /no price in EUR/],
  ['a decimal of a yen', { currency: 'JPY', price: '100.5' }, /no price in JPY/],
  ['a line break in a name', { customer_name: 'Mari\nBcc: all' }, /line break/],
  ['a second address', { email: 'a@example.com, b@example.com' }, /no e-mail address/],
])('%s makes a bad row', (_, changes, reason) => {
  expect(reasonsOf(changes)).toEqual([expect.stringMatching(reason)]);
});

test('a VAT number is kept without what people put between its digits', () => {
  const european = row(2, { business: 'yes', vat_number: 'ee 100-000.094' });
  const american = row(3, {
    customer_number: '2',
    country: 'US',
    business: '1',
    vat_number: '94-1',
  });
  const { book } = gathered([european, american]);
  expect(book.customers.map(({ vatNumber }) => vatNumber)).toEqual(['EE100000094', '941']);
});

test('what a cell holds is shown cut short and without what could write over a screen', () => {
  const [reason = ''] = reasonsOf({ email: `\u001b[2J\u202e${'x'.repeat(500)}` });
  expect(reason).toMatch(/^2: “email”: “·\[2J·x+…” is no e-mail address$/);
  expect(reason.length).toBeLessThan(120);
});

test('rows of one customer come together, and must say the same of them', () => {
  const tv = { service_code: 'tv', service_name: 'Television', price: '9.90' };
  const { book } = gathered([row(2), row(3, tv)]);
  expect(book.customers).toHaveLength(1);
  expect(book.contracts[0]?.lines.map(({ service }) => service)).toEqual(['fibre', 'tv']);
  expect(reasonsOf({}, { ...tv, email: 'other@example.com', interval: 'yearly' })).toEqual([
    '2: left out with customer “C-1”, whose line 3 is bad',
    '3: the customer “C-1” has another email in line 2; ' +
      'the contract “C-1 C-1” has another interval in line 2',
  ]);
});

test('a row that is in the file twice is not billed twice', () => {
  expect(reasonsOf({}, {})).toEqual([
    expect.stringMatching(/^2: left out/),
    expect.stringMatching(/^3: the contract has the service “fibre” already, in line 2/),
  ]);
});

test('a service has one name and one tax category in the whole file', () => {
  const other = { customer_number: 'C-2', service_name: 'Fiber', tax_category: 'reduced' };
  expect(reasonsOf({}, other)).toEqual([
    '3: the service “fibre” has another name in line 2; ' +
      'the service “fibre” has another tax category in line 2',
  ]);
});

test('one bad row keeps its whole customer out, and nobody else', () => {
  const other = { customer_number: 'C-2' };
  const { book, bad } = gathered([
    row(2),
    row(3, { service_code: 'tv', price: 'free' }),
    row(4, other),
  ]);
  expect(book.customers.map(({ number }) => number)).toEqual(['C-2']);
  expect(bad.map(({ row: { line }, isLeftOut }) => [line, isLeftOut])).toEqual([
    [2, true],
    [3, false],
  ]);
});

test.each([
  ['monthly', '2026-01-15', '', '2026-03-15'],
  ['monthly', '2026-01-31', '', '2026-03-31'],
  ['monthly', '2026-03-01', '', '2026-03-01'],
  ['yearly', '2024-02-29', '', '2027-02-28'],
  ['2 weeks', '2026-02-17', '', '2026-03-03'],
  ['quarterly', '2026-06-01', '', '2026-06-01'],
  ['monthly', '2026-01-15', '2026-03-15', null],
  ['monthly', '2026-01-15', '2026-03-16', '2026-03-15'],
])(
  '%s from %s until “%s”, taken over on 1 March, is first billed for %s',
  (interval, starts_on, ends_on, first) => {
    const { book } = gathered([row(2, { interval, starts_on, ends_on })]);
    expect(book.contracts[0]?.nextBillOn).toBe(first);
  },
);
