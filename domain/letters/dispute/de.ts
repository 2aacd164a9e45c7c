import type { DisputeLetterLanguage } from './words.ts';

const bills = (count: number) =>
  count === 1 ? 'Ihre nächste Rechnung' : `Ihre nächsten ${count} Rechnungen`;
const lines = (count: number, positions: string) =>
  `${count === 1 ? 'die Position' : 'die Positionen'} ${positions}`;

export const de: DisputeLetterLanguage = {
  locale: 'de-DE',
  dates: { dateStyle: 'long' },
  times: { dateStyle: 'long', timeStyle: 'short' },
  reasons: {
    not_understood: 'Ich verstehe die Rechnung nicht',
    wrong_price: 'Der Preis stimmt nicht',
    not_delivered: 'Ich habe es nicht erhalten',
    quality: 'Die Qualität hat nicht gestimmt',
    duplicate: 'Es wurde doppelt berechnet',
    not_mine: 'Das betrifft mich nicht',
    wants_smaller_contract: 'Ich möchte einen kleineren Vertrag',
    cannot_pay_now: 'Ich kann im Moment nicht zahlen',
    leaving_for_competitor: 'Ich denke an einen Wechsel zu einem anderen Anbieter',
    other: 'Etwas anderes',
  },
  greeting: (customerName) => `Guten Tag ${customerName},`,
  closing: (sellerName) => `Mit freundlichen Grüßen\n${sellerName}`,
  instalment: ({ amount, on }) => `${amount} bis zum ${on}`,
  grants: {
    percent_off_lines: ({ rate, positions, positionCount }) =>
      `Wir geben Ihnen ${rate} Nachlass auf ${lines(positionCount, positions)} dieser Rechnung.`,
    amount_off_lines: ({ worth, positions, positionCount }) =>
      `Wir geben Ihnen ${worth} Nachlass auf ${lines(positionCount, positions)} dieser Rechnung.`,
    percent_off_next_bills: ({ rate, bills: count }) =>
      `Sie erhalten ${rate} Nachlass auf ${bills(count)}.`,
    amount_off_next_bills: ({ amount, bills: count }) =>
      `Sie erhalten ${count === 1 ? '' : 'jeweils '}${amount} Nachlass vor Steuern auf ${bills(count)}.`,
    free_months: ({ bills: count }) =>
      count === 1
        ? 'Ihre nächste Rechnung übernehmen wir ganz.'
        : `Ihre nächsten ${count} Rechnungen übernehmen wir ganz.`,
    waive_charges: () =>
      'Wir erlassen Ihnen die Zinsen und Gebühren, die für Verzug berechnet wurden.',
    goodwill_credit: ({ worth }) => `Wir schreiben Ihnen ${worth} auf diese Rechnung gut.`,
    better_price: ({ serviceName, amount, bills: count }) =>
      `Sie zahlen für ${serviceName} nur ${amount} vor Steuern; das gilt für ${bills(count)}.`,
  },
  letters: {
    received: {
      subject: ({ invoiceNumber }) => `Ihre Frage zur Rechnung ${invoiceNumber} ist angekommen`,
      body: ({ invoiceNumber, reason, answerBy, held, rest, isReopened }) => [
        isReopened
          ? `wir haben Ihre Frage zur Rechnung ${invoiceNumber} wieder aufgenommen.`
          : `danke für Ihre Frage zur Rechnung ${invoiceNumber}.` +
            (reason ? ` Wir haben notiert: „${reason}“.` : ''),
        `Sie bekommen bis ${answerBy} Uhr Antwort von einem Menschen. Bis dahin brauchen Sie nichts zu ` +
          'tun.',
        held &&
          `${held} der Rechnung ruhen bis zu unserer Antwort: Dafür gibt es keine Erinnerungen und ` +
            `keine Zinsen.${rest ? ` Die übrigen ${rest} bleiben wie vereinbart fällig.` : ''}`,
      ],
    },
    answered: {
      subject: ({ invoiceNumber }) => `Unsere Antwort zur Rechnung ${invoiceNumber}`,
      body: ({ invoiceNumber, explanation, decideBy }) => [
        `Sie haben nach der Rechnung ${invoiceNumber} gefragt. Hier ist unsere Antwort:`,
        explanation,
        decideBy &&
          `Wir arbeiten weiter daran und teilen Ihnen unsere Entscheidung bis ${decideBy} Uhr mit.`,
      ],
    },
    waiting: {
      subject: ({ invoiceNumber }) => `Rechnung ${invoiceNumber}: Eine zweite Person prüft mit`,
      body: ({ invoiceNumber, until }) => [
        `zu Ihrer Frage zur Rechnung ${invoiceNumber} liegt ein Vorschlag vor. Bei einer Entscheidung ` +
          'dieser Art prüft eine zweite Person mit, bevor sie gilt.',
        `Sie hören bis ${until} Uhr von uns. So lange ruht, wonach Sie gefragt haben, weiter.`,
      ],
    },
    explained: {
      subject: ({ invoiceNumber }) => `Rechnung ${invoiceNumber} erklärt`,
      body: ({ invoiceNumber, explanation }) => [
        `wir haben uns Ihre Frage zur Rechnung ${invoiceNumber} angesehen:`,
        explanation,
      ],
    },
    corrected: {
      subject: ({ invoiceNumber }) => `Wir haben die Rechnung ${invoiceNumber} berichtigt`,
      body: ({ invoiceNumber, creditNote, amount, newInvoice, explanation }) => [
        `wir haben die Rechnung ${invoiceNumber} berichtigt: Mit der Gutschrift ${creditNote} wird ` +
          `sie um ${amount} niedriger.` +
          (newInvoice ? ` An ihre Stelle tritt die Rechnung ${newInvoice}.` : ''),
        explanation,
      ],
    },
    granted: {
      subject: ({ invoiceNumber }) => `Rechnung ${invoiceNumber}: was wir für Sie tun`,
      body: ({ invoiceNumber, grant, worth, creditNote, explanation }) => [
        `wir haben uns Ihre Frage zur Rechnung ${invoiceNumber} angesehen und entschieden:`,
        `${grant} Insgesamt ist das für Sie ${worth} wert.` +
          (creditNote ? ` Gebucht ist es mit der Gutschrift ${creditNote}.` : ''),
        explanation,
      ],
    },
    promised: {
      subject: ({ invoiceNumber }) => `Rechnung ${invoiceNumber}: wann Sie zahlen`,
      body: ({ invoiceNumber, instalments }) => [
        `danke, dass Sie uns gesagt haben, wann Sie die Rechnung ${invoiceNumber} zahlen können. ` +
          'Vereinbart ist:',
        instalments,
        'Solange Sie sich daran halten, gibt es keine Erinnerungen.',
      ],
    },
    rejected: {
      subject: ({ invoiceNumber }) => `Rechnung ${invoiceNumber}: unsere Entscheidung`,
      body: ({ invoiceNumber, explanation }) => [
        `wir haben die Rechnung ${invoiceNumber} sorgfältig geprüft. Sie bleibt, wie sie ist, und zwar ` +
          'aus diesem Grund:',
        explanation,
      ],
    },
    changed: {
      subject: ({ invoiceNumber }) => `Ihr Vertrag ändert sich nach Ihrer Frage (${invoiceNumber})`,
      body: ({ invoiceNumber, change, from }) => [
        `nach Ihrer Frage zur Rechnung ${invoiceNumber} haben wir Ihren Vertrag geändert:`,
        change,
        from && `Das gilt ab dem ${from}.`,
      ],
    },
    default_decision: {
      subject: ({ invoiceNumber, amount }) =>
        amount
          ? `Rechnung ${invoiceNumber}: zu Ihren Gunsten entschieden`
          : `Rechnung ${invoiceNumber}: Wir haben unser Versprechen nicht gehalten`,
      body: ({ invoiceNumber, promisedBy, amount, creditNote }) => [
        `wir hatten versprochen, Ihre Frage zur Rechnung ${invoiceNumber} bis ${promisedBy} Uhr zu ` +
          'klären, und haben das nicht gehalten. Das tut uns leid.',
        amount
          ? `Deshalb haben wir zu Ihren Gunsten entschieden: Sie erhalten ${amount}.` +
            (creditNote ? ` Gebucht ist es mit der Gutschrift ${creditNote}.` : '')
          : 'Ihre Rechnung bleibt, wie sie ist; auf ihrer Seite ist jede Position erklärt. Beantwortet das ' +
            'Ihre Frage nicht, nehmen Sie sie wieder auf: Dann sieht sie sich jemand mit mehr Erfahrung an.',
      ],
    },
    withdrawn: {
      subject: ({ invoiceNumber }) => `Ihre Frage zur Rechnung ${invoiceNumber} ist zurückgezogen`,
      body: ({ invoiceNumber }) => [
        `Sie haben Ihre Frage zur Rechnung ${invoiceNumber} zurückgezogen, und wir haben sie ` +
          'geschlossen.',
      ],
    },
    moot: {
      subject: ({ invoiceNumber }) => `Ihre Frage zur Rechnung ${invoiceNumber} hat sich erledigt`,
      body: ({ invoiceNumber }) => [
        `wonach Sie bei der Rechnung ${invoiceNumber} gefragt haben, ist nicht mehr offen. Deshalb ` +
          'haben wir Ihre Frage geschlossen.',
      ],
    },
    satisfaction: {
      subject: ({ invoiceNumber }) => `Wie haben wir Ihre Frage zu ${invoiceNumber} behandelt?`,
      body: ({ invoiceNumber }) => [
        `Ihre Frage zur Rechnung ${invoiceNumber} ist geschlossen. Wie zufrieden sind Sie damit, wie wir ` +
          'sie behandelt haben? Ein Klick genügt:',
      ],
    },
  },
  stillOpen: (amount) =>
    amount
      ? `Von der Rechnung sind noch ${amount} zu zahlen.`
      : 'Von der Rechnung ist nichts mehr zu zahlen.',
  reopen: (until) =>
    `Ist es damit nicht geklärt? Bis ${until} Uhr können Sie Ihre Frage wieder aufnehmen.`,
  seeQuestion: (link) => `Rechnung und Stand Ihrer Frage ansehen: ${link}`,
  scores: ['gar nicht', 'wenig', 'einigermaßen', 'gut', 'sehr gut'],
  replyWithScore: 'Bitte antworten Sie auf dieses Schreiben mit der Ziffer.',
};
