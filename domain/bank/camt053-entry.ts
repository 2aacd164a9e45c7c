/** One entry (Ntry) of a camt.053 statement, and the transactions that a batch consists of. */
import { isLocalDate, type LocalDate } from '../calendar.ts';
import { refuse } from '../errors.ts';
import { sumMinor } from '../money.ts';
import { normaliseReference } from '../reference.ts';
import { exactMinor } from './camt-amount.ts';
import {
  type EntryKind,
  longestId,
  type StatementEntry,
  type StructuredReference,
} from './statement.ts';
import { elementAt, elementsAt, textAt, textsAt, type XmlElement } from './xml-element.ts';

type Context = {
  readonly currency: string;
  /** The beginning of every sentence about a fault. */
  readonly where: string;
};

/** What all transactions of an entry share. */
type Shared = Context & {
  readonly entry: XmlElement;
  readonly isCredit: boolean;
  readonly isReversal: boolean;
  readonly bookedOn: LocalDate;
  readonly valueOn: LocalDate;
};

/**
 * What an entry says moved: one movement, or as many as a batch has details. Details that do not
 * make up the entry's amount in the account's currency are not believed: then the batch stays
 * whole. Amounts of nothing are left out. Refuses `statement_invalid`.
 */
export function readEntry(entry: XmlElement, { currency, where }: Context): StatementEntry[] {
  const amountMinor = exactMinor(elementAt(entry, 'Amt'), currency, where);
  const shared: Shared = {
    currency,
    where,
    entry,
    isCredit: directionOf(entry, where) === 'CRDT',
    isReversal: /^(true|1)$/.test(textAt(entry, 'RvslInd') ?? ''),
    ...datesOf(entry, where),
  };
  const details = elementsAt(entry, 'NtryDtls', 'TxDtls');
  const [single] = details;
  if (details.length > 1) {
    const parts = divided(details, shared, amountMinor);
    if (parts) return parts.filter((part) => part.amountMinor > 0);
  }
  if (amountMinor === 0) return [];
  const isBatch = details.length > 1 || countOfBatch(entry) > 1;
  return [movement(shared, isBatch ? undefined : single, amountMinor, isBatch)];
}

/** How many payments a batch says that it holds; details of one may be all that the bank tells. */
function countOfBatch(entry: XmlElement): number {
  return Number(textAt(entry, 'NtryDtls', 'Btch', 'NbOfTxs') ?? 1);
}

/** The parts of a batch, or null when they do not add up to it. */
function divided(
  details: readonly XmlElement[],
  shared: Shared,
  amountMinor: number,
): StatementEntry[] | null {
  const parts = details.map((detail) => {
    const minor = minorOfDetail(detail, shared);
    const direction = textAt(detail, 'CdtDbtInd');
    const isCredit = direction === null ? shared.isCredit : direction === 'CRDT';
    return { detail, minor, isCredit };
  });
  const signed = parts.map(({ minor, isCredit }) =>
    isCredit === shared.isCredit ? (minor ?? 0) : -(minor ?? 0),
  );
  const isWhole = parts.every(({ minor }) => minor !== null) && sumMinor(signed) === amountMinor;
  if (!isWhole) return null;
  return parts.map(({ detail, minor, isCredit }) => ({
    ...movement({ ...shared, isCredit }, detail, minor ?? 0, false),
    ...referenceInBatch(shared, detail),
  }));
}

/** In the account's currency; null when the detail is in another one or tells none. */
function minorOfDetail(detail: XmlElement, { currency, where }: Shared): number | null {
  const amount = [
    elementAt(detail, 'Amt'),
    elementAt(detail, 'AmtDtls', 'TxAmt', 'Amt'),
    elementAt(detail, 'AmtDtls', 'InstdAmt', 'Amt'),
  ].find((one) => one?.attributes['Ccy'] === currency);
  return amount ? exactMinor(amount, currency, where) : null;
}

function referenceInBatch({ entry, where }: Shared, detail: XmlElement) {
  const own = identifier(textAt(detail, 'Refs', 'AcctSvcrRef'), where);
  const ofBatch = identifier(textAt(entry, 'AcctSvcrRef'), where);
  // A bank may repeat the batch's reference at every part of it.
  return own !== null && own !== ofBatch
    ? { servicerReference: own, isBatchReference: false }
    : { servicerReference: ofBatch, isBatchReference: true };
}

function movement(
  shared: Shared,
  detail: XmlElement | undefined,
  amountMinor: number,
  isUndividedBatch: boolean,
): StatementEntry {
  const { entry, isCredit, isReversal, bookedOn, valueOn, where } = shared;
  const returned = detail && elementAt(detail, 'RtrInf');
  const isTakenBack = isReversal || returned !== undefined;
  const servicerReference =
    identifier(textAt(entry, 'AcctSvcrRef'), where) ??
    (detail ? identifier(textAt(detail, 'Refs', 'AcctSvcrRef'), where) : null);
  return {
    kind: kindOf(isCredit, isTakenBack),
    isReversal: isCredit && isTakenBack,
    amountMinor,
    instructedMinor: detail ? instructedMinor(detail, shared) : null,
    bookedOn,
    valueOn,
    servicerReference,
    isBatchReference: false,
    isUndividedBatch,
    ...identifiersOf(detail, where),
    ...remittanceOf(entry, detail, shared),
    ...payerOf(detail),
    returnReason: returned ? reasonOf(returned) : null,
  };
}

function kindOf(isCredit: boolean, isTakenBack: boolean): EntryKind {
  if (isCredit) return 'credit';
  return isTakenBack ? 'return' : 'outgoing';
}

function instructedMinor(detail: XmlElement, { currency, where }: Shared): number | null {
  const amount = elementAt(detail, 'AmtDtls', 'InstdAmt', 'Amt');
  return amount?.attributes['Ccy'] === currency ? exactMinor(amount, currency, where) : null;
}

function identifiersOf(detail: XmlElement | undefined, where: string) {
  if (!detail) return { endToEndId: null, otherIds: [] };
  const idAt = (name: string) => identifier(textAt(detail, 'Refs', name), where);
  return {
    endToEndId: idAt('EndToEndId'),
    otherIds: ['TxId', 'InstrId', 'PmtInfId'].map(idAt).filter((id) => id !== null),
  };
}

/** An id that banks put where there is none is none; a text is none either. */
function identifier(text: string | null, where: string): string | null {
  const isPlaceholder = text === null || /^(NOT ?PROVIDED|NONREF|NONE|[-0.]+)$/i.test(text);
  if (isPlaceholder) return null;
  if (text.length <= longestId) return text;
  return refuse('statement_invalid', `${where}: an id of more than ${longestId} characters.`);
}

function remittanceOf(entry: XmlElement, detail: XmlElement | undefined, shared: Shared) {
  const remarks = [
    ...(detail ? textsAt(detail, 'AddtlTxInf') : []),
    ...textsAt(entry, 'AddtlNtryInf'),
  ];
  return {
    structured: detail
      ? elementsAt(detail, 'RmtInf', 'Strd').flatMap((one) => structuredIn(one, shared))
      : [],
    unstructured: detail ? textsAt(detail, 'RmtInf', 'Ustrd').join(' ') : '',
    remark: remarks.join(' '),
  };
}

/** The creditor's reference, else the numbers of the papers that are paid. */
function structuredIn(remittance: XmlElement, { currency, where }: Shared): StructuredReference[] {
  const references = [
    ...textsAt(remittance, 'CdtrRefInf', 'Ref'),
    ...textsAt(remittance, 'RfrdDocInf', 'Nb'),
    ...textsAt(remittance, 'AddtlRmtInf'),
  ];
  const amount = elementAt(remittance, 'RfrdDocAmt', 'RmtdAmt');
  const amountMinor =
    references.length === 1 && amount?.attributes['Ccy'] === currency
      ? exactMinor(amount, currency, where)
      : null;
  return references.map((reference) => ({ reference, amountMinor }));
}

/** Version 02 has the name in the party itself, later ones one element deeper. */
function payerOf(detail: XmlElement | undefined) {
  if (!detail) return { payerNames: [], payerIban: null };
  const names = ['Dbtr', 'UltmtDbtr'].flatMap((party) => [
    ...textsAt(detail, 'RltdPties', party, 'Nm'),
    ...textsAt(detail, 'RltdPties', party, 'Pty', 'Nm'),
  ]);
  const iban = textAt(detail, 'RltdPties', 'DbtrAcct', 'Id', 'IBAN');
  return { payerNames: [...new Set(names)], payerIban: iban && normaliseReference(iban) };
}

function reasonOf(returned: XmlElement): string | null {
  const words = textsAt(returned, 'AddtlInf').join(' ');
  const code = textAt(returned, 'Rsn', 'Cd') ?? textAt(returned, 'Rsn', 'Prtry');
  return [code, words].filter(Boolean).join(': ') || null;
}

function directionOf(entry: XmlElement, where: string): string {
  const direction = textAt(entry, 'CdtDbtInd') ?? '';
  return /^(CRDT|DBIT)$/.test(direction)
    ? direction
    : refuse('statement_invalid', `${where} does not say whether money came or went.`);
}

function datesOf(entry: XmlElement, where: string) {
  const booked = dateAt(entry, 'BookgDt', where);
  const value = dateAt(entry, 'ValDt', where);
  const bookedOn = booked ?? value ?? refuse('statement_invalid', `${where} has no date.`);
  return { bookedOn, valueOn: value ?? bookedOn };
}

/** A date, or the day of an instant as it is written: in the bank's own time zone. */
function dateAt(entry: XmlElement, name: string, where: string): LocalDate | null {
  const text = textAt(entry, name, 'Dt') ?? textAt(entry, name, 'DtTm');
  if (text === null) return null;
  const date = text.slice(0, 10);
  return isLocalDate(date) ? date : refuse('statement_invalid', `${where}: “${text}” is no date.`);
}
