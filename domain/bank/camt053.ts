/**
 * Statements in the XML form camt.053 of ISO 20022 (BankToCustomerStatement), in all its versions:
 * what differs between .001.02 and .001.08 is read in both ways, so the version is not asked.
 *
 * A file that is not what it should be is refused as a whole with `statement_invalid` and a
 * sentence that names the place.
 */
import { isLocalDate, type LocalDate } from '../calendar.ts';
import { isCurrency } from '../currency.ts';
import { refuse } from '../errors.ts';
import { isIban, normaliseReference } from '../reference.ts';
import { exactMinor } from './camt-amount.ts';
import { readEntry } from './camt053-entry.ts';
import { type BankStatement, longestId } from './statement.ts';
import { elementAt, elementsAt, textAt, type XmlElement } from './xml-element.ts';

/** The statements of a document, in its order. */
export function readCamt053(document: XmlElement): BankStatement[] {
  const statements = elementsAt(messageIn(document), 'Stmt');
  if (statements.length === 0) refuse('statement_invalid', 'The file holds no statement.');
  return statements.map(readStatement);
}

/** Other messages of the same family, by the element that holds them. */
const otherMessages: Readonly<Record<string, string>> = {
  BkToCstmrAcctRpt: 'camt.052, a report of the day, whose entries may yet change',
  BkToCstmrDbtCdtNtfctn: 'camt.054, a notice of entries without balances',
  CstmrCdtTrfInitn: 'pain.001, an order of payments',
  CstmrDrctDbtInitn: 'pain.008, an order of direct debits',
};

/** The message may stand in an envelope of the bank's. */
function messageIn(document: XmlElement): XmlElement {
  const documents =
    document.name === 'Document' ? [document] : elementsAt(document, 'Document').slice(0, 1);
  const message = documents.flatMap(({ children }) => children)[0];
  if (message?.name === 'BkToCstmrStmt') return message;
  const other = message && otherMessages[message.name];
  const sentence = other
    ? `The file is ${other}: a statement in camt.053 is needed.`
    : 'The file is XML, but no bank statement in the form camt.053.';
  return refuse('statement_invalid', sentence);
}

function readStatement(statement: XmlElement, index: number): BankStatement {
  const number = textAt(statement, 'Id') ?? `number ${index + 1}`;
  const where = `Statement ${number}`;
  const currency = currencyOf(statement, where);
  const entries = elementsAt(statement, 'Ntry');
  const booked = entries.filter(isBooked);
  return {
    number,
    account: accountOf(statement, where),
    currency,
    from: dateOfInstant(textAt(statement, 'FrToDt', 'FrDtTm')),
    to: dateOfInstant(textAt(statement, 'FrToDt', 'ToDtTm')),
    ...balancesOf(statement, currency, where),
    entries: booked.flatMap((entry, at) =>
      readEntry(entry, { currency, where: `${where}, booked entry ${at + 1}` }),
    ),
    notBooked: entries.length - booked.length,
  };
}

/** Version 02 writes the status as text, later ones in an element of its own. */
function isBooked(entry: XmlElement): boolean {
  const status = textAt(entry, 'Sts', 'Cd') ?? textAt(entry, 'Sts');
  return status === 'BOOK';
}

function accountOf(statement: XmlElement, where: string): string {
  const iban = textAt(statement, 'Acct', 'Id', 'IBAN');
  if (iban !== null) {
    return isIban(iban)
      ? normaliseReference(iban)
      : refuse('statement_invalid', `${where}: the account ${iban} is no IBAN.`);
  }
  const other = textAt(statement, 'Acct', 'Id', 'Othr', 'Id');
  return other && other.length <= longestId
    ? normaliseReference(other)
    : refuse('statement_invalid', `${where} does not say of which account it is.`);
}

/** An account has one currency, which the bank names at the account or at every amount. */
function currencyOf(statement: XmlElement, where: string): string {
  const amount = elementAt(statement, 'Bal', 'Amt') ?? elementAt(statement, 'Ntry', 'Amt');
  const currency = textAt(statement, 'Acct', 'Ccy') ?? amount?.attributes['Ccy'] ?? '';
  return isCurrency(currency)
    ? currency
    : refuse('statement_invalid', `${where}: “${currency}” is no currency that can be billed in.`);
}

/**
 * The first and the last balance. Where a statement comes in pages, the inner balances are
 * interim ones (ITBD).
 */
function balancesOf(statement: XmlElement, currency: string, where: string) {
  const balances = elementsAt(statement, 'Bal');
  const withCode = (code: string) =>
    balances.filter((one) => textAt(one, 'Tp', 'CdOrPrtry', 'Cd') === code);
  const [opening] = [...withCode('OPBD'), ...withCode('PRCD'), ...withCode('ITBD')];
  const closing = [...withCode('ITBD'), ...withCode('CLBD')].at(-1);
  const minorOf = (balance: XmlElement | undefined) =>
    balance && opening !== closing ? signedMinor(balance, currency, where) : null;
  return { openingMinor: minorOf(opening), closingMinor: minorOf(closing) };
}

function signedMinor(balance: XmlElement, currency: string, where: string): number {
  const minor = exactMinor(elementAt(balance, 'Amt'), currency, `${where}, balance`);
  return textAt(balance, 'CdtDbtInd') === 'DBIT' ? -minor + 0 : minor;
}

/** The day as it is written, in the bank's own time zone. */
function dateOfInstant(text: string | null): LocalDate | null {
  const date = text?.slice(0, 10) ?? '';
  return isLocalDate(date) ? date : null;
}
