import type { BillPageWords } from './words.ts';

export const et: BillPageWords = {
  page: {
    skip: 'Otse sisu juurde',
    back: 'Tagasi arve juurde',
    problem: 'Midagi on puudu või valesti',
    error: 'Viga',
    download: 'Laadige arve alla (PDF)',
    optional: 'pole kohustuslik',
    linkUntil: (on) => `Selle lehe link kehtib kuni ${on}.`,
  },
  status: {
    paid: 'See arve on tasutud. Täname.',
    void: 'See arve on tühistatud. Maksta ei ole vaja midagi.',
    writtenOff: 'Selle arve eest me enam midagi ei nõua.',
    allHeld: 'Kuni teie küsimus on lahendamata, ei ole selle arve eest vaja midagi maksta.',
    toPay: ({ amount, on, when }) => `Tasuda on ${amount}, tähtaeg ${on} (${when}).`,
    overdue: ({ amount, on, when }) => `Tasumata on ${amount}, tähtaeg oli ${on} (${when}).`,
    inCollection: (amount) => `Tasumata on ${amount} ja nõue on antud sissenõudmisele.`,
    suspended: (amount) => `Tasumata on ${amount}. Teenus on peatatud, kuni see on makstud.`,
    held: (held) => `Lisaks ootab ${held} vastust teie küsimusele.`,
    promised: (plan) => `Andsite teada, et maksate nii: ${plan}.`,
  },
  line: {
    column: 'Teie küsimus',
    ask: 'Mul on selle rea kohta küsimus',
    asked: 'Teie küsimus selle rea kohta',
    askBill: 'Mul on küsimus kogu arve kohta',
    askAbout: (description) => `Mul on selle rea kohta küsimus: ${description}`,
    askedAbout: (description) => `Teie küsimus selle rea kohta: ${description}`,
  },
  account: {
    heading: 'Mis on tasutud ja mis tasumata',
    billed: 'Arve summa',
    charged: 'Viivis ja tasud',
    credited: 'Krediteeritud',
    paid: 'Tasutud',
    creditUsed: 'Teie ettemaksust',
    writtenOff: 'Enam ei nõuta',
    open: 'Veel tasumata',
    creditNote: ({ number, on, amount }) => `Kreeditarve ${number} (${on}): ${amount}.`,
  },
  why: {
    heading: 'Miks arve nii suur on?',
    lines: 'Millest arve koosneb',
    charges: 'Mis lisandus hilinemise eest',
    compared: 'Võrreldes eelmise arvega',
    first: 'See on teie esimene arve meilt.',
    same: 'Read on samad mis eelmisel arvel.',
    line: ({ description, period, quantity, unitPrice, net, tax }) =>
      `${description}, ${period}: ${quantity} × ${unitPrice} on ${net} ilma maksuta. ` +
      `Käibemaks: ${tax}.`,
    tax: ({ label, net, tax }) => `Käibemaks (${label}) summalt ${net} on ${tax}.`,
    total: ({ net, tax, gross }) => `${net} ja käibemaks ${tax} teevad kokku ${gross}.`,
    fee: ({ amount, on }) => `${on}: meeldetuletuse tasu ${amount}.`,
    interest: ({ amount, rate, principal, from, to, days }) =>
      `Viivis ${amount}: ${rate} aastas summalt ${principal}, ` +
      `${days} ${days === 1 ? 'päev' : 'päeva'} (${from} kuni ${to}).`,
    creditTakenBack: ({ amount, on }) =>
      `${on}: ettemaks ${amount} võeti tagasi, sest makse, millest see tuli, tagastati.`,
    waived: (sentence) => `${sentence} Sellest oleme loobunud.`,
    more: ({ number, before, difference }) =>
      `Eelmine arve (${number}) oli ${before}. See arve on ${difference} võrra suurem.`,
    less: ({ number, before, difference }) =>
      `Eelmine arve (${number}) oli ${before}. See arve on ${difference} võrra väiksem.`,
    equal: ({ number, before }) => `Ka eelmine arve (${number}) oli ${before}.`,
    added: ({ description, now }) => `Uus: ${description}, ${now} ilma maksuta.`,
    gone: ({ description, before }) => `Enam ei ole: ${description}, ${before} ilma maksuta.`,
    changed: ({ description, before, now }) =>
      `Muutunud: ${description}, nüüd ${now}, enne ${before} ilma maksuta.`,
  },
  pay: {
    nothingNow: 'Praegu ei ole vaja midagi maksta.',
    onlyRest: ({ rest, held }) =>
      `Tasuge praegu ${rest}. Ülejäänud ${held} ootab vastust teie küsimusele.`,
  },
  question: {
    title: 'Mul on arve kohta küsimus',
    intro: 'Teie küsimuse loeb läbi inimene ja vastab teile.',
    about: 'Mille kohta te küsite?',
    whole: 'Kogu arve',
    askedAlready: 'Selle kohta olete juba küsinud.',
    reason: 'Milles on küsimus?',
    words: 'Oma sõnadega',
    wordsHint: 'Kuni 2000 tähemärki. Palun ärge kirjutage paroole ega kaardinumbreid.',
    whatHappens:
      'Seda, mille kohta küsite, ei ole vaja enne meie vastust maksta: selle kohta ei tule ' +
      'meeldetuletusi ega viivist. Kõik muu tuleb tasuda tähtajaks.',
    send: 'Saadan küsimuse',
    payLater: 'Kui vajate ainult lisaaega:',
  },
  errors: {
    reasonMissing: 'Valige, milles on küsimus.',
    linesMissing: 'Valige vähemalt üks rida või kogu arve.',
    scoreMissing: 'Valige arv 1 kuni 5.',
    dateMissing: 'Sisestage päev, millal te maksate.',
    dateInvalid: 'Sisestage olemasolev päev, näiteks 2026-03-31.',
    datesNotRising: 'Sisestage päevad järjekorras, iga järgmine eelmisest hilisem.',
    asked: 'Selle kohta olete juba küsinud ja see ei ole veel otsustatud.',
    nothingLeft: 'Sellest summast ei ole midagi järel: see on juba krediteeritud.',
    ended: 'See küsimus on juba lõpetatud.',
    undecided: 'See küsimus on veel lahendamata.',
    tooLateToReopen: 'Aeg, mil seda küsimust sai uuesti avada, on läbi.',
    tooLateToAnswer: 'Sellele küsimusele ei saa praegu hinnangut anda.',
    nothingOpen: 'Tasumata ei ole midagi, seega ei ole milleski kokku leppida.',
    promiseActive: 'Olete meile juba öelnud, millal te maksate.',
    promiseNeedsTalk:
      'Neid päevi ei saa me siin vastu võtta. Palun vastake meie kirjale, et leiaksime lahenduse.',
    changedMeanwhile: 'Arve on vahepeal muutunud. Palun vaadake see uuesti üle.',
    notSure:
      'Me ei saa veel öelda, kas see jõudis kohale. Palun saatke minuti pärast uuesti: arvesse ' +
      'läheb see üks kord.',
    refused: 'See ei ole praegu võimalik. Palun vastake meie kirjale.',
    wordsTooLong: ({ count, most }) =>
      `Lühendage teksti: selles on ${count} tähemärki, ruumi on ${most} jaoks.`,
    dateTooEarly: (first) => `Sisestage päev, mis ei ole varasem kui ${first}.`,
    dateTooLate: (last) => `Sisestage päev, mis ei ole hilisem kui ${last}.`,
  },
  standing: {
    heading: 'Teie küsimused',
    title: 'Teie küsimuse seis',
    see: 'Vaadake seisu',
    whole: 'Kogu arve',
    reason: 'Põhjus',
    about: 'Mille kohta',
    yourWords: 'Teie sõnad',
    asked: 'Küsitud',
    state: 'Seis',
    missed: 'Lubasime seda varem, kuid ei pidanud lubadust. Vabandame.',
    letters: 'Mida me teile kirjutasime',
    noLetters: 'Me ei ole teile selle kohta veel kirjutanud.',
    withdraw: 'Küsimuse tagasivõtmine',
    withdrawMeans:
      'See, mille kohta küsisite, tuleb siis jälle tasuda ja meeldetuletused jätkuvad.',
    withdrawPress: 'Võtan küsimuse tagasi',
    reopen: 'Kas jäi lahendamata?',
    reopenWords: 'Mis on teie jaoks veel lahtine?',
    reopenPress: 'Avan küsimuse uuesti',
    states: {
      open: 'saabunud',
      claimed: 'töös',
      waiting: 'otsuse vaatab üle teine inimene',
      resolved: 'otsustatud',
      withdrawn: 'tagasi võetud',
      moot: 'lahenenud',
    },
    answerBy: (time) => `Vastame hiljemalt ${time}.`,
    decideBy: (time) => `Otsustame hiljemalt ${time}.`,
    reopenUntil: (time) => `Saate selle küsimuse uuesti avada kuni ${time}.`,
    line: ({ position, description }) => `Rida ${position}: ${description}`,
  },
  promise: {
    title: 'Andke teada, millal saate maksta',
    intro: 'Valige üks päev või kuni kolm: siis jagatakse summa võrdseteks osadeks.',
    first: 'Esimene päev',
    second: 'Teine päev',
    third: 'Kolmas päev',
    dateHint: 'Näiteks 2026-03-31.',
    check: 'Edasi',
    checkTitle: 'Kas nii on õige?',
    checkIntro: 'Te maksate:',
    confirm: 'Jah, maksan nii',
    change: 'Valin teised päevad',
    means:
      'Kuni peate sellest kinni, meeldetuletusi ei tule. Kui päev möödub ilma makseta, tuleb järgmine ' +
      'meeldetuletus kohe.',
    until: (last) => `Viimane päev, mida saab valida, on ${last}.`,
  },
  satisfaction: {
    title: 'Kuidas me teie küsimusega tegelesime?',
    question: 'Kui rahul olete sellega, kuidas me teie küsimusega tegelesime?',
    comment: 'Kas soovite midagi lisada?',
    send: 'Saadan vastuse',
    thanks: 'Täname vastuse eest.',
    notNow: 'Sellele küsimusele ei saa praegu hinnangut anda.',
    answered: (score) => `Teie vastus: ${score}.`,
    changeUntil: (on) => `Saate seda muuta kuni ${on}.`,
  },
  dead: {
    title: 'See link ei ava ühtegi arvet',
    text:
      'Link on poolik või selle aeg on läbi. Avage link meie kõige uuemas kirjas või vastake sellele ' +
      'kirjale.',
  },
  busy: {
    title: 'Liiga palju päringuid',
    text: 'Seda lehte on viimase minuti jooksul väga sageli avatud. Palun oodake üks minut.',
  },
  away: {
    title: 'Meie poolel on tõrge',
    text: 'Vabandame. Teie andmetega on kõik korras. Palun proovige mõne minuti pärast uuesti.',
  },
};
