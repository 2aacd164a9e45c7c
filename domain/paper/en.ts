import type { PaperWords } from './words.ts';

export const en: PaperWords = {
  locale: 'en-GB',
  kind: { invoice: 'Invoice', credit_note: 'Credit note' },
  facts: {
    number: 'Number',
    issuedOn: 'Date of issue',
    period: 'Billing period',
    customer: 'Customer number',
    dueOn: 'Due date',
    terms: 'Terms',
  },
  billedTo: 'Billed to',
  vatNumber: 'VAT number',
  lines: {
    heading: 'Lines',
    position: 'No.',
    description: 'Description',
    quantity: 'Quantity',
    unitPrice: 'Unit price',
    tax: 'VAT',
    net: (currency) => `Net, ${currency}`,
  },
  partOfLine: (position) => `Part of line ${position}`,
  taxSummary: { heading: 'VAT summary', treatment: 'Rate', net: 'Net', tax: 'VAT' },
  treatment: {
    standard: (rate) => rate,
    reduced: (rate) => rate,
    zero: (rate) => rate,
    exempt: () => 'Exempt',
    outside_scope: () => 'Not subject',
    reverse_charge: () => 'Reverse charge',
  },
  legalNote: {
    standard: null,
    reduced: null,
    zero: null,
    exempt: 'Exempt from VAT.',
    outside_scope: 'Not subject to VAT.',
    reverse_charge:
      'VAT reverse charge: the customer accounts for the VAT (Article 196 of Directive 2006/112/EC).',
  },
  totals: {
    net: 'Total without VAT',
    tax: 'VAT',
    gross: 'Total',
    creditUsed: 'From your credit',
    toPay: 'To pay',
    credited: 'Credited in total',
  },
  terms: {
    net_days: ({ days }) =>
      days === 0 ? 'at once' : `within ${days} ${days === 1 ? 'day' : 'days'}`,
    end_of_month: ({ days }) =>
      days === 0
        ? 'by the end of the month'
        : `${days} ${days === 1 ? 'day' : 'days'} after the end of the month`,
    fixed_day: ({ dayOfMonth }) => `by day ${dayOfMonth} of the month`,
  },
  payment: {
    heading: 'How to pay',
    request: ({ amount, dueOn }) => `Please pay ${amount} by ${dueOn}.`,
    nothing: 'There is nothing to pay.',
    payee: 'Account holder',
    reference: 'Reference',
    qr: 'Scan with your banking app',
  },
  credit: {
    heading: 'What happens now',
    takenOff: (amount) => `${amount} is taken off what you owe.`,
    kept: (amount) => `${amount} is kept as your credit for the next invoice.`,
  },
  corrects: {
    credits: ({ number, issuedOn }) => `Corrects invoice ${number} of ${issuedOn}.`,
    replaces: ({ number, issuedOn }) => `Replaces invoice ${number} of ${issuedOn}.`,
    undoes: ({ number, issuedOn }) =>
      `Claims again what credit note ${number} of ${issuedOn} took back.`,
    reason: (reason) => `Reason: ${reason}`,
  },
  page: (page, pages) => `Page ${page} of ${pages}`,
};
