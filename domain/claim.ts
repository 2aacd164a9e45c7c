/**
 * The money of one billing cycle, and what each fact does to it. Pure: the activities apply
 * these rules under the cycle's row lock, and properties try them in every order.
 */
import { refuse } from './errors.ts';
import { checkedMinor } from './money.ts';

/** Where a cycle stands: still claimed, or ended in exactly one end. */
export type Standing = 'open' | 'paid' | 'void' | 'written_off' | 'in_collection' | 'suspended';

/** The ends that a ladder may come to when every reminder went unheard. */
export type LastEnd = Extract<Standing, 'written_off' | 'in_collection' | 'suspended'>;

/** All parts are amounts in minor units, none below nothing. */
export type Claim = {
  /** Gross of all invoices of the cycle. */
  readonly claimedMinor: number;
  /** Interest and fees, and credit that had to be taken back. */
  readonly chargedMinor: number;
  /** The part of credit notes that lowered what was owed; the rest became customer credit. */
  readonly creditedMinor: number;
  readonly paidMinor: number;
  /** Customer credit used for this cycle. */
  readonly creditUsedMinor: number;
  readonly writtenOffMinor: number;
  /** The end that the ladder came to; null while it has not. */
  readonly lastEnd: LastEnd | null;
};

export const newClaim = (grossMinor: number, creditUsedMinor: number): Claim => ({
  claimedMinor: grossMinor,
  chargedMinor: 0,
  creditedMinor: 0,
  paidMinor: 0,
  creditUsedMinor,
  writtenOffMinor: 0,
  lastEnd: null,
});

/** What is still owed: everything claimed, less everything that settled it. */
export function openOf(claim: Claim): number {
  const owed = claim.claimedMinor + claim.chargedMinor;
  const settled =
    claim.creditedMinor + claim.paidMinor + claim.creditUsedMinor + claim.writtenOffMinor;
  return checkedMinor(owed - settled);
}

/** Where a claim stands follows from its money and from the end its ladder came to. */
export function standingOf(claim: Claim): Standing {
  if (openOf(claim) > 0) return claim.lastEnd ?? 'open';
  if (claim.writtenOffMinor > 0) return 'written_off';
  const nothingCame = claim.paidMinor === 0 && claim.creditUsedMinor === 0;
  return nothingCame && claim.creditedMinor > 0 ? 'void' : 'paid';
}

/** A payment, divided: none of it is lost and none counted twice. */
export type Settlement = {
  readonly toReceivableMinor: number;
  /** What comes in for a claim that had been given up. */
  readonly toRecoveryMinor: number;
  /** The rest is the customer's. */
  readonly toCreditMinor: number;
  readonly claim: Claim;
};

/** Divides a payment: first what is open, then what was written off, the rest is credit. */
export function afterPayment(claim: Claim, amountMinor: number): Settlement {
  const toReceivableMinor = Math.min(amountMinor, openOf(claim));
  const toRecoveryMinor = Math.min(amountMinor - toReceivableMinor, claim.writtenOffMinor);
  return {
    toReceivableMinor,
    toRecoveryMinor,
    toCreditMinor: checkedMinor(amountMinor - toReceivableMinor - toRecoveryMinor),
    claim: {
      ...claim,
      paidMinor: checkedMinor(claim.paidMinor + toReceivableMinor + toRecoveryMinor),
      writtenOffMinor: claim.writtenOffMinor - toRecoveryMinor,
    },
  };
}

/**
 * A payment that was taken back: what it had settled or recovered is owed again. A claim of which
 * it had settled nothing stays where it stands.
 */
export function afterReversal(claim: Claim, settledMinor: number, creditTakenBackMinor = 0): Claim {
  if (settledMinor === 0 && creditTakenBackMinor === 0) return claim;
  return {
    ...claim,
    paidMinor: notBelowNothing(claim.paidMinor - settledMinor),
    chargedMinor: checkedMinor(claim.chargedMinor + creditTakenBackMinor),
    lastEnd: null,
  };
}

/** Gives up what is open, or ends the ladder in another way with the claim still standing. */
export function afterLastResort(claim: Claim, end: LastEnd): Claim {
  const givenUpMinor = end === 'written_off' ? openOf(claim) : 0;
  return { ...claim, writtenOffMinor: claim.writtenOffMinor + givenUpMinor, lastEnd: end };
}

/** Interest, a fee, or credit that had to be taken back. */
export function afterCharge(claim: Claim, amountMinor: number): Claim {
  return { ...claim, chargedMinor: checkedMinor(claim.chargedMinor + amountMinor) };
}

/** Another invoice of the same cycle: a reissue, or the undoing of a wrong credit note. */
export function afterFurtherInvoice(claim: Claim, grossMinor: number): Claim {
  return {
    ...claim,
    claimedMinor: checkedMinor(claim.claimedMinor + grossMinor),
    lastEnd: null,
  };
}

/** The customer's own credit, used for what is owed. */
export function afterCreditUse(claim: Claim, amountMinor: number): Claim {
  return { ...claim, creditUsedMinor: checkedMinor(claim.creditUsedMinor + amountMinor) };
}

/**
 * A credit note, divided: it lowers what is owed, then what had been given up, and what was paid
 * already becomes the customer's credit.
 */
export type Crediting = {
  readonly toReceivableMinor: number;
  readonly toWriteOffMinor: number;
  readonly toCreditMinor: number;
  readonly claim: Claim;
};

export function afterCreditNote(claim: Claim, grossMinor: number): Crediting {
  const toReceivableMinor = Math.min(grossMinor, openOf(claim));
  const toWriteOffMinor = Math.min(grossMinor - toReceivableMinor, claim.writtenOffMinor);
  return {
    toReceivableMinor,
    toWriteOffMinor,
    toCreditMinor: checkedMinor(grossMinor - toReceivableMinor - toWriteOffMinor),
    claim: {
      ...claim,
      creditedMinor: checkedMinor(claim.creditedMinor + toReceivableMinor + toWriteOffMinor),
      writtenOffMinor: claim.writtenOffMinor - toWriteOffMinor,
    },
  };
}

function notBelowNothing(minor: number): number {
  return minor >= 0 ? minor : refuse('amount_invalid', 'More was taken back than had been paid.');
}
