import { epcQrPayload, isCreditorReference, isIban, normaliseReference } from '../reference.ts';
import { cleanText } from './clean.ts';
import type { LabelledText, Writing } from './writing.ts';
import type { PaperFacts } from './facts.ts';

/** What is to be done now: how to pay, or what becomes of the credit. */
export type PaperPayment = {
  readonly heading: string;
  readonly sentences: readonly string[];
  /** Where the money goes and what to write to it; empty when nothing is to be paid. */
  readonly details: readonly LabelledText[];
  /** The text of a QR code for banking programs with its caption, where there can be one. */
  readonly qr: { readonly payload: string; readonly caption: string } | null;
};

export function paymentOf(paper: PaperFacts, writing: Writing): PaperPayment {
  const { words, formats } = writing;
  if (paper.kind === 'credit_note') return creditOf(paper, writing);
  const toPayMinor = paper.grossMinor - paper.creditUsedMinor;
  const { heading, request, nothing, qr: caption } = words.payment;
  if (toPayMinor <= 0) return { heading, sentences: [nothing], details: [], qr: null };
  const payload = payloadOf(paper, toPayMinor);
  return {
    heading,
    sentences: [request({ amount: formats.money(toPayMinor), dueOn: formats.date(paper.dueOn) })],
    details: detailsOf(paper, writing),
    qr: payload === null ? null : { payload, caption },
  };
}

function creditOf(
  { grossMinor, creditKeptMinor }: PaperFacts,
  { words: { credit }, formats }: Writing,
): PaperPayment {
  const takenOffMinor = grossMinor - creditKeptMinor;
  const sentences = [
    ...(takenOffMinor > 0 ? [credit.takenOff(formats.money(takenOffMinor))] : []),
    ...(creditKeptMinor > 0 ? [credit.kept(formats.money(creditKeptMinor))] : []),
  ];
  return { heading: credit.heading, sentences, details: [], qr: null };
}

function detailsOf({ seller, reference }: PaperFacts, { words }: Writing): LabelledText[] {
  const { name, iban, bic } = seller;
  const account = [
    { label: words.payment.payee, text: cleanText(name) },
    { label: 'IBAN', text: inFours(iban ?? '') },
    ...(bic ? [{ label: 'BIC', text: cleanText(bic) }] : []),
  ];
  return [...(iban ? account : []), { label: words.payment.reference, text: inFours(reference) }];
}

/** Groups of four, as IBANs and creditor references are written on paper (ISO 13616, ISO 11649). */
function inFours(text: string): string {
  return normaliseReference(cleanText(text)).replaceAll(/(.{4})(?=.)/gu, '$1 ');
}

const largestTransferMinor = 99_999_999_999;

/** The QR code is a convenience: where the standard has no room for the payment, none is made. */
function payloadOf(paper: PaperFacts, amountMinor: number): string | null {
  const { currency, reference, seller } = paper;
  const { iban } = seller;
  const name = payeeName(seller.name);
  const fits = currency === 'EUR' && amountMinor <= largestTransferMinor && name !== '';
  if (!fits || !iban || !isIban(iban) || !isCreditorReference(reference)) return null;
  // Form 002 of the code needs no BIC within the SEPA, and a wrong one would spoil the rest.
  return epcQrPayload({ name, iban, amountMinor, currency, reference });
}

/** As many letters of the name as the code has room for: 70, and 210 bytes. */
function payeeName(name: string): string {
  const encoder = new TextEncoder();
  let letters = Array.from(cleanText(name)).slice(0, 70);
  while (encoder.encode(letters.join('')).length > 210) letters = letters.slice(0, -1);
  return letters.join('').trim();
}
