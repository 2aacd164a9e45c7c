import type { DisputeLetterLanguage } from './words.ts';

const bills = (count: number) => (count === 1 ? 'järgmiselt arvelt' : `järgmiselt ${count} arvelt`);
const lines = (count: number, positions: string) =>
  `${count === 1 ? 'realt' : 'ridadelt'} ${positions}`;

const day = { day: '2-digit', month: '2-digit', year: 'numeric' } as const;

export const et: DisputeLetterLanguage = {
  locale: 'et-EE',
  // In figures: a month in words would have to follow the case of each sentence.
  dates: day,
  times: { ...day, hour: '2-digit', minute: '2-digit' },
  reasons: {
    not_understood: 'Ma ei saa arvest aru',
    wrong_price: 'Hind on vale',
    not_delivered: 'Ma ei ole seda saanud',
    quality: 'Kvaliteet ei olnud korras',
    duplicate: 'Sama asja eest on arvestatud kaks korda',
    not_mine: 'See ei ole minu oma',
    wants_smaller_contract: 'Soovin väiksemat lepingut',
    cannot_pay_now: 'Ma ei saa praegu maksta',
    leaving_for_competitor: 'Kaalun teise teenusepakkuja juurde minekut',
    other: 'Midagi muud',
  },
  greeting: (customerName) => `Hea ${customerName}!`,
  closing: (sellerName) => `Lugupidamisega\n${sellerName}`,
  instalment: ({ amount, on }) => `${amount}, tähtaeg ${on}`,
  grants: {
    percent_off_lines: ({ rate, positions, positionCount }) =>
      `Arvestame selle arve ${lines(positionCount, positions)} maha ${rate}.`,
    amount_off_lines: ({ worth, positions, positionCount }) =>
      `Arvestame selle arve ${lines(positionCount, positions)} maha ${worth}.`,
    percent_off_next_bills: ({ rate, bills: count }) =>
      `Arvestame teie ${bills(count)} maha ${rate}.`,
    amount_off_next_bills: ({ amount, bills: count }) =>
      `Arvestame teie ${bills(count)} maha ${amount}${count === 1 ? '' : ' korraga'}, ilma maksuta.`,
    free_months: ({ bills: count }) =>
      count === 1
        ? 'Teie järgmise arve eest ei tule maksta midagi.'
        : `Teie järgmise ${count} arve eest ei tule maksta midagi.`,
    waive_charges: () => 'Loobume viivisest ja tasudest, mis on hilinemise eest arvestatud.',
    goodwill_credit: ({ worth }) => `Vähendame seda arvet teie kasuks ${worth} võrra.`,
    better_price: ({ serviceName, amount, bills: count }) =>
      `${serviceName}: uus hind on ${amount} ilma maksuta ja see kehtib ` +
      `${count === 1 ? 'järgmisel arvel' : `järgmisel ${count} arvel`}.`,
  },
  letters: {
    received: {
      subject: ({ invoiceNumber }) => `Saime kätte teie küsimuse arve ${invoiceNumber} kohta`,
      body: ({ invoiceNumber, reason, answerBy, held, rest, isReopened }) => [
        isReopened
          ? `Võtsime teie küsimuse arve ${invoiceNumber} kohta uuesti ette.`
          : `Täname küsimuse eest arve ${invoiceNumber} kohta.` +
            (reason ? ` Panime kirja: „${reason}“.` : ''),
        `Teile vastab inimene hiljemalt ${answerBy}. Seni ei ole teil vaja midagi teha.`,
        held &&
          `${held} sellest arvest ootab meie vastust: selle kohta me meeldetuletusi ei saada ja ` +
            `viivist ei arvesta.${rest ? ` Ülejäänud ${rest} tuleb tasuda tähtajaks.` : ''}`,
      ],
    },
    answered: {
      subject: ({ invoiceNumber }) => `Meie vastus teie küsimusele arve ${invoiceNumber} kohta`,
      body: ({ invoiceNumber, explanation, decideBy }) => [
        `Küsisite arve ${invoiceNumber} kohta. Siin on meie vastus:`,
        explanation,
        decideBy && `Tegeleme sellega edasi ja anname otsusest teada hiljemalt ${decideBy}.`,
      ],
    },
    waiting: {
      subject: ({ invoiceNumber }) => `Arve ${invoiceNumber}: otsuse vaatab üle teine inimene`,
      body: ({ invoiceNumber, until }) => [
        `Teie küsimusele arve ${invoiceNumber} kohta on ettepanek olemas. Sellise otsuse vaatab enne ` +
          'kehtima hakkamist üle teine inimene.',
        `Anname teile teada hiljemalt ${until}. Seni ootab ka see osa arvest, mille kohta küsisite.`,
      ],
    },
    explained: {
      subject: ({ invoiceNumber }) => `Arve ${invoiceNumber}: meie selgitus`,
      body: ({ invoiceNumber, explanation }) => [
        `Vaatasime teie küsimuse arve ${invoiceNumber} kohta läbi:`,
        explanation,
      ],
    },
    corrected: {
      subject: ({ invoiceNumber }) => `Parandasime arve ${invoiceNumber}`,
      body: ({ invoiceNumber, creditNote, amount, newInvoice, explanation }) => [
        `Parandasime arve ${invoiceNumber}: kreeditarve ${creditNote} vähendab seda ${amount} võrra.` +
          (newInvoice ? ` Selle asemel kehtib arve ${newInvoice}.` : ''),
        explanation,
      ],
    },
    granted: {
      subject: ({ invoiceNumber }) => `Arve ${invoiceNumber}: mida me teie heaks teeme`,
      body: ({ invoiceNumber, grant, worth, creditNote, explanation }) => [
        `Vaatasime teie küsimuse arve ${invoiceNumber} kohta läbi ja otsustasime:`,
        `${grant} Kokku on see teile väärt ${worth}.` +
          (creditNote ? ` Kreeditarve number on ${creditNote}.` : ''),
        explanation,
      ],
    },
    promised: {
      subject: ({ invoiceNumber }) => `Arve ${invoiceNumber}: millal te maksate`,
      body: ({ invoiceNumber, instalments }) => [
        `Täname, et andsite teada, millal saate arve ${invoiceNumber} tasuda. Leppisime kokku:`,
        instalments,
        'Kuni sellest kinni peate, me meeldetuletusi ei saada.',
      ],
    },
    rejected: {
      subject: ({ invoiceNumber }) => `Arve ${invoiceNumber}: meie otsus`,
      body: ({ invoiceNumber, explanation }) => [
        `Vaatasime arve ${invoiceNumber} hoolikalt üle. See jääb muutmata järgmisel põhjusel:`,
        explanation,
      ],
    },
    changed: {
      subject: ({ invoiceNumber }) => `Teie leping muutub pärast teie küsimust (${invoiceNumber})`,
      body: ({ invoiceNumber, change, from }) => [
        `Pärast teie küsimust arve ${invoiceNumber} kohta muutsime teie lepingut:`,
        change,
        from && `See kehtib alates: ${from}.`,
      ],
    },
    default_decision: {
      subject: ({ invoiceNumber, amount }) =>
        amount
          ? `Arve ${invoiceNumber}: otsustasime teie kasuks`
          : `Arve ${invoiceNumber}: me ei pidanud oma lubadust`,
      body: ({ invoiceNumber, promisedBy, amount, creditNote }) => [
        `Lubasime lahendada teie küsimuse arve ${invoiceNumber} kohta hiljemalt ${promisedBy}, kuid ei ` +
          'pidanud lubadust. Vabandame.',
        amount
          ? `Seepärast otsustasime teie kasuks: saate ${amount}.` +
            (creditNote ? ` Kreeditarve number on ${creditNote}.` : '')
          : 'Arve jääb muutmata; selle lehel on iga rida selgitatud. Kui see teie küsimusele ei vasta, ' +
            'avage see uuesti: siis vaatab selle läbi kogenum kolleeg.',
      ],
    },
    withdrawn: {
      subject: ({ invoiceNumber }) => `Teie küsimus arve ${invoiceNumber} kohta on tagasi võetud`,
      body: ({ invoiceNumber }) => [
        `Võtsite oma küsimuse arve ${invoiceNumber} kohta tagasi ja me lõpetasime selle.`,
      ],
    },
    moot: {
      subject: ({ invoiceNumber }) => `Teie küsimus arve ${invoiceNumber} kohta on lahenenud`,
      body: ({ invoiceNumber }) => [
        `See, mille kohta arve ${invoiceNumber} puhul küsisite, ei ole enam tasumata. Seepärast ` +
          'lõpetasime teie küsimuse.',
      ],
    },
    satisfaction: {
      subject: ({ invoiceNumber }) =>
        `Kuidas me teie küsimusega arve ${invoiceNumber} kohta tegelesime?`,
      body: ({ invoiceNumber }) => [
        `Teie küsimus arve ${invoiceNumber} kohta on lõpetatud. Kui rahul olete sellega, kuidas me ` +
          'sellega tegelesime? Piisab ühest vajutusest:',
      ],
    },
  },
  stillOpen: (amount) =>
    amount
      ? `Sellest arvest on tasumata veel ${amount}.`
      : 'Selle arve eest ei ole enam midagi maksta.',
  reopen: (until) => `Kui see küsimust ei lahendanud, saate selle uuesti avada kuni ${until}.`,
  seeQuestion: (link) => `Vaadake arvet ja oma küsimuse seisu: ${link}`,
  scores: ['üldse mitte', 'vähe', 'enam-vähem', 'rahul', 'väga rahul'],
  replyWithScore: 'Palun vastake sellele kirjale selle numbriga.',
};
