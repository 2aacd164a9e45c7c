/**
 * The check digits of VAT numbers: for every country the rule that its tax office or register has
 * made public, applied to the number without its prefix. The form must be right already.
 */

type Check = (body: string) => boolean;

const checks: Readonly<Record<string, Check>> = {
  AT: (body) => (luhnSum(body.slice(1, 8)) + 4 + digit(body, 8)) % 10 === 0,
  BE: (body) => 97 - (Number(body.slice(0, 8)) % 97) === Number(body.slice(8)),
  BG: (body) => body.length === 10 || hasSecondTryDigit(body, counting(1), counting(3)),
  CH: (body) => hasElevenDigit(body, [5, 4, 3, 2, 7, 6, 5, 4]),
  CY: isCypriot,
  CZ: isCzech,
  DE: hasIso7064Digit,
  DK: (body) => weighted(body, [2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0,
  EE: (body) => weighted(body, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 === 0,
  ES: isSpanish,
  FI: (body) => weighted(body, [7, 9, 10, 5, 8, 4, 2, 1]) % 11 === 0,
  FR: isFrench,
  GB: isBritish,
  GR: (body) => (weighted(body, [256, 128, 64, 32, 16, 8, 4, 2]) % 11) % 10 === digit(body, 8),
  HR: hasIso7064Digit,
  HU: (body) => weighted(body, [9, 7, 3, 1, 9, 7, 3, 1]) % 10 === 0,
  IE: isIrish,
  IT: isItalian,
  LT: (body) => hasSecondTryDigit(body, cycling(0), cycling(2)),
  LU: (body) => Number(body.slice(0, 6)) % 89 === Number(body.slice(6)),
  // A number that begins with 3 or less is a person's, whose digits follow other rules.
  LV: (body) => body < '4' || weighted(body, [9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1]) % 11 === 3,
  MT: (body) => weighted(body, [3, 4, 6, 7, 8, 9, 10, 1]) % 37 === 0,
  NL: isDutch,
  NO: (body) => hasElevenDigit(body, [3, 2, 7, 6, 5, 4, 3, 2]),
  PL: (body) => weighted(body, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 === digit(body, 9),
  PT: (body) => tenfoldDigit(weighted(body, [9, 8, 7, 6, 5, 4, 3, 2])) === digit(body, 8),
  RO: isRomanian,
  SE: (body) => luhnSum(body.slice(0, 10)) % 10 === 0,
  SI: isSlovene,
  SK: (body) => Number(body) % 11 === 0,
};

/** Whether the digits of a number without its prefix agree; a number of nothing but 0 is none. */
export function hasVatCheckDigits(country: string, body: string): boolean {
  if (/^\D?0+$/.test(body)) return false;
  const check = Object.hasOwn(checks, country) ? checks[country] : undefined;
  return check === undefined || check(body);
}

/** Each digit times 1 to 9 and 1 again; where that leaves 10, once more from 3 on. */
const cycling = (from: number) => (index: number) => 1 + ((index + from) % 9);
const counting = (from: number) => (index: number) => index + from;

function hasSecondTryDigit(
  body: string,
  first: (index: number) => number,
  second: (index: number) => number,
): boolean {
  const indices = Array.from({ length: body.length - 1 }, (_, index) => index);
  const [one = 0, other = 0] = [first, second].map(
    (weight) => weighted(body, indices.map(weight)) % 11,
  );
  return (one < 10 ? one : other % 10) === digit(body, body.length - 1);
}

/** What is missing to a multiple of 11; a 10 cannot be written, so such numbers are not given. */
function hasElevenDigit(body: string, weights: readonly number[]): boolean {
  return (11 - (weighted(body, weights) % 11)) % 11 === digit(body, weights.length);
}

/** ISO 7064, MOD 11,10. */
function hasIso7064Digit(body: string): boolean {
  const product = [...Array(body.length - 1).keys()].reduce((carried, index) => {
    const sum = (carried + digit(body, index)) % 10;
    return ((sum === 0 ? 10 : sum) * 2) % 11;
  }, 10);
  return (11 - product) % 10 === digit(body, body.length - 1);
}

function isCypriot(body: string): boolean {
  const values = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];
  const sum = [...Array(8).keys()].reduce((total, index) => {
    const value = digit(body, index);
    return total + (index % 2 === 0 ? (values[value] ?? 0) : value);
  }, 0);
  return String.fromCharCode(65 + (sum % 26)) === body[8];
}

/** Eight digits are a company's; nine or ten a person's, from the day of birth. */
function isCzech(body: string): boolean {
  if (body.length !== 8) return true;
  const missing = (11 - (weighted(body, [8, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
  return (missing === 0 ? 1 : missing % 10) === digit(body, 7);
}

/** Persons have a letter from the remainder by 23, companies a Luhn digit or its letter. */
function isSpanish(body: string): boolean {
  const personal = /^([XYZKLM]?)(\d+)([A-Z])$/.exec(body);
  if (personal) {
    const [, kind = '', digits = '', letter] = personal;
    const leading = { Y: '1', Z: '2' }[kind] ?? '';
    return 'TRWAGMYFPDXBNJZSQVHLCKE'[Number(leading + digits) % 23] === letter;
  }
  const check = (10 - (luhnSum(`${body.slice(1, 8)}0`) % 10)) % 10;
  const last = body.at(-1);
  return /^[A-HJNP-SUVW]/.test(body) && (last === String(check) || last === 'JABCDEFGHI'[check]);
}

/** The key before the SIREN is its remainder by 97, or two characters in the newer kind. */
function isFrench(body: string): boolean {
  const [key, siren] = [body.slice(0, 2), body.slice(2)];
  // Monaco's numbers have three zeros in the place of a SIREN's first digits.
  if (!siren.startsWith('000') && luhnSum(siren) % 10 !== 0) return false;
  if (/^\d\d$/.test(key)) return Number(`${siren}12`) % 97 === Number(key);
  const letters = '0123456789ABCDEFGHJKLMNPQRSTUVWXYZ';
  const [one, other] = [letters.indexOf(key.charAt(0)), letters.indexOf(key.charAt(1))];
  const value = one < 10 ? one * 24 + other - 10 : one * 34 + other - 100;
  return (Number(siren) + 1 + Math.floor(value / 11)) % 11 === value % 11;
}

/** Modulus 97 and, for numbers given since 2009, 9755; departments and authorities have neither. */
function isBritish(body: string): boolean {
  if (/^[GH]/.test(body)) return true;
  const sum = weighted(body, [8, 7, 6, 5, 4, 3, 2]) + Number(body.slice(7, 9));
  return sum % 97 === 0 || (sum + 55) % 97 === 0;
}

/** The three digits before the last are a province's, or one of four registers'. */
function isItalian(body: string): boolean {
  const office = Number(body.slice(7, 10));
  const isOffice = (office >= 1 && office <= 100) || [120, 121, 888, 999].includes(office);
  return isOffice && luhnSum(body) % 10 === 0;
}

/** In the older form, the second character is a letter or sign and the first digit belongs last. */
function isIrish(body: string): boolean {
  const letters = 'WABCDEFGHIJKLMNOPQRSTUV';
  const digits = /^\d{7}/.test(body) ? body.slice(0, 7) : `0${body.slice(2, 7)}${body.charAt(0)}`;
  const extra = 9 * letters.indexOf(body[8] ?? 'W');
  return letters[(weighted(digits, [8, 7, 6, 5, 4, 3, 2]) + extra) % 23] === body[7];
}

/** A company's tax number, or since 2020 any characters with ISO 7064, MOD 97-10 of the whole. */
function isDutch(body: string): boolean {
  const isTaxNumber =
    /^\d{9}/.test(body) && weighted(body, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0;
  const values = Array.from(`NL${body}`, (character) =>
    String('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ+*'.indexOf(character)),
  );
  return isTaxNumber || BigInt(values.join('')) % 97n === 1n;
}

function isRomanian(body: string): boolean {
  const padded = body.padStart(10, '0');
  return tenfoldDigit(weighted(padded, [7, 5, 3, 2, 1, 7, 5, 3, 2])) === digit(padded, 9);
}

function isSlovene(body: string): boolean {
  const missing = 11 - (weighted(body, [8, 7, 6, 5, 4, 3, 2]) % 11);
  return (missing === 10 ? 0 : missing) === digit(body, 7);
}

function tenfoldDigit(sum: number): number {
  return ((sum * 10) % 11) % 10;
}

/** The sum of Luhn's algorithm (ISO/IEC 7812-1), the last character being the check digit. */
function luhnSum(body: string): number {
  return [...Array(body.length).keys()].reduce((sum, index) => {
    const isDoubled = (body.length - index) % 2 === 0;
    const value = digit(body, index) * (isDoubled ? 2 : 1);
    return sum + (value > 9 ? value - 9 : value);
  }, 0);
}

function weighted(body: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * digit(body, index), 0);
}

function digit(body: string, index: number): number {
  return body.charCodeAt(index) - 48;
}
