/** The letter that carries a one-time code, in the customer's language. */

export type CodeLetterFacts = {
  readonly language: string;
  readonly sellerName: string;
  readonly customerName: string;
  readonly code: string;
  /** The instant until which it can be used, told in the customer's own time. */
  readonly validUntilMs: number;
  readonly timeZone: string;
};

type Words = Pick<CodeLetterFacts, 'sellerName' | 'customerName' | 'code'> & {
  /** A time of day. */
  readonly until: string;
};

type CodeLanguage = {
  readonly locale: string;
  readonly subject: (words: Words) => string;
  readonly paragraphs: (words: Words) => readonly string[];
};

const en: CodeLanguage = {
  locale: 'en-GB',
  subject: ({ sellerName }) => `Your code for ${sellerName}`,
  paragraphs: ({ customerName, sellerName, code, until }) => [
    `Dear ${customerName},`,
    'You are in touch with us, and we want to be sure that it is you. Your code:',
    `    ${code}`,
    `Tell it to the person you are speaking with. It is valid until ${until}, and only once.`,
    'If you are not in touch with us now, tell nobody this code and answer this letter: somebody ' +
      'may be pretending to be you.',
    `Kind regards,\n${sellerName}`,
  ],
};

const de: CodeLanguage = {
  locale: 'de-DE',
  subject: ({ sellerName }) => `Ihr Code für ${sellerName}`,
  paragraphs: ({ customerName, sellerName, code, until }) => [
    `Guten Tag ${customerName},`,
    'Sie sprechen gerade mit uns, und wir möchten sicher sein, dass Sie es sind. Ihr Code:',
    `    ${code}`,
    `Nennen Sie ihn der Person, mit der Sie sprechen. Er gilt bis ${until} Uhr und nur einmal.`,
    'Wenn Sie gerade nicht mit uns sprechen, nennen Sie diesen Code niemandem und antworten Sie auf ' +
      'dieses Schreiben: Vielleicht gibt sich jemand für Sie aus.',
    `Mit freundlichen Grüßen\n${sellerName}`,
  ],
};

const et: CodeLanguage = {
  locale: 'et-EE',
  subject: ({ sellerName }) => `Teie kood: ${sellerName}`,
  paragraphs: ({ customerName, sellerName, code, until }) => [
    `Hea ${customerName}!`,
    'Suhtlete praegu meiega ja tahame olla kindlad, et see olete teie. Teie kood:',
    `    ${code}`,
    `Öelge see inimesele, kellega räägite. Kood kehtib kella ${until}-ni ja ainult üks kord.`,
    'Kui te praegu meiega ei suhtle, ärge öelge seda koodi kellelegi ja vastake sellele kirjale: ' +
      'võib-olla esineb keegi teie nime all.',
    `Lugupidamisega\n${sellerName}`,
  ],
};

const sl: CodeLanguage = {
  locale: 'sl-SI',
  subject: ({ sellerName }) => `Vaša koda: ${sellerName}`,
  paragraphs: ({ customerName, sellerName, code, until }) => [
    `Pozdravljeni, ${customerName}!`,
    'Pravkar ste v stiku z nami in želimo biti prepričani, da ste to res vi. Vaša koda:',
    `    ${code}`,
    `Povejte jo osebi, s katero govorite. Velja do ${until} in samo enkrat.`,
    'Če zdaj niste v stiku z nami, te kode ne povejte nikomur in odgovorite na to pismo: morda se ' +
      'kdo izdaja za vas.',
    `Lep pozdrav,\n${sellerName}`,
  ],
};

const languages: Readonly<Record<string, CodeLanguage>> = { en, de, et, sl };

/** Subject and plain text. A language that is not here is written in English. */
export function codeLetter(facts: CodeLetterFacts): { subject: string; text: string } {
  const { language, validUntilMs, timeZone, ...rest } = facts;
  const [spoken = ''] = language.toLowerCase().split('-');
  const letter = Object.hasOwn(languages, spoken) ? (languages[spoken] ?? en) : en;
  const clock = new Intl.DateTimeFormat(letter.locale, {
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  });
  const words = { ...rest, until: clock.format(validUntilMs) };
  return { subject: letter.subject(words), text: `${letter.paragraphs(words).join('\n\n')}\n` };
}
