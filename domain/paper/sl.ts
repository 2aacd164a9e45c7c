import type { PaperWords } from './words.ts';

export const sl: PaperWords = {
  locale: 'sl-SI',
  kind: { invoice: 'Račun', credit_note: 'Dobropis' },
  facts: {
    number: 'Številka',
    issuedOn: 'Datum izdaje',
    period: 'Obračunsko obdobje',
    customer: 'Številka stranke',
    dueOn: 'Datum zapadlosti',
    terms: 'Plačilni pogoji',
  },
  billedTo: 'Prejemnik računa',
  vatNumber: 'ID za DDV',
  lines: {
    heading: 'Postavke',
    position: 'Št.',
    description: 'Opis',
    quantity: 'Količina',
    unitPrice: 'Cena na enoto',
    tax: 'DDV',
    net: (currency) => `Neto, ${currency}`,
  },
  partOfLine: (position) => `Del postavke ${position}`,
  taxSummary: { heading: 'DDV po stopnjah', treatment: 'Stopnja', net: 'Osnova', tax: 'DDV' },
  treatment: {
    standard: (rate) => rate,
    reduced: (rate) => rate,
    zero: (rate) => rate,
    exempt: () => 'Oproščeno',
    outside_scope: () => 'Ni predmet DDV',
    reverse_charge: () => 'Obrnjena obveznost',
  },
  legalNote: {
    standard: null,
    reduced: null,
    zero: null,
    exempt: 'Oproščeno plačila DDV.',
    outside_scope: 'Ni predmet obdavčitve z DDV.',
    reverse_charge:
      'Obrnjena davčna obveznost: DDV obračuna prejemnik (člen 196 Direktive 2006/112/ES).',
  },
  totals: {
    net: 'Skupaj brez DDV',
    tax: 'DDV',
    gross: 'Skupaj',
    creditUsed: 'Iz vašega dobroimetja',
    toPay: 'Za plačilo',
    credited: 'Skupaj dobropis',
  },
  terms: {
    net_days: ({ days }) =>
      days === 0 ? 'takoj' : `v ${days} ${days % 100 === 1 ? 'dnevu' : 'dneh'}`,
    end_of_month: ({ days }) =>
      days === 0 ? 'do konca meseca' : `${daysInWords(days)} po koncu meseca`,
    fixed_day: ({ dayOfMonth }) => `do ${dayOfMonth}. dne v mesecu`,
  },
  payment: {
    heading: 'Kako plačati',
    request: ({ amount, dueOn }) => `Prosimo, nakažite ${amount}. Rok plačila: ${dueOn}.`,
    nothing: 'Plačati ni treba ničesar.',
    payee: 'Prejemnik plačila',
    reference: 'Sklic',
    qr: 'Skenirajte z bančno aplikacijo',
  },
  credit: {
    heading: 'Kaj sledi',
    takenOff: (amount) => `Vaš dolg se zmanjša za ${amount}.`,
    kept: (amount) => `${amount} ostane kot vaše dobroimetje za naslednji račun.`,
  },
  corrects: {
    credits: ({ number, issuedOn }) => `Popravlja račun ${number} (${issuedOn}).`,
    replaces: ({ number, issuedOn }) => `Nadomešča račun ${number} (${issuedOn}).`,
    undoes: ({ number, issuedOn }) => `Razveljavlja dobropis ${number} (${issuedOn}).`,
    reason: (reason) => `Razlog: ${reason}`,
  },
  page: (page, pages) => `Stran ${page} od ${pages}`,
};

/** One day, two days (the dual), more days. */
function daysInWords(days: number): string {
  if (days % 100 === 1) return `${days} dan`;
  return `${days} ${days % 100 === 2 ? 'dneva' : 'dni'}`;
}
