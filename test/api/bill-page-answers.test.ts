import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../db/new-id.ts';
import { type BillSite, openBillSite, type Shown } from './bill-page-kit.ts';
import { bookedPayment, inDays } from './settled.ts';

let site: BillSite;
let nowMs = Date.now();

beforeAll(async () => {
  const numbers = ['DAYS', 'ONCE', 'FAULTS', 'PAID', 'MEANWHILE', 'SCORE', 'UNDECIDED'];
  site = await openBillSite(numbers, { worker: true, clock: () => nowMs });
});

afterAll(() => site.kit.close());

const readable = (text: string) =>
  text.replaceAll(/<style>.*?<\/style>|<[^>]+>/gs, ' ').replaceAll(/\s+/g, ' ');

const hidden = ({ text }: Shown, name = 'form') =>
  new RegExp(`name="${name}" value="([^"]+)"`).exec(text)?.[1] ?? '';

async function promisesOf(cycleId: string) {
  return site.kit.database.em
    .fork()
    .execute<{ instalments: unknown; acceptedBy: string }[]>(
      `select instalments, accepted_by as "acceptedBy" from promise where cycle_id = ?`,
      [cycleId],
    );
}

describe('a promise to pay', () => {
  test('is shown with its parts before it counts, and then stands on the bill', async () => {
    const { path, cycleId } = await site.bill('DAYS');
    const form = hidden(await site.open(`${path}/promise`));
    const day = [inDays(5), inDays(20), inDays(40)];
    const plan = await site.send(`${path}/promise`, { form, day });
    expect(plan.status).toBe(200);
    expect(readable(plan.text)).toMatch(/You will pay: €30\.80 by .* €30\.79 by .* €30\.79 by/);
    expect(await promisesOf(cycleId)).toEqual([]);
    const fields = { form, day, open: hidden(plan, 'open'), confirm: 'yes' };
    const answers = [
      await site.send(`${path}/promise`, fields),
      await site.send(`${path}/promise`, fields),
    ];
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect(await promisesOf(cycleId)).toEqual([
      {
        acceptedBy: 'customer',
        instalments: [
          { on: day[0], amountMinor: 30_80 },
          { on: day[1], amountMinor: 30_79 },
          { on: day[2], amountMinor: 30_79 },
        ],
      },
    ]);
    const bill = await site.open(path);
    expect(readable(bill.text)).toMatch(/You told us that you will pay €30\.80 by/);
    expect(bill.text).not.toContain(`${path}/promise"`);
  });

  test('sent from two tabs is taken once, and the other tab is told', async () => {
    const { path, cycleId, openMinor } = await site.bill('ONCE');
    const fields = { day: inDays(3), open: String(openMinor), confirm: 'yes' };
    const answers = await Promise.all(
      ['one', 'two'].map((form) => site.send(`${path}/promise`, { ...fields, form })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303, 409]));
    expect(answers.some(({ text }) => text.includes('You have told us already'))).toBe(true);
    expect(await promisesOf(cycleId)).toHaveLength(1);
  });

  test.each([
    [[''], 'day-1', 'Enter the day on which you will pay.'],
    [['2026-02-30'], 'day-1', 'Enter a day that there is'],
    [['tomorrow'], 'day-1', 'Enter a day that there is'],
    [[inDays(-1)], 'day-1', 'Enter a day from'],
    [[inDays(93)], 'day-1', 'Enter a day until'],
    [[inDays(5), inDays(5)], 'day-2', 'each one later than the one before'],
    [[inDays(5), '', inDays(4)], 'day-3', 'each one later than the one before'],
  ])('for %j is led back to %s', async (day, place, says) => {
    const { path, cycleId } = await site.bill('FAULTS');
    const { status, text } = await site.send(`${path}/promise`, { form: 'f', day, confirm: 'yes' });
    expect(status).toBe(422);
    expect(readable(text)).toContain(says);
    expect(text).toContain(`<a href="#${place}">`);
    for (const typed of day) expect(text).toContain(`value="${typed}"`);
    expect(await promisesOf(cycleId)).toEqual([]);
  });

  test('for an amount that changed meanwhile is shown anew before it counts', async () => {
    const { path, openMinor, ...cycle } = await site.bill('MEANWHILE');
    const plan = await site.send(`${path}/promise`, { form: 'f', day: inDays(5) });
    await bookedPayment(site.kit, cycle, { paymentId: 'meanwhile', amountMinor: 50_00 });
    const fields = { form: 'f', day: inDays(5), open: hidden(plan, 'open'), confirm: 'yes' };
    const again = await site.send(`${path}/promise`, fields);
    expect(again.status).toBe(200);
    expect(readable(again.text)).toContain('You will pay: €42.38 by');
    expect(await promisesOf(cycle.cycleId)).toEqual([]);
    expect(openMinor).toBe(92_38);
  });

  test('is not asked for where nothing is open', async () => {
    const { path, openMinor, ...cycle } = await site.bill('PAID');
    await bookedPayment(site.kit, cycle, { paymentId: 'all', amountMinor: openMinor });
    const { status, headers } = await site.open(`${path}/promise`);
    expect([status, headers.get('Location')]).toEqual([303, path]);
  });
});

describe('the answer to how a question was handled', () => {
  /** A question that somebody at the desk has decided, unless told. */
  async function question(number: string, state = 'resolved') {
    const { path } = await site.bill(number);
    const form = hidden(await site.open(`${path}/question`));
    const asked = { form, reason: 'quality', line: '1' };
    const location = (await site.send(`${path}/question`, asked)).headers.get('Location') ?? '';
    const disputeId = location.slice(location.lastIndexOf('/') + 1);
    if (state === 'resolved') {
      await site.kit.database.em.fork().execute(
        `update dispute set state = 'resolved', outcome = 'explained', decided_by = 'ana',
             ended_at = now() where id = ?`,
        [disputeId],
      );
    }
    return { path, location, disputeId, press: `${path}/satisfaction/${disputeId}` };
  }

  async function kept(disputeId: string) {
    return site.kit.database.em
      .fork()
      .execute<unknown[]>('select score, comment from satisfaction where dispute_id = ?', [
        disputeId,
      ]);
  }

  test('is shown by the press in the letter, kept when it is sent, and changed for two weeks', async () => {
    const { path, location, disputeId, press } = await question('SCORE');
    const form = await site.open(`${press}/4`);
    expect(form.text).toMatch(/value="4" checked/);
    expect(await kept(disputeId)).toEqual([]);
    const words = '<b>Ana</b> was kind.';
    const sent = await site.send(`${press}/4`, { score: '4', words });
    expect(sent.status).toBe(303);
    expect(await kept(disputeId)).toEqual([{ score: 4, comment: words }]);
    expect(readable((await site.open(location)).text)).toContain('Your answer: 4 – well.');
    expect((await site.open(`${press}/4`)).text).toContain('&lt;b&gt;Ana&lt;/b&gt;');
    nowMs += 13 * 86_400_000;
    const later = path.replace(
      /\/bill\/.*/,
      `/bill/${site.token((await site.bill('SCORE')).cycleId)}`,
    );
    const laterPress = press.replace(path, later);
    expect(await site.send(`${laterPress}/4`, { score: '2' })).toMatchObject({ status: 303 });
    expect(await kept(disputeId)).toEqual([{ score: 2, comment: '' }]);
    nowMs += 86_400_000 + 1;
    const last = `/bill/${site.token((await site.bill('SCORE')).cycleId)}/satisfaction/${disputeId}/5`;
    const tooLate = await site.send(last, { score: '5' });
    expect(tooLate.status).toBe(409);
    expect(readable(tooLate.text)).toContain('This question cannot be rated now.');
    expect(await kept(disputeId)).toEqual([{ score: 2, comment: '' }]);
    nowMs = Date.now();
  });

  test('needs a number from 1 to 5, a decided question, and one of this bill', async () => {
    const { disputeId, press, path } = await question('UNDECIDED', 'open');
    expect(await site.open(`${press}/3`)).toMatchObject({ status: 409 });
    expect(await site.send(`${press}/3`, { score: '3' })).toMatchObject({ status: 409 });
    for (const score of ['', '0', '6', '4.5', 'x']) {
      const { status, text } = await site.send(`${press}/9`, { score, words: 'kept' });
      expect(status).toBe(422);
      expect(text).toContain('Choose a number from 1 to 5.');
      expect(text).toContain('kept');
    }
    for (const foreign of [newId(), 'x']) {
      const other = `${path}/satisfaction/${foreign}/3`;
      expect(await site.open(other)).toMatchObject({ status: 404 });
      expect(await site.send(other, { score: '3' })).toMatchObject({ status: 404 });
    }
    expect(await kept(disputeId)).toEqual([]);
  });
});
