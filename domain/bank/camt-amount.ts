import { refuse } from '../errors.ts';
import { parseDecimal } from '../money.ts';
import type { XmlElement } from './xml-element.ts';

/**
 * The amount of an element in the account's currency, exactly. XML Schema's decimals may have a
 * plus sign, no digit before the point, and zeros beyond the currency's own decimals. Refuses
 * `statement_invalid` whatever else stands there.
 */
export function exactMinor(
  element: XmlElement | undefined,
  currency: string,
  where: string,
): number {
  const given = element?.attributes['Ccy'];
  if (given !== currency) {
    const what = given === undefined ? 'an amount without a currency' : `an amount in ${given}`;
    refuse('statement_invalid', `${where}: ${what}, and the account is in ${currency}.`);
  }
  const text = element?.text ?? '';
  const [, whole, fraction = ''] = /^\+?(?=\.?\d)(\d*)(?:\.(\d*?)0*)?$/.exec(text) ?? [];
  const plain = `${whole === '' ? '0' : (whole ?? 'none')}${fraction && `.${fraction}`}`;
  try {
    return parseDecimal(plain, currency);
  } catch {
    return refuse('statement_invalid', `${where}: “${text}” is no amount in ${currency}.`);
  }
}
