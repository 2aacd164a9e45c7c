import type { LetterLanguage } from './words.ts';

export const en: LetterLanguage = {
  subject: {
    friendly: ({ invoiceNumber, dueOn }) => `Invoice ${invoiceNumber} is due on ${dueOn}`,
    reminder: ({ invoiceNumber }) => `Reminder: invoice ${invoiceNumber} is still open`,
    firm: ({ invoiceNumber }) => `Second reminder: invoice ${invoiceNumber} is overdue`,
    final: ({ invoiceNumber }) => `Last reminder: invoice ${invoiceNumber}`,
  },
  greeting: ({ customerName }) => `Dear ${customerName},`,
  body: {
    friendly: ({ invoiceNumber, amount, dueOn }) =>
      `This is a friendly note that invoice ${invoiceNumber} over ${amount} is due on ${dueOn}. ` +
      'If you have paid in the last days, there is nothing left to do.',
    reminder: ({ invoiceNumber, amount, dueOn }) =>
      `Invoice ${invoiceNumber} was due on ${dueOn}, and ${amount} is still open. Perhaps it ` +
      'slipped your attention: please pay it in the next days.',
    firm: ({ invoiceNumber, amount, daysOverdue }) =>
      `Invoice ${invoiceNumber} has been overdue for ${daysOverdue} days. Please pay the open ` +
      `amount of ${amount} now, or tell us what keeps you from it.`,
    final: ({ invoiceNumber, amount, daysOverdue }) =>
      `Invoice ${invoiceNumber} has been overdue for ${daysOverdue} days and our reminders went ` +
      `unanswered. This is the last one: please pay ${amount} at once.`,
  },
  charges: (charges) => `Of this amount ${charges} is interest and fees for being late.`,
  howToPay: ({ iban, reference }) =>
    `${iban ? `Please pay to account ${iban} with` : 'Please pay with'} reference ${reference}. ` +
    'If something on the bill is unclear, reply to this letter and we will look at it together.',
  seeBill: (link) => `See your bill, pay it or ask about it: ${link}`,
  closing: ({ sellerName }) => `Kind regards,\n${sellerName}`,
};
