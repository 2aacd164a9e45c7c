/** Entries and invoices for the tests of matching: all that is not said is usual. */
import type { Credit, Payable } from '../../../domain/bank/matches.ts';
import type { StatementEntry } from '../../../domain/bank/statement.ts';
import { creditorReference } from '../../../domain/reference.ts';

export function credit(changes: Partial<StatementEntry> = {}, currency = 'EUR'): Credit {
  const entry: StatementEntry = {
    kind: 'credit',
    isReversal: false,
    amountMinor: 5_000,
    instructedMinor: null,
    bookedOn: '2026-03-14',
    valueOn: '2026-03-14',
    servicerReference: null,
    isBatchReference: false,
    isUndividedBatch: false,
    endToEndId: null,
    otherIds: [],
    structured: [],
    unstructured: '',
    remark: '',
    payerNames: [],
    payerIban: null,
    returnReason: null,
    ...changes,
  };
  return { entry, currency };
}

export const quoted = (...references: string[]) =>
  references.map((reference) => ({ reference, amountMinor: null }));

/** The invoice FB2026-… of this sequence, of a customer and a cycle of its own. */
export function payable(sequence: number, changes: Partial<Payable> = {}): Payable {
  const invoice = `FB2026-${String(sequence).padStart(6, '0')}`;
  return {
    invoice,
    reference: creditorReference(invoice),
    cycleId: `cycle-${sequence}`,
    customerId: `customer-${sequence}`,
    customerName: `Customer ${sequence}`,
    currency: 'EUR',
    openMinor: 5_000,
    givenUpMinor: 0,
    dueOn: '2026-03-20',
    ...changes,
  };
}
