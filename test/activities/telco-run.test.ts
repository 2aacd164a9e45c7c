import { expect, test } from 'vitest';
import { issuePage } from '../../activities/issue-page.ts';
import { openRun } from '../../activities/runs.ts';
import { importFile } from '../../bin/import/import-file.ts';
import { readMapping } from '../../bin/import/mapping-file.ts';
import { proveBooks } from '../../db/reports/agreement.ts';
import { ownDatabase } from '../db/own-database.ts';
import { madeUpTelco, telcoFile } from '../db/telco-file.ts';
import { withFile } from '../domain/import/temporary-file.ts';

const { database, em } = ownDatabase();
const asOf = '2026-03-01';
const nowMs = Date.parse('2026-03-01T10:00:00Z');

const expected = telcoFile
  ? { what: 'the whole real file', invoices: 7_043, sumMinor: 45_611_660 }
  : {
      what: 'three made-up rows of its form, because FAIRBILL_TELCO_CSV names no real file',
      invoices: 3,
      sumMinor: 10_675,
    };

/** Every page of a run, each asked for twice, as after an answer that was lost. */
async function runAll(runId: string): Promise<number> {
  await openRun(database(), { runId, seller: 'telco', asOf, nowMs });
  let invoices = 0;
  for (let page = 1; ; page += 1) {
    const input = { runId, seller: 'telco', asOf, page, pageSize: 500, nowMs };
    const issued = await issuePage(database(), input);
    expect(await issuePage(database(), input)).toEqual(issued);
    invoices += issued.invoices;
    if (issued.isLast) return invoices;
  }
}

test(`a run over ${expected.what} makes one invoice a customer, to the cent, and a second run none`, async () => {
  const mapping = await readMapping('examples/telco.map.json');
  const request = { mapping, seller: null, billFrom: asOf, skipBad: false, dryRun: false, nowMs };
  const take = (file: string) => importFile(em(), { ...request, file }, () => undefined);
  await (telcoFile ? take(telcoFile) : withFile(madeUpTelco, take));

  expect(await runAll('run-1')).toBe(expected.invoices);
  expect(await runAll('run-2')).toBe(0);

  const [sums] = await em().execute<Record<string, unknown>[]>(
    `select count(*)::int as invoices, count(distinct customer_id)::int as customers,
       sum(gross_minor)::int as "sumMinor", max(sequence_number)::int as last
     from invoice`,
  );
  expect(sums).toEqual({
    invoices: expected.invoices,
    customers: expected.invoices,
    sumMinor: expected.sumMinor,
    last: expected.invoices,
  });
  const differences = (await proveBooks(em())).flatMap(({ sentences }) => sentences);
  expect(differences).toEqual([]);
});
