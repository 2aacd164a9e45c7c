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

export async function* correctionRefusals(kit: Kit): Refused {
  const { cycleId, openMinor } = await issuedCycle(kit, 'M-3');
  const ask = (correctionId: string, changes: object) =>
    kit.ask('POST', `/v1/cycles/${cycleId}/corrections`, {
      body: { correctionId, kind: 'credit', reason: 'It was wrong.', ...changes },
    });
  const amount = (grossMinor: number) => ({ scope: { kind: 'amount', grossMinor } });
  const line = { scope: { kind: 'lines', lines: [{ position: 7, netMinor: 1 }] } };
  yield [await ask('too-large', amount(openMinor + 1)), 'credit_too_large'];
  yield [await ask('no-line', line), 'line_unknown'];
  const undo = { kind: 'undo_credit', creditNote: 'FC1999-000001' };
  yield [await ask('no-note', undo), 'credit_note_unknown'];

  const { body } = await ask('good', amount(openMinor));
  const [creditNote] = (body as { papers: { number: string }[] }).papers.map((one) => one.number);
  yield [await ask('nothing-left', amount(1)), 'nothing_to_credit'];
  yield [await ask('good', amount(openMinor - 1)), 'request_conflict'];
  await ask('undo', { kind: 'undo_credit', creditNote });
  yield [await ask('undo-again', { kind: 'undo_credit', creditNote }), 'credit_undone'];
}
