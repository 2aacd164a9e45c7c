import type { LetterLanguage } from './words.ts';

export const de: LetterLanguage = {
  subject: {
    friendly: ({ invoiceNumber, dueOn }) => `Rechnung ${invoiceNumber} ist am ${dueOn} fällig`,
    reminder: ({ invoiceNumber }) => `Erinnerung: Rechnung ${invoiceNumber} ist noch offen`,
    firm: ({ invoiceNumber }) => `Zweite Erinnerung: Rechnung ${invoiceNumber} ist überfällig`,
    final: ({ invoiceNumber }) => `Letzte Mahnung: Rechnung ${invoiceNumber}`,
  },
  greeting: ({ customerName }) => `Guten Tag ${customerName},`,
  body: {
    friendly: ({ invoiceNumber, amount, dueOn }) =>
      `ein freundlicher Hinweis: Die Rechnung ${invoiceNumber} über ${amount} ist am ${dueOn} ` +
      'fällig. Haben Sie in den letzten Tagen bezahlt, ist nichts weiter zu tun.',
    reminder: ({ invoiceNumber, amount, dueOn }) =>
      `die Rechnung ${invoiceNumber} war am ${dueOn} fällig, und ${amount} sind noch offen. ` +
      'Vielleicht ist sie Ihnen entgangen: Bitte zahlen Sie in den nächsten Tagen.',
    firm: ({ invoiceNumber, amount, daysOverdue }) =>
      `die Rechnung ${invoiceNumber} ist seit ${daysOverdue} Tagen überfällig. Bitte zahlen Sie ` +
      `den offenen Betrag von ${amount} jetzt oder sagen Sie uns, was Sie daran hindert.`,
    final: ({ invoiceNumber, amount, daysOverdue }) =>
      `die Rechnung ${invoiceNumber} ist seit ${daysOverdue} Tagen überfällig, und unsere ` +
      `Erinnerungen blieben ohne Antwort. Dies ist die letzte: Bitte zahlen Sie ${amount} sofort.`,
  },
  charges: (charges) => `Darin sind ${charges} Verzugszinsen und Gebühren enthalten.`,
  howToPay: ({ iban, reference }) =>
    `${iban ? `Bitte zahlen Sie auf das Konto ${iban} mit` : 'Bitte zahlen Sie mit'} der Referenz ` +
    `${reference}. Ist etwas an der Rechnung unklar, antworten Sie einfach auf dieses Schreiben.`,
  seeBill: (link) => `Rechnung ansehen, bezahlen oder dazu etwas fragen: ${link}`,
  closing: ({ sellerName }) => `Mit freundlichen Grüßen\n${sellerName}`,
};
