/** Requests that only a billing cycle itself refuses, each with the code of its refusal. */
import type { RefusalCode } from '../../domain/errors.ts';
import type { Answer, Kit } from './kit.ts';
import { bookedPayment, brokenTwice, inDays, issuedCycle } from './settled.ts';

type Refused = AsyncGenerator<readonly [Answer, RefusalCode]>;

export async function* promiseRefusals(kit: Kit): Refused {
  const cycle = await issuedCycle(kit, 'M-1');
  const ask = (promiseId: string, amountMinor = cycle.openMinor) =>
    kit.ask('POST', `/v1/cycles/${cycle.cycleId}/promises`, {
      body: {
        promiseId,
        instalments: [{ on: inDays(7), amountMinor }],
        madeBy: 'customer',
        acceptedBy: 'customer',
      },
    });
  await brokenTwice(kit, cycle);
  yield [await ask('third'), 'promise_needs_supervisor'];
  yield [await ask('other-amount', 1), 'promise_invalid'];
  await bookedPayment(kit, cycle, { paymentId: 'all-of-it', amountMinor: cycle.openMinor });
  yield [await ask('nothing'), 'nothing_open'];

  const path = `/v1/cycles/${(await issuedCycle(kit, 'M-2')).cycleId}/promises`;
  const body = {
    promiseId: 'first',
    instalments: [{ on: inDays(7), amountMinor: cycle.openMinor }],
    madeBy: 'customer',
    acceptedBy: 'customer',
  };
  await kit.ask('POST', path, { body });
  yield [await kit.ask('POST', path, { body: { ...body, promiseId: 'second' } }), 'promise_active'];
  yield [
    await kit.ask('POST', path, { body: { ...body, madeBy: 'agent-17' } }),
    'request_conflict',
  ];
}
