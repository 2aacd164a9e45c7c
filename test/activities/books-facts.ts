/** The facts that the tests of the books tell, with what does not matter filled in. */
import {
  type CorrectionRequest,
  correctionFact,
  type Fact,
  paymentFact,
  type PaymentReport,
  promiseFact,
  type PromiseRequest,
  reversalFact,
} from '../../domain/facts.ts';

type Payment = Partial<PaymentReport> & Pick<PaymentReport, 'paymentId' | 'amountMinor'>;

export function paid(payment: Payment): Fact {
  const { receivedOn = '2026-02-01', currency = 'EUR' } = payment;
  const common = { method: 'bank_transfer', reportedBy: 'bank' };
  return paymentFact({ ...common, receivedOn, currency, ...payment });
}

export function takenBack(paymentId: string): Fact {
  const reversalId = `back/${paymentId}`;
  return reversalFact({ reversalId, paymentId, reason: 'bounced', reportedBy: 'bank' });
}

export function promised(promise: Omit<PromiseRequest, 'madeBy'>): Fact {
  return promiseFact({ madeBy: 'customer', ...promise });
}

/** A correction without what every one of them has. */
export type Correction = WithoutCommon<CorrectionRequest>;
type WithoutCommon<Request> = Request extends CorrectionRequest
  ? Omit<Request, 'correctionId' | 'reason' | 'decidedBy'>
  : never;

export function corrected(correctionId: string, correction: Correction): Fact {
  return correctionFact({ correctionId, reason: 'wrong', decidedBy: 'agent', ...correction });
}
