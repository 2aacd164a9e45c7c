import type { PaperWords } from './words.ts';

export const de: PaperWords = {
  locale: 'de-DE',
  // A "Gutschrift" is an invoice that the customer writes (UStG § 14(2)), so it must not say that.
  kind: { invoice: 'Rechnung', credit_note: 'Rechnungskorrektur' },
  facts: {
    number: 'Nummer',
    issuedOn: 'Datum',
    period: 'Leistungszeitraum',
    customer: 'Kundennummer',
    dueOn: 'Fällig am',
    terms: 'Zahlungsziel',
  },
  billedTo: 'Rechnungsempfänger',
  vatNumber: 'USt-IdNr.',
  lines: {
    heading: 'Positionen',
    position: 'Pos.',
    description: 'Beschreibung',
    quantity: 'Menge',
    unitPrice: 'Einzelpreis',
    tax: 'USt.',
    net: (currency) => `Netto, ${currency}`,
  },
  partOfLine: (position) => `Teil der Position ${position}`,
  taxSummary: {
    heading: 'Umsatzsteuer nach Sätzen',
    treatment: 'Satz',
    net: 'Netto',
    tax: 'Umsatzsteuer',
  },
  treatment: {
    standard: (rate) => rate,
    reduced: (rate) => rate,
    zero: (rate) => rate,
    exempt: () => 'Steuerfrei',
    outside_scope: () => 'Nicht steuerbar',
    reverse_charge: () => 'Reverse Charge',
  },
  legalNote: {
    standard: null,
    reduced: null,
    zero: null,
    exempt: 'Von der Umsatzsteuer befreit.',
    outside_scope: 'Unterliegt nicht der Umsatzsteuer.',
    reverse_charge:
      'Steuerschuldnerschaft des Leistungsempfängers (Artikel 196 der Richtlinie 2006/112/EG).',
  },
  totals: {
    net: 'Summe ohne Umsatzsteuer',
    tax: 'Umsatzsteuer',
    gross: 'Gesamtbetrag',
    creditUsed: 'Aus Ihrem Guthaben',
    toPay: 'Zu zahlen',
    credited: 'Korrekturbetrag',
  },
  terms: {
    net_days: ({ days }) => {
      if (days === 0) return 'sofort';
      return days === 1 ? 'innerhalb eines Tages' : `innerhalb von ${days} Tagen`;
    },
    end_of_month: ({ days }) =>
      days === 0 ? 'bis zum Monatsende' : `${days} ${days === 1 ? 'Tag' : 'Tage'} nach Monatsende`,
    fixed_day: ({ dayOfMonth }) => `bis zum ${dayOfMonth}. des Monats`,
  },
  payment: {
    heading: 'So bezahlen Sie',
    request: ({ amount, dueOn }) => `Bitte überweisen Sie ${amount} bis zum ${dueOn}.`,
    nothing: 'Es ist nichts zu zahlen.',
    payee: 'Kontoinhaber',
    reference: 'Referenz',
    qr: 'Mit der Banking-App scannen',
  },
  credit: {
    heading: 'Wie es weitergeht',
    takenOff: (amount) => `${amount} werden von Ihrem offenen Betrag abgezogen.`,
    kept: (amount) => `${amount} bleiben Ihr Guthaben für die nächste Rechnung.`,
  },
  corrects: {
    credits: ({ number, issuedOn }) => `Berichtigt die Rechnung ${number} vom ${issuedOn}.`,
    replaces: ({ number, issuedOn }) => `Ersetzt die Rechnung ${number} vom ${issuedOn}.`,
    undoes: ({ number, issuedOn }) => `Hebt die Rechnungskorrektur ${number} vom ${issuedOn} auf.`,
    reason: (reason) => `Grund: ${reason}`,
  },
  page: (page, pages) => `Seite ${page} von ${pages}`,
};
