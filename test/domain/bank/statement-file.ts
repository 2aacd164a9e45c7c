/** Writes camt.053 files for the tests, in the form of the two versions that banks send most. */

export type Version = '02' | '08';

export type DetailSpec = {
  readonly amount?: string;
  readonly currency?: string;
  readonly sign?: 'CRDT' | 'DBIT';
  readonly servicerReference?: string;
  readonly endToEndId?: string;
  readonly instructed?: string;
  readonly debtor?: string;
  readonly ultimateDebtor?: string;
  readonly iban?: string;
  readonly structured?: readonly { readonly reference: string; readonly amount?: string }[];
  readonly text?: readonly string[];
  readonly returned?: string;
};

export type EntrySpec = {
  readonly amount: string;
  readonly currency?: string;
  readonly sign?: 'CRDT' | 'DBIT';
  readonly isReversal?: boolean;
  readonly status?: 'BOOK' | 'PDNG';
  readonly bookedOn?: string;
  readonly valueOn?: string;
  readonly servicerReference?: string;
  readonly remark?: string;
  readonly batchOf?: number;
  readonly details?: readonly DetailSpec[];
};

export type StatementSpec = {
  readonly id?: string;
  readonly iban?: string;
  readonly currency?: string;
  readonly opening?: string;
  readonly closing?: string;
  readonly entries: readonly EntrySpec[];
};

export const ourIban = 'EE382200221020145685';

/** A whole file with these statements. */
export function statementFile(statements: readonly StatementSpec[], version: Version = '08') {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}">`,
    '<BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-03-15T06:00:00</CreDtTm></GrpHdr>',
    ...statements.map((statement) => statementXml(statement, version)),
    '</BkToCstmrStmt></Document>',
  ].join('\n');
}

/** The same as bytes, as a file has them. */
export function statementBytes(statements: readonly StatementSpec[], version: Version = '08') {
  return new TextEncoder().encode(statementFile(statements, version));
}

function statementXml(spec: StatementSpec, version: Version): string {
  const { id = 'S-1', iban = ourIban, currency = 'EUR', opening, closing, entries } = spec;
  const balance = (code: string, amount: string | undefined) =>
    amount === undefined
      ? ''
      : `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp>${money(amount.replace('-', ''), currency)}
         ${tag('CdtDbtInd', amount.startsWith('-') ? 'DBIT' : 'CRDT')}
         <Dt><Dt>2026-03-14</Dt></Dt></Bal>`;
  return `<Stmt>${tag('Id', id)}<Acct><Id>${tag('IBAN', iban)}</Id>${tag('Ccy', currency)}</Acct>
    ${balance('OPBD', opening)}${balance('CLBD', closing)}
    ${entries.map((entry) => entryXml({ currency, ...entry }, version)).join('\n')}</Stmt>`;
}

function entryXml(spec: EntrySpec & { readonly currency: string }, version: Version): string {
  const { amount, currency, sign = 'CRDT', isReversal, status = 'BOOK', details = [] } = spec;
  const { bookedOn = '2026-03-14', valueOn = bookedOn, servicerReference, remark, batchOf } = spec;
  const batch = batchOf === undefined ? '' : `<Btch>${tag('NbOfTxs', String(batchOf))}</Btch>`;
  const parts = details.map((detail) => detailXml(detail, version, currency)).join('\n');
  return `<Ntry>${money(amount, currency)}${tag('CdtDbtInd', sign)}
    ${isReversal ? tag('RvslInd', 'true') : ''}
    ${version === '02' ? tag('Sts', status) : `<Sts>${tag('Cd', status)}</Sts>`}
    <BookgDt>${tag('Dt', bookedOn)}</BookgDt><ValDt>${tag('Dt', valueOn)}</ValDt>
    ${tag('AcctSvcrRef', servicerReference)}<BkTxCd/>
    ${batch || parts ? `<NtryDtls>${batch}${parts}</NtryDtls>` : ''}
    ${tag('AddtlNtryInf', remark)}</Ntry>`;
}

function detailXml(detail: DetailSpec, version: Version, ofEntry: string): string {
  const { amount, currency = ofEntry, sign, instructed, debtor, ultimateDebtor, iban } = detail;
  const { structured = [], text = [], returned } = detail;
  const party = (name: string, of: string | undefined) =>
    of === undefined
      ? ''
      : `<${name}>${version === '02' ? tag('Nm', of) : `<Pty>${tag('Nm', of)}</Pty>`}</${name}>`;
  const instructedXml = instructed ? `<InstdAmt>${money(instructed, currency)}</InstdAmt>` : '';
  const amountXml = amount ? money(amount, currency) : '';
  const inner = version === '02' && amount ? `<TxAmt>${amountXml}</TxAmt>` : '';
  return `<TxDtls><Refs>${tag('AcctSvcrRef', detail.servicerReference)}
      ${tag('EndToEndId', detail.endToEndId)}</Refs>
    ${version === '08' ? `${amountXml}${tag('CdtDbtInd', sign)}` : ''}
    <AmtDtls>${instructedXml}${inner}</AmtDtls>
    <RltdPties>${party('Dbtr', debtor)}
      ${iban ? `<DbtrAcct><Id>${tag('IBAN', iban)}</Id></DbtrAcct>` : ''}
      ${party('UltmtDbtr', ultimateDebtor)}</RltdPties>
    <RmtInf>${text.map((line) => tag('Ustrd', line)).join('')}
      ${structured.map((one) => structuredXml(one, currency)).join('')}</RmtInf>
    ${returned ? `<RtrInf><Rsn>${tag('Cd', returned)}</Rsn></RtrInf>` : ''}</TxDtls>`;
}

function structuredXml(
  { reference, amount }: { reference: string; amount?: string },
  currency: string,
) {
  const part = amount
    ? `<RfrdDocAmt><RmtdAmt Ccy="${currency}">${amount}</RmtdAmt></RfrdDocAmt>`
    : '';
  return `<Strd>${part}<CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry></Tp>
    ${tag('Ref', reference)}</CdtrRefInf></Strd>`;
}

function money(amount: string, currency: string): string {
  return `<Amt Ccy="${currency}">${amount}</Amt>`;
}

function tag(name: string, text: string | undefined): string {
  if (text === undefined) return '';
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<${name}>${escaped}</${name}>`;
}
