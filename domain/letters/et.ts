import type { LetterLanguage } from './words.ts';

export const et: LetterLanguage = {
  subject: {
    friendly: ({ invoiceNumber, dueOn }) => `Arve ${invoiceNumber} maksetähtaeg on ${dueOn}`,
    reminder: ({ invoiceNumber }) => `Meeldetuletus: arve ${invoiceNumber} on tasumata`,
    firm: ({ invoiceNumber }) => `Teine meeldetuletus: arve ${invoiceNumber} tähtaeg on möödas`,
    final: ({ invoiceNumber }) => `Viimane meeldetuletus: arve ${invoiceNumber}`,
  },
  greeting: ({ customerName }) => `Hea ${customerName}!`,
  body: {
    friendly: ({ invoiceNumber, amount, dueOn }) =>
      `Tuletame sõbralikult meelde, et arve ${invoiceNumber} summas ${amount} maksetähtaeg on ` +
      `${dueOn}. Kui tasusite arve viimastel päevadel, ei ole vaja midagi teha.`,
    reminder: ({ invoiceNumber, amount, dueOn }) =>
      `Arve ${invoiceNumber} maksetähtaeg oli ${dueOn} ja ${amount} on veel tasumata. Võib-olla ` +
      'jäi see kahe silma vahele: palun tasuge arve lähipäevil.',
    firm: ({ invoiceNumber, amount, daysOverdue }) =>
      `Arve ${invoiceNumber} maksetähtajast on möödas ${daysOverdue} päeva. Palun tasuge ` +
      `${amount} kohe või andke teada, mis seda takistab.`,
    final: ({ invoiceNumber, amount, daysOverdue }) =>
      `Arve ${invoiceNumber} maksetähtajast on möödas ${daysOverdue} päeva ja meie kirjadele ei ` +
      `ole vastatud. See on viimane meeldetuletus: palun tasuge ${amount} viivitamata.`,
  },
  charges: (charges) => `Sellest ${charges} on viivis ja tasud hilinemise eest.`,
  howToPay: ({ iban, reference }) =>
    `${iban ? `Palun makske kontole ${iban}, viitenumber` : 'Palun kasutage viitenumbrit'} ` +
    `${reference}. Kui midagi jääb arvel selgusetuks, vastake sellele kirjale.`,
  seeBill: (link) => `Vaadake arvet, tasuge see või küsige selle kohta: ${link}`,
  closing: ({ sellerName }) => `Lugupidamisega\n${sellerName}`,
};
