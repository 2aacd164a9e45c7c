import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { cycleDetailSchema } from '../../api/cycle-detail.ts';
import { CustomerCard } from '../../db/entities/cards.ts';
import { type Kit, openKit } from './kit.ts';
import { nowMs } from './sample-book.ts';
import { issuedCycle } from './settled.ts';

let kit: Kit;

beforeAll(async () => {
  kit = await openKit();
});

afterAll(() => kit.close());

const body = { stripeCustomer: 'cus_1', stripePaymentMethod: 'pm_1' };
const card = { ...body, setAt: new Date(nowMs).toISOString(), setBy: 'test' };

describe('a customer’s card', () => {
  test('is kept by Stripe’s ids, replaced by another, and taken away', async () => {
    const path = '/v1/customers/MONTHLY/card';
    const nobody = { customer: 'MONTHLY', seller: 'nordlys', card: null };
    expect((await kit.ask('GET', path)).body).toEqual(nobody);
    const put = await kit.ask('PUT', path, { body });
    expect(put).toMatchObject({ status: 200, body: { ...nobody, card } });
    expect((await kit.ask('PUT', path, { body })).body).toEqual(put.body);
    const other = { ...body, stripePaymentMethod: 'pm_2' };
    await kit.ask('PUT', path, { body: other });
    expect((await kit.ask('GET', path)).body).toEqual({ ...nobody, card: { ...card, ...other } });
    expect(await kit.ask('DELETE', path)).toMatchObject({ status: 200, body: nobody });
    expect(await kit.ask('DELETE', path)).toMatchObject({ status: 200, body: nobody });
    expect(await kit.database.em.fork().count(CustomerCard)).toBe(0);
  });

  test.each([
    ['a card number', { ...body, stripePaymentMethod: '4242424242424242' }],
    ['more than the ids', { ...body, number: '4242424242424242' }],
    ['no customer', { stripePaymentMethod: 'pm_1' }],
  ])('is refused with %s', async (_, wrong) => {
    expect(await kit.ask('PUT', '/v1/customers/MONTHLY/card', { body: wrong })).toMatchObject({
      status: 400,
      body: { code: 'body_invalid' },
    });
  });

  test('is not that of somebody unknown', async () => {
    for (const method of ['GET', 'DELETE']) {
      expect(await kit.ask(method, '/v1/customers/NOBODY/card')).toMatchObject({
        status: 404,
        body: { code: 'customer_unknown' },
      });
    }
  });

  test('is the next step of a bill that was open before', async () => {
    const { cycleId } = await issuedCycle(kit, 'PAYS');
    const worker = await kit.work();
    await kit.ask('PUT', '/v1/customers/PAYS/card', { body });
    // No provider is set up here, so the attempt is skipped and the next one is named.
    await vi.waitFor(async () => {
      const { body: told } = await kit.ask('GET', `/v1/cycles/${cycleId}`);
      const { next } = cycleDetailSchema.parse(told);
      expect(next).toMatchObject({ kind: 'charge_card', subject: 'attempt 2' });
    }, 20_000);
    await worker.stop();
  });
});
