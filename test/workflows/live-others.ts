/** Stories of the workflows that are no cycle: refunds, codes for callers, statements of banks. */
import { hire } from '../activities/desk.ts';
import { askCheck } from '../../db/caller-checks.ts';
import { putBankFile } from '../../db/bank-inbox.ts';
import { statementBytes } from '../domain/bank/statement-file.ts';
import {
  bankDecisionStartOptions,
  bankImportStartOptions,
  callerCheckStartOptions,
  creditRefundStartOptions,
} from '../../workflows/start-options.ts';
import { type Ground, seller } from './ground.ts';
import { type LiveStory, march } from './live-story.ts';

/** Who paid, by the bank's file: a person, of whom no history may tell. */
export const payer = 'Marjeta Novak';

export const otherStories: Readonly<Record<string, LiveStory>> = {
  'a customer who paid too much gets their credit back': async (ground) => {
    const cycle = await ground.newCycle();
    await cycle.begin(march);
    await cycle.pay({ amountMinor: 150_00 });
    const refund = {
      ...{ seller, customer: cycle.identity.customer, refundId: 'back', amountMinor: 26_00 },
      ...{ reason: 'paid twice', decidedBy: 'billing' },
    };
    const options = creditRefundStartOptions(refund);
    const handle = await ground.client.workflow.start('creditRefund', options);
    await handle.result();
    return { 'credit-refund': handle };
  },

  'a caller is sent a code': async (ground) => {
    const { number } = await ground.newCustomer();
    const { staffId } = await hire(ground.em(), seller);
    const customerId = await idOf(ground, 'customer', number);
    const asked = { staffId, customerId, disputeId: null, method: 'code' } as const;
    const { id: checkId } = await askCheck(ground.em(), asked, new Date());
    const options = callerCheckStartOptions({ checkId });
    const handle = await ground.client.workflow.start('callerCheck', options);
    await handle.result();
    return { 'caller-check': handle };
  },

  'a bank’s file settles a bill, and what nobody can place is sent back': async (ground) => {
    const cycle = await ground.newCycle();
    const { invoiceNumber } = await cycle.begin(march);
    const [bill] = await ground
      .em()
      .execute<{ reference: string }[]>('select reference from invoice where number = ?', [
        invoiceNumber,
      ]);
    const paid = { debtor: payer, structured: [{ reference: bill?.reference ?? '' }] };
    const entries = [
      { amount: '124.00', servicerReference: 'live-1', details: [paid] },
      { amount: '7.00', servicerReference: 'live-2', details: [{ debtor: payer }] },
    ];
    const { fileId } = await putBankFile(ground.em(), {
      ...{ bytes: statementBytes([{ entries }]), name: 'march.xml', receivedBy: 'bank' },
      receivedAt: new Date(),
    });
    const options = bankImportStartOptions({ fileId, seller, importedBy: 'bank' });
    const imported = await ground.client.workflow.start('bankImport', options);
    await imported.result();
    await cycle.handle.result();
    return { 'bank-import': imported, 'bank-decision': await sendBack(ground) };
  },
};

async function sendBack(ground: Ground) {
  const [entry] = await ground
    .em()
    .execute<{ entryId: string }[]>(
      `select id as "entryId" from bank_entry where servicer_reference = 'live-2'`,
    );
  const decision = { kind: 'dismiss', reason: 'not ours' } as const;
  const input = { entryId: entry?.entryId ?? '', decision, decidedBy: 'billing' };
  const options = bankDecisionStartOptions(input);
  const handle = await ground.client.workflow.start('bankDecision', options);
  await handle.result();
  return handle;
}

async function idOf(ground: Ground, table: 'customer', number: string): Promise<string> {
  const [row] = await ground
    .em()
    .execute<{ id: string }[]>(`select id from ${table} where number = ?`, [number]);
  if (!row) throw new Error(`there is no ${table} ${number}`);
  return row.id;
}
