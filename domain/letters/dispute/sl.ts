import type { DisputeLetterLanguage } from './words.ts';

/** In the locative, where two, three and more are alike. */
const bills = (count: number) =>
  count === 1 ? 'naslednjem računu' : `naslednjih ${count} računih`;
const lines = (count: number, positions: string) =>
  `${count === 1 ? 'postavki' : 'postavkah'} ${positions}`;

const day = { day: 'numeric', month: 'numeric', year: 'numeric' } as const;

export const sl: DisputeLetterLanguage = {
  locale: 'sl-SI',
  // In figures: a month in words would have to follow the case of each sentence.
  dates: day,
  times: { ...day, hour: '2-digit', minute: '2-digit' },
  reasons: {
    not_understood: 'Računa ne razumem',
    wrong_price: 'Cena ni pravilna',
    not_delivered: 'To mi ni bilo dobavljeno',
    quality: 'Kakovost ni bila ustrezna',
    duplicate: 'Zaračunano je bilo dvakrat',
    not_mine: 'To ni moje',
    wants_smaller_contract: 'Želim manjši obseg pogodbe',
    cannot_pay_now: 'Trenutno ne morem plačati',
    leaving_for_competitor: 'Razmišljam o prehodu k drugemu ponudniku',
    other: 'Nekaj drugega',
  },
  greeting: (customerName) => `Pozdravljeni, ${customerName}!`,
  closing: (sellerName) => `Lep pozdrav,\n${sellerName}`,
  instalment: ({ amount, on }) => `${amount} do ${on}`,
  grants: {
    percent_off_lines: ({ rate, positions, positionCount }) =>
      `Na tem računu vam pri ${lines(positionCount, positions)} odobrimo ${rate} popusta.`,
    amount_off_lines: ({ worth, positions, positionCount }) =>
      `Na tem računu vam pri ${lines(positionCount, positions)} odobrimo popust v znesku ${worth}.`,
    percent_off_next_bills: ({ rate, bills: count }) =>
      `Pri ${bills(count)} vam odobrimo ${rate} popusta.`,
    amount_off_next_bills: ({ amount, bills: count }) =>
      `Pri ${bills(count)} vam odobrimo popust v znesku ${amount}${count === 1 ? '' : ' na račun'}, ` +
      'brez davka.',
    free_months: ({ bills: count }) => `Pri ${bills(count)} vam ni treba plačati ničesar.`,
    waive_charges: () => 'Odpišemo vam obresti in stroške, ki so bili zaračunani zaradi zamude.',
    goodwill_credit: ({ worth }) => `Za ta račun vam priznamo dobropis v znesku ${worth}.`,
    better_price: ({ serviceName, amount, bills: count }) =>
      `${serviceName}: nova cena je ${amount} brez davka in velja pri ${bills(count)}.`,
  },
  letters: {
    received: {
      subject: ({ invoiceNumber }) => `Prejeli smo vaše vprašanje o računu ${invoiceNumber}`,
      body: ({ invoiceNumber, reason, answerBy, held, rest, isReopened }) => [
        isReopened
          ? `Vaše vprašanje o računu ${invoiceNumber} smo znova odprli.`
          : `Hvala za vaše vprašanje o računu ${invoiceNumber}.` +
            (reason ? ` Zapisali smo: »${reason}«.` : ''),
        `Naš sodelavec vam bo odgovoril do ${answerBy}. Do takrat vam ni treba storiti ničesar.`,
        held &&
          `Del računa v znesku ${held} čaka na naš odgovor: zanj ne pošiljamo opominov in ne ` +
            `zaračunavamo obresti.${rest ? ` Preostali znesek ${rest} zapade po dogovoru.` : ''}`,
      ],
    },
    answered: {
      subject: ({ invoiceNumber }) => `Naš odgovor na vaše vprašanje o računu ${invoiceNumber}`,
      body: ({ invoiceNumber, explanation, decideBy }) => [
        `Vprašali ste nas o računu ${invoiceNumber}. To je naš odgovor:`,
        explanation,
        decideBy && `Vprašanje še obravnavamo in vam bomo odločitev sporočili do ${decideBy}.`,
      ],
    },
    waiting: {
      subject: ({ invoiceNumber }) => `Račun ${invoiceNumber}: odločitev pregleda še druga oseba`,
      body: ({ invoiceNumber, until }) => [
        `Za vaše vprašanje o računu ${invoiceNumber} imamo predlog. Tako odločitev pred veljavnostjo ` +
          'pregleda še druga oseba.',
        `Oglasili se vam bomo do ${until}. Do takrat del računa, o katerem sprašujete, še čaka.`,
      ],
    },
    explained: {
      subject: ({ invoiceNumber }) => `Račun ${invoiceNumber}: naše pojasnilo`,
      body: ({ invoiceNumber, explanation }) => [
        `Pregledali smo vaše vprašanje o računu ${invoiceNumber}:`,
        explanation,
      ],
    },
    corrected: {
      subject: ({ invoiceNumber }) => `Popravili smo račun ${invoiceNumber}`,
      body: ({ invoiceNumber, creditNote, amount, newInvoice, explanation }) => [
        `Popravili smo račun ${invoiceNumber}: dobropis ${creditNote} ga zniža za ${amount}.` +
          (newInvoice ? ` Nadomešča ga račun ${newInvoice}.` : ''),
        explanation,
      ],
    },
    granted: {
      subject: ({ invoiceNumber }) => `Račun ${invoiceNumber}: kaj smo uredili za vas`,
      body: ({ invoiceNumber, grant, worth, creditNote, explanation }) => [
        `Pregledali smo vaše vprašanje o računu ${invoiceNumber} in odločili:`,
        `${grant} Skupaj je to za vas vredno ${worth}.` +
          (creditNote ? ` Številka dobropisa je ${creditNote}.` : ''),
        explanation,
      ],
    },
    promised: {
      subject: ({ invoiceNumber }) => `Račun ${invoiceNumber}: kdaj boste plačali`,
      body: ({ invoiceNumber, instalments }) => [
        `Hvala, da ste nam povedali, kdaj lahko plačate račun ${invoiceNumber}. Dogovorili smo se:`,
        instalments,
        'Dokler se tega držite, opominov ne pošiljamo.',
      ],
    },
    rejected: {
      subject: ({ invoiceNumber }) => `Račun ${invoiceNumber}: naša odločitev`,
      body: ({ invoiceNumber, explanation }) => [
        `Račun ${invoiceNumber} smo skrbno pregledali. Ostane tak, kot je, in to zato:`,
        explanation,
      ],
    },
    changed: {
      subject: ({ invoiceNumber }) =>
        `Vaša pogodba se po vašem vprašanju spremeni (${invoiceNumber})`,
      body: ({ invoiceNumber, change, from }) => [
        `Po vašem vprašanju o računu ${invoiceNumber} smo spremenili vašo pogodbo:`,
        change,
        from && `To velja od ${from}.`,
      ],
    },
    default_decision: {
      subject: ({ invoiceNumber, amount }) =>
        amount
          ? `Račun ${invoiceNumber}: odločili smo v vašo korist`
          : `Račun ${invoiceNumber}: obljube nismo držali`,
      body: ({ invoiceNumber, promisedBy, amount, creditNote }) => [
        `Obljubili smo, da bomo vaše vprašanje o računu ${invoiceNumber} rešili do ${promisedBy}, in ` +
          'obljube nismo držali. Opravičujemo se vam.',
        amount
          ? `Zato smo odločili v vašo korist: priznamo vam ${amount}.` +
            (creditNote ? ` Številka dobropisa je ${creditNote}.` : '')
          : 'Račun ostane tak, kot je; na njegovi strani je pojasnjena vsaka postavka. Če vam to ne ' +
            'odgovori na vprašanje, ga znova odprite: takrat ga pregleda izkušenejši sodelavec.',
      ],
    },
    withdrawn: {
      subject: ({ invoiceNumber }) => `Vaše vprašanje o računu ${invoiceNumber} je umaknjeno`,
      body: ({ invoiceNumber }) => [
        `Svoje vprašanje o računu ${invoiceNumber} ste umaknili, zato smo ga zaprli.`,
      ],
    },
    moot: {
      subject: ({ invoiceNumber }) => `Vaše vprašanje o računu ${invoiceNumber} je rešeno`,
      body: ({ invoiceNumber }) => [
        `Znesek, o katerem ste spraševali pri računu ${invoiceNumber}, ni več odprt, zato smo vaše ` +
          'vprašanje zaprli.',
      ],
    },
    satisfaction: {
      subject: ({ invoiceNumber }) =>
        `Kako smo obravnavali vaše vprašanje o računu ${invoiceNumber}?`,
      body: ({ invoiceNumber }) => [
        `Vaše vprašanje o računu ${invoiceNumber} je zaprto. Kako ste zadovoljni z našo obravnavo? ` +
          'Dovolj je en pritisk:',
      ],
    },
  },
  stillOpen: (amount) =>
    amount
      ? `Za ta račun je treba plačati še ${amount}.`
      : 'Za ta račun ni treba plačati ničesar več.',
  reopen: (until) => `Če s tem niste zadovoljni, lahko vprašanje znova odprete do ${until}.`,
  seeQuestion: (link) => `Oglejte si račun in stanje svojega vprašanja: ${link}`,
  scores: ['sploh ne', 'malo', 'srednje', 'dobro', 'zelo dobro'],
  replyWithScore: 'Prosimo, odgovorite na to pismo s številko.',
};
