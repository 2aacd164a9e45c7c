import type { Buyer, SellerOnInvoice } from '../invoice.ts';
import { cleanText, withinSentence } from './clean.ts';
import type { LabelledText, Writing } from './writing.ts';

/** A party as the law wants it on the paper: name, address, VAT number. */
export type PaperParty = {
  /** Empty for the seller, whose paper it is. */
  readonly label: string;
  readonly name: string;
  readonly address: readonly string[];
  readonly vatNumber: LabelledText | null;
  readonly email: string;
  /** The name and where they are, in one line. */
  readonly inOneLine: string;
};

export function sellerParty(seller: SellerOnInvoice, writing: Writing): PaperParty {
  return { label: '', ...party(seller, writing) };
}

export function buyerParty(buyer: Buyer, writing: Writing): PaperParty {
  return { label: writing.words.billedTo, ...party(buyer, writing) };
}

function party(
  { name, addressLine, postalCode, city, country, vatNumber, email }: SellerOnInvoice | Buyer,
  { words, formats }: Writing,
): Omit<PaperParty, 'label'> {
  const address = [addressLine, `${postalCode} ${city}`, formats.country(country)];
  return {
    name: cleanText(name),
    address: address.map(cleanText).filter((line) => line !== ''),
    vatNumber: vatNumber ? { label: words.vatNumber, text: cleanText(vatNumber) } : null,
    email: cleanText(email),
    inOneLine: [name, ...address]
      .map(withinSentence)
      .filter((part) => part !== '')
      .join(' · '),
  };
}
