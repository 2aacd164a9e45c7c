import type { BillPageWords } from './words.ts';

export const de: BillPageWords = {
  page: {
    skip: 'Zum Inhalt springen',
    back: 'Zurück zur Rechnung',
    problem: 'Da stimmt etwas nicht',
    error: 'Fehler',
    download: 'Rechnung als PDF herunterladen',
    optional: 'freiwillig',
    linkUntil: (on) => `Mit ihrem Link lässt sich diese Seite bis zum ${on} öffnen.`,
  },
  status: {
    paid: 'Diese Rechnung ist bezahlt. Vielen Dank.',
    void: 'Diese Rechnung wurde storniert. Es ist nichts zu zahlen.',
    writtenOff: 'Für diese Rechnung wird nichts mehr verlangt.',
    allHeld: 'Solange Ihre Frage offen ist, ist für diese Rechnung nichts zu zahlen.',
    toPay: ({ amount, on, when }) => `${amount} sind bis zum ${on} zu zahlen (${when}).`,
    overdue: ({ amount, on, when }) => `${amount} waren am ${on} fällig (${when}).`,
    inCollection: (amount) => `${amount} sind noch offen und wurden zum Einzug übergeben.`,
    suspended: (amount) => `${amount} sind noch offen, und der Dienst ruht, bis sie bezahlt sind.`,
    held: (held) => `Weitere ${held} warten auf die Antwort zu Ihrer Frage.`,
    promised: (plan) => `Sie haben uns gesagt, dass Sie so zahlen: ${plan}.`,
  },
  line: {
    column: 'Ihre Frage',
    ask: 'Ich habe eine Frage zu dieser Position',
    asked: 'Ihre Frage zu dieser Position',
    askBill: 'Ich habe eine Frage zur ganzen Rechnung',
    askAbout: (description) => `Ich habe eine Frage zu dieser Position: ${description}`,
    askedAbout: (description) => `Ihre Frage zu dieser Position: ${description}`,
  },
  account: {
    heading: 'Was bezahlt und was offen ist',
    billed: 'Berechnet',
    charged: 'Zinsen und Gebühren',
    credited: 'Gutgeschrieben',
    paid: 'Bezahlt',
    creditUsed: 'Aus Ihrem Guthaben',
    writtenOff: 'Nicht mehr verlangt',
    open: 'Noch offen',
    creditNote: ({ number, on, amount }) => `Gutschrift ${number} vom ${on}: ${amount}.`,
  },
  why: {
    heading: 'Warum ist es so viel?',
    lines: 'Woraus die Rechnung besteht',
    charges: 'Was wegen Verzugs dazukam',
    compared: 'Im Vergleich zur Rechnung davor',
    first: 'Das ist Ihre erste Rechnung von uns.',
    same: 'Die Positionen sind dieselben wie zuvor.',
    line: ({ description, period, quantity, unitPrice, net, tax }) =>
      `${description}, ${period}: ${quantity} × ${unitPrice} sind ${net} vor Steuern. ` +
      `Umsatzsteuer: ${tax}.`,
    tax: ({ label, net, tax }) => `Die Umsatzsteuer (${label}) auf ${net} beträgt ${tax}.`,
    total: ({ net, tax, gross }) => `${net} und ${tax} Umsatzsteuer sind zusammen ${gross}.`,
    fee: ({ amount, on }) => `${on}: ${amount} Gebühr für eine Mahnung.`,
    interest: ({ amount, rate, principal, from, to, days }) =>
      `${amount} Zinsen: ${rate} im Jahr auf ${principal} für ` +
      `${days} ${days === 1 ? 'Tag' : 'Tage'}, vom ${from} bis zum ${to}.`,
    creditTakenBack: ({ amount, on }) =>
      `${on}: ${amount} Guthaben wurden zurückgenommen, weil die Zahlung dahinter geplatzt ist.`,
    waived: (sentence) => `${sentence} Das haben wir Ihnen erlassen.`,
    more: ({ number, before, difference }) =>
      `Die Rechnung davor (${number}) betrug ${before}. Diese ist um ${difference} höher.`,
    less: ({ number, before, difference }) =>
      `Die Rechnung davor (${number}) betrug ${before}. Diese ist um ${difference} niedriger.`,
    equal: ({ number, before }) => `Auch die Rechnung davor (${number}) betrug ${before}.`,
    added: ({ description, now }) => `Neu: ${description}, ${now} vor Steuern.`,
    gone: ({ description, before }) => `Nicht mehr dabei: ${description}, ${before} vor Steuern.`,
    changed: ({ description, before, now }) =>
      `Geändert: ${description}, ${now} statt ${before} vor Steuern.`,
  },
  pay: {
    nothingNow: 'Im Moment ist nichts zu zahlen.',
    onlyRest: ({ rest, held }) =>
      `Zahlen Sie vorerst ${rest}. Die übrigen ${held} warten auf die Antwort zu Ihrer Frage.`,
  },
  question: {
    title: 'Ich habe eine Frage zu meiner Rechnung',
    intro: 'Ein Mensch liest Ihre Frage und antwortet Ihnen.',
    about: 'Worum geht es?',
    whole: 'Um die ganze Rechnung',
    askedAlready: 'Dazu haben Sie schon gefragt.',
    reason: 'Was ist der Grund?',
    words: 'In Ihren eigenen Worten',
    wordsHint: 'Bis zu 2.000 Zeichen. Bitte schreiben Sie keine Passwörter und Kartennummern.',
    whatHappens:
      'Wonach Sie fragen, brauchen Sie bis zu unserer Antwort nicht zu zahlen: Dafür gibt es keine ' +
      'Erinnerungen und keine Zinsen. Alles andere bleibt fällig.',
    send: 'Meine Frage senden',
    payLater: 'Wenn Sie nur mehr Zeit brauchen:',
  },
  errors: {
    reasonMissing: 'Wählen Sie den Grund.',
    linesMissing: 'Wählen Sie mindestens eine Position oder die ganze Rechnung.',
    scoreMissing: 'Wählen Sie eine Zahl von 1 bis 5.',
    dateMissing: 'Geben Sie den Tag ein, an dem Sie zahlen.',
    dateInvalid: 'Geben Sie einen Tag ein, den es gibt, etwa 2026-03-31.',
    datesNotRising: 'Geben Sie die Tage in ihrer Reihenfolge ein, jeden später als den davor.',
    asked: 'Dazu haben Sie schon gefragt, und es ist noch nicht entschieden.',
    nothingLeft: 'Von diesem Betrag ist nichts mehr übrig: Er wurde schon gutgeschrieben.',
    ended: 'Diese Frage ist schon geschlossen.',
    undecided: 'Diese Frage ist noch offen.',
    tooLateToReopen: 'Die Zeit, in der diese Frage wieder aufgenommen werden konnte, ist vorbei.',
    tooLateToAnswer: 'Diese Frage lässt sich im Moment nicht bewerten.',
    nothingOpen: 'Es ist nichts offen, also gibt es nichts zu vereinbaren.',
    promiseActive: 'Sie haben uns schon gesagt, wann Sie zahlen.',
    promiseNeedsTalk:
      'Diese Tage können wir über diese Seite nicht annehmen. Bitte antworten Sie auf unser ' +
      'Schreiben, damit wir einen Weg finden.',
    changedMeanwhile:
      'Die Rechnung hat sich inzwischen geändert. Bitte sehen Sie sie noch einmal an.',
    notSure:
      'Wir können noch nicht sagen, ob das angekommen ist. Bitte senden Sie es in einer Minute noch ' +
      'einmal: Es zählt nur einmal.',
    refused: 'Das ist im Moment nicht möglich. Bitte antworten Sie auf unser Schreiben.',
    wordsTooLong: ({ count, most }) =>
      `Kürzen Sie Ihren Text: Er hat ${count} Zeichen, und es ist Platz für ${most}.`,
    dateTooEarly: (first) => `Geben Sie einen Tag ab dem ${first} ein.`,
    dateTooLate: (last) => `Geben Sie einen Tag bis zum ${last} ein.`,
  },
  standing: {
    heading: 'Ihre Fragen',
    title: 'Wo Ihre Frage steht',
    see: 'Ansehen, wo sie steht',
    whole: 'Die ganze Rechnung',
    reason: 'Grund',
    about: 'Betrifft',
    yourWords: 'Ihre Worte',
    asked: 'Gefragt am',
    state: 'Stand',
    missed: 'Wir hatten es früher versprochen und das nicht gehalten. Das tut uns leid.',
    letters: 'Was wir Ihnen geschrieben haben',
    noLetters: 'Wir haben Ihnen dazu noch nicht geschrieben.',
    withdraw: 'Frage zurückziehen',
    withdrawMeans:
      'Wonach Sie gefragt haben, ist dann wieder fällig, und es gibt wieder Erinnerungen.',
    withdrawPress: 'Meine Frage zurückziehen',
    reopen: 'Nicht geklärt?',
    reopenWords: 'Was ist für Sie noch offen?',
    reopenPress: 'Meine Frage wieder aufnehmen',
    states: {
      open: 'angekommen',
      claimed: 'in Arbeit',
      waiting: 'eine zweite Person prüft mit',
      resolved: 'entschieden',
      withdrawn: 'zurückgezogen',
      moot: 'erledigt',
    },
    answerBy: (time) => `Wir antworten bis ${time} Uhr.`,
    decideBy: (time) => `Wir entscheiden bis ${time} Uhr.`,
    reopenUntil: (time) => `Sie können diese Frage bis ${time} Uhr wieder aufnehmen.`,
    line: ({ position, description }) => `Position ${position}: ${description}`,
  },
  promise: {
    title: 'Sagen Sie uns, wann Sie zahlen können',
    intro: 'Wählen Sie einen Tag oder bis zu drei: Dann wird der Betrag in gleiche Teile geteilt.',
    first: 'Erster Tag',
    second: 'Zweiter Tag',
    third: 'Dritter Tag',
    dateHint: 'Zum Beispiel 2026-03-31.',
    check: 'Weiter',
    checkTitle: 'Ist das richtig?',
    checkIntro: 'Sie zahlen:',
    confirm: 'Ja, so zahle ich',
    change: 'Andere Tage wählen',
    means:
      'Solange Sie sich daran halten, gibt es keine Erinnerungen. Vergeht ein Tag ohne sein Geld, ' +
      'kommt die nächste Erinnerung sofort.',
    until: (last) => `Der letzte Tag, den Sie wählen können, ist der ${last}.`,
  },
  satisfaction: {
    title: 'Wie haben wir Ihre Frage behandelt?',
    question: 'Wie zufrieden sind Sie damit, wie wir sie behandelt haben?',
    comment: 'Möchten Sie etwas dazu sagen?',
    send: 'Meine Antwort senden',
    thanks: 'Danke für Ihre Antwort.',
    notNow: 'Diese Frage lässt sich im Moment nicht bewerten.',
    answered: (score) => `Ihre Antwort: ${score}.`,
    changeUntil: (on) => `Sie können sie bis zum ${on} ändern.`,
  },
  dead: {
    title: 'Dieser Link öffnet keine Rechnung',
    text:
      'Der Link ist unvollständig, oder seine Zeit ist vorbei. Öffnen Sie den Link in unserem ' +
      'neuesten Schreiben, oder antworten Sie darauf.',
  },
  busy: {
    title: 'Zu viele Anfragen',
    text: 'Diese Seite wurde in der letzten Minute sehr oft aufgerufen. Bitte warten Sie eine Minute.',
  },
  away: {
    title: 'Bei uns funktioniert etwas nicht',
    text:
      'Das tut uns leid. Von Ihnen ist nichts verloren. Bitte versuchen Sie es in ein paar Minuten ' +
      'noch einmal.',
  },
};
