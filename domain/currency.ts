import { refuse } from './errors.ts';

/** An ISO 4217 alphabetic code in capitals, such as `EUR`. */
export type Currency = string;

/**
 * The currencies and funds of ISO 4217 (list one, published by SIX on 2026-01-01), by the number
 * of decimals of their minor unit. Left out are the codes for which the list gives no minor unit
 * (precious metals, bond market units, special drawing rights, testing, no currency): nothing can
 * be billed in them. `Intl` is no substitute: its digits are for display (0 for HUF, ISO has 2),
 * and change with the version of Node.
 */
const codesByExponent: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  2: `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF
    CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD
    GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL
    MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR
    PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP
    TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG`,
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
};

const exponents: ReadonlyMap<Currency, number> = new Map(
  Object.entries(codesByExponent).flatMap(([exponent, codes]) =>
    codes.split(/\s+/).map((code): [Currency, number] => [code, Number(exponent)]),
  ),
);

/** Every currency that can be billed in, in alphabetical order. */
export const currencies: readonly Currency[] = [...exponents.keys()].sort();

export function isCurrency(code: string): boolean {
  return exponents.has(code);
}

/** How many decimals the currency's minor unit has. Refuses `currency_unknown`. */
export function exponentOf(currency: Currency): number {
  return (
    exponents.get(currency) ??
    refuse('currency_unknown', `${JSON.stringify(currency)} is no ISO 4217 currency.`)
  );
}
