import { expect, test } from 'vitest';
import { importFile } from '../../bin/import/import-file.ts';
import { readMapping } from '../../bin/import/mapping-file.ts';
import { withFile } from '../domain/import/temporary-file.ts';
import { ownDatabase } from './own-database.ts';
import { madeUpTelco, telcoFile } from './telco-file.ts';

const { em } = ownDatabase();

/** What is known of either file, counted by others. */
const expected = telcoFile
  ? { customers: 7_043, sumMinor: 45_611_660, left: 1_869, kinds: [3_875, 1_473, 1_695] }
  : { customers: 3, sumMinor: 10_675, left: 1, kinds: [1, 1, 1] };

const what = telcoFile
  ? 'the whole real file, with its known sums'
  : 'three made-up rows of its form, because FAIRBILL_TELCO_CSV names no real file';

test(`the Telco mapping imports ${what}`, async () => {
  const mapping = await readMapping('examples/telco.map.json');
  const request = { mapping, seller: null, billFrom: '2026-03-01', skipBad: false, dryRun: false };
  const twice = async (file: string) => {
    const run = () => importFile(em(), { ...request, file, nowMs: 0 }, () => undefined);
    return [await run(), await run()];
  };
  const [first, second] = await (telcoFile ? twice(telcoFile) : withFile(madeUpTelco, twice));
  const { customers } = expected;
  expect(first?.bad).toEqual([]);
  expect(first?.report).toMatchObject({
    customers: { new: customers },
    contracts: { new: customers },
  });
  const unchanged = { new: 0, changed: 0, unchanged: customers };
  expect(second?.report).toMatchObject({ customers: unchanged, contracts: unchanged });

  const [sums] = await em().execute<Record<string, unknown>[]>(
    `select sum(unit_price_minor)::int as "sumMinor", count(distinct contract_id)::int as contracts,
       count(*) filter (where unit_price_minor > 0)::int as charges
       from contract_line`,
  );
  expect(sums).toEqual({
    sumMinor: expected.sumMinor,
    contracts: customers,
    charges: customers,
  });
  const [counts] = await em().execute<Record<string, unknown>[]>(
    `select array_agg(amount order by kind) as kinds, sum("left")::int as "left", min(due) as due
       from (select kind, count(*)::int as amount, min(next_bill_on)::text as due,
           count(*) filter (where customer.attributes ->> 'churn' = 'Yes')::int as "left"
         from contract join customer on customer.id = customer_id group by kind) as by_kind`,
  );
  expect(counts).toEqual({ kinds: expected.kinds, left: expected.left, due: '2026-03-01' });
});

test('a customer of the Telco file is billed one charge and shown the services that it pays for', async () => {
  const [{ lines, anchors } = { lines: [], anchors: [] }] = await em().execute<
    { lines: string[]; anchors: string[] }[]
  >(
    `select array_agg(service.code || ' ' || line.unit_price_minor order by line.position) as lines,
       array_agg(distinct contract.anchor_on::text || ' ' || customer.customer_since::text) as anchors
       from contract_line line join contract on contract.id = line.contract_id
         join customer on customer.id = contract.customer_id
         join service on service.id = line.service_id
      where customer.number = ?`,
    [telcoFile ? '7590-VHVEG' : '0001-MADEU'],
  );
  expect(lines).toEqual(['monthly-charge 2985', 'dsl 0', 'backup 0']);
  expect(anchors).toEqual(['2026-02-01 2026-02-01']);
});
