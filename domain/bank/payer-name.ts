/**
 * Whether a bank's name of a payer is a customer's name. Banks write names in capitals, without
 * accents, in another script or another order; a person would still know them.
 *
 * The letters follow the conversion table that the European Payments Council gives banks for the
 * SEPA schemes (EPC217-08): Latin letters lose their marks or, the German way, gain an e; Greek and
 * Cyrillic ones are written in Latin letters. Where there are several usual ways, each is a form of
 * the name, and names are the same when they have a form in common.
 */

/** Latin letters that are more than a letter with a mark; marks themselves are taken off below. */
const latin: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ŧ: 't',
  ı: 'i',
  ŋ: 'n',
};

/** The German, Nordic and Estonian way to do without the marks. */
const withE: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ø: 'oe', å: 'aa' };

const greek: Readonly<Record<string, string>> = {
  ου: 'ou',
  α: 'a',
  β: 'v',
  γ: 'g',
  δ: 'd',
  ε: 'e',
  ζ: 'z',
  η: 'i',
  θ: 'th',
  ι: 'i',
  κ: 'k',
  λ: 'l',
  μ: 'm',
  ν: 'n',
  ξ: 'x',
  ο: 'o',
  π: 'p',
  ρ: 'r',
  σ: 's',
  ς: 's',
  τ: 't',
  υ: 'y',
  φ: 'f',
  χ: 'ch',
  ψ: 'ps',
  ω: 'o',
};

/** Bulgarian by the law on transliteration of 2009, and what other Cyrillic alphabets have more. */
const cyrillic: Readonly<Record<string, string>> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  ґ: 'g',
  д: 'd',
  ђ: 'd',
  ѓ: 'g',
  е: 'e',
  є: 'e',
  ж: 'zh',
  з: 'z',
  и: 'i',
  й: 'y',
  і: 'i',
  ј: 'j',
  к: 'k',
  ќ: 'k',
  л: 'l',
  љ: 'lj',
  м: 'm',
  н: 'n',
  њ: 'nj',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  ћ: 'c',
  у: 'u',
  ф: 'f',
  х: 'h',
  ц: 'ts',
  ч: 'ch',
  џ: 'dz',
  ш: 'sh',
  щ: 'sht',
  ъ: 'a',
  ы: 'y',
  ь: '',
  э: 'e',
  ю: 'yu',
  я: 'ya',
};

/** How Russian and Ukrainian passports write the same letters (ICAO Doc 9303). */
const passport: Readonly<Record<string, string>> = {
  г: 'g',
  х: 'kh',
  щ: 'shch',
  ъ: 'ie',
  ю: 'iu',
  я: 'ia',
  й: 'i',
};

/** How Serbian is written in Latin letters. */
const serbian: Readonly<Record<string, string>> = { ж: 'z', х: 'h', ц: 'c', ч: 'c', ш: 's' };

const plain = { ...latin, ...greek, ...cyrillic };

/** Each way to write a name, as a table of what becomes of a letter before its mark is taken off. */
const ways: readonly Readonly<Record<string, string>>[] = [
  plain,
  { ...plain, ...withE },
  { ...plain, ...passport },
  { ...plain, ...serbian },
];

/** Words that join names and that one writes as a sign or in one's own language. */
const joining = new Set(['and', 'und', 'et', 'ja', 'og', 'och', 'amp']);

/**
 * A name's forms: its words in small plain letters and in the order of the alphabet. Two names can
 * be those of one payer when they have a form in common; titles and missing words make them differ.
 */
export function formsOf(name: string): string[] {
  const composed = name.normalize('NFKC').toLowerCase().normalize('NFC');
  return [...new Set(ways.map((way) => inPlainLetters(composed, way)))].filter(Boolean);
}

function inPlainLetters(name: string, way: Readonly<Record<string, string>>): string {
  const replaced = name.replaceAll(/ο[υύ]|\p{L}/gu, (letter) => {
    const bare = withoutMarks(letter);
    return way[letter] ?? way[bare] ?? bare;
  });
  return (
    withoutMarks(replaced)
      .replaceAll(/['’‘`´.]/g, '')
      .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
      // "d.o.o.", "d. o. o." and "D O O" are one word.
      .replaceAll(/(?<=^| )(\p{L}) (?=\p{L}(?: |$))/gu, '$1')
      .split(' ')
      .filter((word) => word !== '' && !joining.has(word))
      .sort()
      .join(' ')
  );
}

function withoutMarks(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '');
}
