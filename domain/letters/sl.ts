import type { LetterLanguage } from './words.ts';

export const sl: LetterLanguage = {
  subject: {
    friendly: ({ invoiceNumber, dueOn }) => `Račun ${invoiceNumber} zapade ${dueOn}`,
    reminder: ({ invoiceNumber }) => `Opomnik: račun ${invoiceNumber} še ni plačan`,
    firm: ({ invoiceNumber }) => `Drugi opomin: račun ${invoiceNumber} je zapadel`,
    final: ({ invoiceNumber }) => `Zadnji opomin: račun ${invoiceNumber}`,
  },
  greeting: ({ customerName }) => `Pozdravljeni, ${customerName}!`,
  body: {
    friendly: ({ invoiceNumber, amount, dueOn }) =>
      `Prijazno vas opominjamo, da račun ${invoiceNumber} v znesku ${amount} zapade ${dueOn}. ` +
      'Če ste ga v zadnjih dneh že plačali, vam ni treba storiti ničesar.',
    reminder: ({ invoiceNumber, amount, dueOn }) =>
      `Račun ${invoiceNumber} je zapadel ${dueOn}, odprtih je še ${amount}. Morda ste ga ` +
      'spregledali: prosimo, plačajte ga v naslednjih dneh.',
    firm: ({ invoiceNumber, amount, daysOverdue }) =>
      `Račun ${invoiceNumber} je zapadel pred več dnevi (${daysOverdue}). Prosimo, da odprti ` +
      `znesek ${amount} poravnate zdaj ali nam poveste, kaj vam to preprečuje.`,
    final: ({ invoiceNumber, amount, daysOverdue }) =>
      `Račun ${invoiceNumber} je zapadel pred več dnevi (${daysOverdue}), na naše opomine pa ni ` +
      `bilo odgovora. To je zadnji opomin: prosimo, da ${amount} plačate takoj.`,
  },
  charges: (charges) => `V tem znesku je ${charges} zamudnih obresti in stroškov.`,
  howToPay: ({ iban, reference }) =>
    `${iban ? `Plačajte na račun ${iban} s` : 'Plačajte s'} sklicem ${reference}. Če vam na ` +
    'računu kaj ni jasno, odgovorite na to pismo.',
  seeBill: (link) => `Oglejte si račun, plačajte ga ali nas vprašajte o njem: ${link}`,
  closing: ({ sellerName }) => `Lep pozdrav,\n${sellerName}`,
};
