import type { PaperWords } from './words.ts';

export const et: PaperWords = {
  locale: 'et-EE',
  kind: { invoice: 'Arve', credit_note: 'Kreeditarve' },
  facts: {
    number: 'Number',
    issuedOn: 'Kuupäev',
    period: 'Arveldusperiood',
    customer: 'Kliendinumber',
    dueOn: 'Maksetähtaeg',
    terms: 'Maksetingimus',
  },
  billedTo: 'Arve saaja',
  vatNumber: 'KMKR number',
  lines: {
    heading: 'Arve read',
    position: 'Nr',
    description: 'Kirjeldus',
    quantity: 'Kogus',
    unitPrice: 'Ühiku hind',
    tax: 'KM',
    net: (currency) => `Summa, ${currency}`,
  },
  partOfLine: (position) => `Osa reast ${position}`,
  taxSummary: {
    heading: 'Käibemaks määrade kaupa',
    treatment: 'Määr',
    net: 'Summa',
    tax: 'Käibemaks',
  },
  treatment: {
    standard: (rate) => rate,
    reduced: (rate) => rate,
    zero: (rate) => rate,
    exempt: () => 'Maksuvaba',
    outside_scope: () => 'Ei maksustata',
    reverse_charge: () => 'Pöördmaks',
  },
  legalNote: {
    standard: null,
    reduced: null,
    zero: null,
    exempt: 'Käibemaksust vabastatud.',
    outside_scope: 'Ei ole käibemaksuga maksustatav.',
    // The words that the directive itself asks for are the first one, in every language.
    reverse_charge:
      'Pöördmaksustamine: käibemaksu arvestab ostja (direktiivi 2006/112/EÜ artikkel 196).',
  },
  totals: {
    net: 'Summa käibemaksuta',
    tax: 'Käibemaks',
    gross: 'Kokku',
    creditUsed: 'Teie ettemaksust',
    toPay: 'Tasuda',
    credited: 'Krediteeritud kokku',
  },
  terms: {
    net_days: ({ days }) => (days === 0 ? 'kohe' : `${days} päeva jooksul`),
    end_of_month: ({ days }) =>
      days === 0 ? 'kuu lõpuks' : `${days} päeva jooksul pärast kuu lõppu`,
    fixed_day: ({ dayOfMonth }) => `kuu ${dayOfMonth}. kuupäevaks`,
  },
  payment: {
    heading: 'Kuidas tasuda',
    request: ({ amount, dueOn }) => `Palun tasuge ${amount}. Maksetähtaeg on ${dueOn}.`,
    nothing: 'Tasuda ei ole vaja midagi.',
    payee: 'Saaja',
    reference: 'Viitenumber',
    qr: 'Skannige pangarakendusega',
  },
  credit: {
    heading: 'Mis saab edasi',
    takenOff: (amount) => `Teie võlgnevus väheneb ${amount} võrra.`,
    kept: (amount) => `${amount} jääb teie ettemaksuks järgmise arve jaoks.`,
  },
  corrects: {
    credits: ({ number, issuedOn }) => `Parandab arvet ${number} (${issuedOn}).`,
    replaces: ({ number, issuedOn }) => `Asendab arvet ${number} (${issuedOn}).`,
    undoes: ({ number, issuedOn }) => `Tühistab kreeditarve ${number} (${issuedOn}).`,
    reason: (reason) => `Põhjus: ${reason}`,
  },
  page: (page, pages) => `Lehekülg ${page}/${pages}`,
};
