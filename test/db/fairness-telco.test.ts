import { readFile } from 'node:fs/promises';
import { beforeAll, expect, test } from 'vitest';
import { issuePage } from '../../activities/issue-page.ts';
import { openRun } from '../../activities/runs.ts';
import { importFile } from '../../bin/import/import-file.ts';
import { readMapping } from '../../bin/import/mapping-file.ts';
import { readCustomerFacts } from '../../db/customer-facts.ts';
import { readFairness } from '../../db/fairness.ts';
import { connect } from '../../db/orm.ts';
import { parseDecimal } from '../../domain/money.ts';
import { withFile } from '../domain/import/temporary-file.ts';
import { billOf, march } from './fairness-town.ts';
import { ownDatabase } from './own-database.ts';
import { madeUpTelco, telcoFile } from './telco-file.ts';

const { database, em, url } = ownDatabase();
const nowMs = Date.parse(`${march}T10:00:00Z`);
const what = telcoFile
  ? 'the whole real file'
  : 'three made-up rows, FAIRBILL_TELCO_CSV not being set';

type Row = Readonly<Record<string, string>>;

/** The file once more, by hand: none of its fields is quoted. */
async function readRows(): Promise<Row[]> {
  const text = telcoFile ? await readFile(telcoFile, 'utf8') : madeUpTelco;
  const [header = [], ...rows] = text
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','));
  return rows.map((cells) =>
    Object.fromEntries(header.map((name, index) => [name, cells[index] ?? ''])),
  );
}

const minorOf = (row: Row) => parseDecimal(row['MonthlyCharges'] ?? '', 'USD');
const bandOf = (row: Row) => {
  const months = Number(row['tenure']);
  return [6, 12, 24, 48].filter((edge) => months >= edge).length;
};
const servicesOf = (row: Row) =>
  [
    ...['PhoneService', 'MultipleLines', 'OnlineSecurity', 'OnlineBackup', 'DeviceProtection'],
    ...['TechSupport', 'StreamingTV', 'StreamingMovies'],
  ]
    .map((name) => (row[name] === 'Yes' ? name : ''))
    .concat(row['InternetService'] ?? '')
    .join();

/** The comparison by its definitions, one customer after the other; shares as fractions. */
function byBruteForce(own: Row, isPeer: (other: Row) => boolean, rows: readonly Row[]) {
  const isSimilar = (row: Row) =>
    row['Contract'] === own['Contract'] && bandOf(row) === bandOf(own);
  const others = rows.filter((row) => row !== own && isSimilar(row) && isPeer(row));
  const prices = others.map(minorOf).toSorted((one, other) => one - other);
  if (prices.length < 20) return null;
  const mine = minorOf(own);
  const less = prices.filter((price) => price < mine).length;
  const same = prices.filter((price) => price === mine).length;
  const rank = (part: number) => prices[Math.ceil(prices.length * part) - 1] ?? Number.NaN;
  return {
    ...{ peers: prices.length, less, same, more: prices.length - less - same },
    percentile: Math.round((100 * (less + same / 2)) / prices.length),
    ...{ medianMinor: rank(0.5), lowerQuartileMinor: rank(0.25), upperQuartileMinor: rank(0.75) },
    differenceMinor: mine - rank(0.5),
  };
}

let rows: Row[] = [];

beforeAll(async () => {
  rows = await readRows();
  const mapping = await readMapping('examples/telco.map.json');
  const request = { mapping, seller: null, billFrom: march, skipBad: false, dryRun: false, nowMs };
  const take = (file: string) => importFile(em(), { ...request, file }, () => undefined);
  await (telcoFile ? take(telcoFile) : withFile(madeUpTelco, take));
  const run = { runId: 'run', seller: 'telco', asOf: march, nowMs };
  await openRun(database(), run);
  await issuePage(database(), { ...run, page: 1, pageSize: 10_000 });
  // PostgreSQL does so by itself within a minute of so much news.
  await em().execute('analyze');
}, 300_000);

/** A customer of the file by the number, with the view of their bill. */
async function viewOf(number: string) {
  const row = rows.find(({ customerID }) => customerID === number);
  if (!row) throw new Error(`The file has no customer ${number}.`);
  const bill = await billOf(em(), 'telco', number);
  return { row, bill, view: await readFairness(em(), { ...bill, on: march }) };
}

test(`every figure of ${what} is what counting by hand finds`, async () => {
  // Each hundred-and-first customer of the file: all kinds of contracts and bands of tenure.
  const some = rows.filter((_row, index) => index % 101 === 0);
  let compared = 0;
  for (const { customerID: number = '' } of some) {
    const { row, view } = await viewOf(number);
    const services = servicesOf(row);
    const alike = byBruteForce(row, (other) => servicesOf(other) === services, rows);
    expect([number, view.recurring.peers]).toEqual([number, alike]);
    // Everybody has the monthly charge; it alone costs something.
    const charge = view.services.find(({ serviceCode }) => serviceCode === 'monthly-charge');
    expect(charge?.ownMinor).toBe(minorOf(row));
    expect([number, charge?.peers]).toEqual([number, byBruteForce(row, () => true, rows)]);
    expect(view.tenure.months).toBe(Number(row['tenure']));
    if (alike) compared += 1;
  }
  expect(compared > 0).toBe(telcoFile !== undefined);
}, 300_000);

test.runIf(telcoFile)('known customers of the real file read as they do', async () => {
  const { view, bill } = await viewOf('7590-VHVEG');
  expect(view.tenure).toMatchObject({ months: 1, band: '0-5', words: 'customer for 1 month' });
  expect(view.recurring).toEqual({
    ownMinor: 29_85,
    peers: null,
    words: 'too few similar customers to compare with',
    spreadWords: null,
  });
  expect(
    view.services.map(({ serviceCode, words, listWords }) => [serviceCode, words, listWords]),
  ).toEqual([
    [
      'monthly-charge',
      'pays $25.45 less than 1,317 similar customers (26th percentile)',
      'there is no price that most customers pay',
    ],
    [
      'dsl',
      'pays the same as all 462 similar customers',
      'pays what most customers pay ($0.00, 2,420 of 2,420)',
    ],
    [
      'backup',
      'pays the same as all 180 similar customers',
      'pays what most customers pay ($0.00, 2,428 of 2,428)',
    ],
  ]);
  expect(view.services[0]?.spreadWords).toBe(
    'half of them pay $55.30 or less, the middle half from $28.45 to $75.80',
  );
  expect(await readCustomerFacts(em(), bill.customerId, march)).toEqual({
    ...{ tenureMonths: 1, monthlyMinor: 29_85, paidOnTime: 0, bills: 0 },
    ...{ contractKinds: ['month_to_month'], isBusiness: false, arm: null },
  });
});

test('a view takes five statements and the facts take one, however many are compared', async () => {
  const statements: string[] = [];
  const counted = await connect({ url: url(), onStatement: (sql) => void statements.push(sql) });
  try {
    await counted.em.fork().execute('select 1');
    statements.length = 0;
    const bill = await billOf(em(), 'telco', rows[0]?.['customerID'] ?? '');
    await readFairness(counted.em.fork(), { ...bill, on: march });
    expect(statements).toHaveLength(5);
    await readCustomerFacts(counted.em.fork(), bill.customerId, march);
    expect(statements).toHaveLength(6);
  } finally {
    await counted.close(true);
  }
});
