/** Reading what people type into forms: amounts, shares and counts, with their own decimal mark. */
import type { Currency } from '../../domain/currency.ts';
import { RefusalError } from '../../domain/errors.ts';
import { parseDecimal } from '../../domain/money.ts';

/** A value, or what is wrong with it in one sentence. */
export type Typed<Value> = { readonly value: Value } | { readonly fault: string };

/** An amount above nothing; `12,50` is as good as `12.50`. */
export function typedAmount(text: string, currency: Currency): Typed<number> {
  const plain = text.replaceAll(/[\s€$£]/gu, '');
  const decimal = /^\d+,\d+$/.test(plain) ? plain.replace(',', '.') : plain;
  try {
    const value = parseDecimal(decimal, currency);
    return value > 0 ? { value } : { fault: 'The amount must be above nothing.' };
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    return { fault: `“${text}” is no amount in ${currency}, such as 12.50.` };
  }
}

/** A share in basis points, from what is typed in percent. */
export function typedPercent(text: string): Typed<number> {
  const [, whole = '', part = ''] = /^(\d{1,3})(?:[.,](\d{1,2}))?\s*%?$/.exec(text.trim()) ?? [];
  const value = Number(whole) * 100 + Number(part.padEnd(2, '0'));
  return whole !== '' && value >= 1 && value <= 10_000
    ? { value }
    : { fault: `“${text}” is no share from 0.01 to 100 %.` };
}

export function typedCount(text: string, most: number): Typed<number> {
  const value = /^\d{1,4}$/.test(text.trim()) ? Number(text) : 0;
  return value >= 1 && value <= most
    ? { value }
    : { fault: `“${text}” is no whole number from 1 to ${most}.` };
}
