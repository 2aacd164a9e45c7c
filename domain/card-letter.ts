/**
 * What the customer is told when their card was not charged: to give another card, or to confirm
 * the payment at a link. The issuer's reason is never named: where it is a theft, Stripe asks that
 * nobody learns it from the seller (https://docs.stripe.com/declines/codes, `stolen_card`).
 */
import { formatMoney } from './money.ts';

export type CardLetterFacts = {
  readonly template: 'other_card' | 'confirm';
  readonly language: string;
  readonly sellerName: string;
  readonly customerName: string;
  readonly invoiceNumber: string;
  readonly reference: string;
  readonly iban: string | null;
  readonly openMinor: number;
  readonly currency: string;
  /** Where the customer confirms the payment; null where another card is asked for. */
  readonly link: string | null;
};

type Words = Omit<CardLetterFacts, 'language' | 'openMinor' | 'currency'> & {
  readonly amount: string;
};

type CardLetterLanguage = {
  readonly subject: Record<CardLetterFacts['template'], (words: Words) => string>;
  readonly greeting: (words: Words) => string;
  readonly body: Record<CardLetterFacts['template'], (words: Words) => string>;
  readonly otherwise: (words: Words) => string;
  readonly closing: (words: Words) => string;
};

const en: CardLetterLanguage = {
  subject: {
    other_card: ({ invoiceNumber }) => `Invoice ${invoiceNumber}: your card could not be charged`,
    confirm: ({ invoiceNumber }) => `Invoice ${invoiceNumber}: please confirm the payment`,
  },
  greeting: ({ customerName }) => `Dear ${customerName},`,
  body: {
    other_card: ({ invoiceNumber, amount }) =>
      `we could not charge your card with ${amount} for invoice ${invoiceNumber}. We will not try ` +
      'this card again. Please reply to this letter, so that we can take down another one.',
    confirm: ({ invoiceNumber, amount, link }) =>
      `your bank wants you to confirm the payment of ${amount} for invoice ${invoiceNumber}. ` +
      `You can do so here:\n\n${link}`,
  },
  otherwise: ({ iban, reference }) =>
    `Or pay ${iban ? `to account ${iban} ` : ''}with reference ${reference}.`,
  closing: ({ sellerName }) => `Kind regards,\n${sellerName}`,
};

const de: CardLetterLanguage = {
  subject: {
    other_card: ({ invoiceNumber }) =>
      `Rechnung ${invoiceNumber}: Ihre Karte konnte nicht belastet werden`,
    confirm: ({ invoiceNumber }) => `Rechnung ${invoiceNumber}: bitte bestätigen Sie die Zahlung`,
  },
  greeting: ({ customerName }) => `Guten Tag ${customerName},`,
  body: {
    other_card: ({ invoiceNumber, amount }) =>
      `wir konnten Ihre Karte nicht mit ${amount} für die Rechnung ${invoiceNumber} belasten. Wir ` +
      'versuchen es mit dieser Karte nicht noch einmal. Bitte antworten Sie auf dieses Schreiben, ' +
      'damit wir eine andere hinterlegen können.',
    confirm: ({ invoiceNumber, amount, link }) =>
      `Ihre Bank möchte, dass Sie die Zahlung von ${amount} für die Rechnung ${invoiceNumber} ` +
      `bestätigen. Das geht hier:\n\n${link}`,
  },
  otherwise: ({ iban, reference }) =>
    `Oder zahlen Sie ${iban ? `auf das Konto ${iban} ` : ''}mit der Referenz ${reference}.`,
  closing: ({ sellerName }) => `Mit freundlichen Grüßen\n${sellerName}`,
};

const et: CardLetterLanguage = {
  subject: {
    other_card: ({ invoiceNumber }) => `Arve ${invoiceNumber}: makse teie kaardilt ei õnnestunud`,
    confirm: ({ invoiceNumber }) => `Arve ${invoiceNumber}: palun kinnitage makse`,
  },
  greeting: ({ customerName }) => `Hea ${customerName}!`,
  body: {
    other_card: ({ invoiceNumber, amount }) =>
      `Meil ei õnnestunud võtta teie kaardilt ${amount} arve ${invoiceNumber} eest. Sama kaardiga ` +
      'me enam ei proovi. Palun vastake sellele kirjale, et saaksime kirja panna uue kaardi.',
    confirm: ({ invoiceNumber, amount, link }) =>
      `Teie pank soovib, et kinnitaksite makse ${amount} arve ${invoiceNumber} eest. Seda saab ` +
      `teha siin:\n\n${link}`,
  },
  otherwise: ({ iban, reference }) =>
    `Või makske ${iban ? `kontole ${iban}, ` : ''}viitenumber ${reference}.`,
  closing: ({ sellerName }) => `Lugupidamisega\n${sellerName}`,
};

const sl: CardLetterLanguage = {
  subject: {
    other_card: ({ invoiceNumber }) => `Račun ${invoiceNumber}: plačilo s kartico ni uspelo`,
    confirm: ({ invoiceNumber }) => `Račun ${invoiceNumber}: prosimo, potrdite plačilo`,
  },
  greeting: ({ customerName }) => `Pozdravljeni, ${customerName}!`,
  body: {
    other_card: ({ invoiceNumber, amount }) =>
      `Vaše kartice za račun ${invoiceNumber} nismo mogli bremeniti v znesku ${amount}. S to ` +
      'kartico ne bomo poskušali znova. Prosimo, odgovorite na to pismo, da zapišemo drugo.',
    confirm: ({ invoiceNumber, amount, link }) =>
      `Vaša banka želi, da potrdite plačilo ${amount} za račun ${invoiceNumber}. To lahko storite ` +
      `tukaj:\n\n${link}`,
  },
  otherwise: ({ iban, reference }) =>
    `Ali pa plačajte ${iban ? `na račun ${iban} ` : ''}s sklicem ${reference}.`,
  closing: ({ sellerName }) => `Lep pozdrav,\n${sellerName}`,
};

const languages: Readonly<Record<string, CardLetterLanguage>> = { en, de, et, sl };

/** Subject and plain text. A language that is not here is written in English. */
export function cardLetter(facts: CardLetterFacts): { subject: string; text: string } {
  const { language, openMinor, currency, ...rest } = facts;
  const spoken = languages[language] ? language : 'en';
  const letter = languages[spoken] ?? en;
  const words = { ...rest, amount: formatMoney(openMinor, currency, spoken) };
  const paragraphs = [
    letter.greeting(words),
    letter.body[facts.template](words),
    letter.otherwise(words),
    letter.closing(words),
  ];
  return { subject: letter.subject[facts.template](words), text: `${paragraphs.join('\n\n')}\n` };
}
