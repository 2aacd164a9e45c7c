/**
 * The fields that several resources share, with their forms and words. Those of queries carry no
 * example: the documentation page would fill it in as a filter that nobody asked for.
 */
import { z } from '@hono/zod-openapi';
import { isLocalDate, type LocalDate } from '../domain/calendar.ts';

/** A date that exists, in a request. */
export function localDate() {
  return z
    .string()
    .refine((text): text is LocalDate => isLocalDate(text), {
      error: 'must be a date that exists, written YYYY-MM-DD',
      params: { refusal: 'date_invalid' },
    })
    .openapi({ format: 'date' });
}

/** Money that moves: more than nothing, in whole minor units. */
export function positiveMinor() {
  return z
    .custom<number>((value) => Number.isSafeInteger(value) && Number(value) > 0, {
      error: 'must be a whole number of minor units above nothing, for instance 12200 for 122.00',
      params: { refusal: 'amount_invalid' },
    })
    .openapi({ type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER, example: 12_200 });
}

/** The id by which a caller names what it asks for, so that asking twice does it once. */
export function ownId(words: { description: string; example: string }) {
  return z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._:~+=@-]{0,99}$/, 'must be letters, digits and . _ : ~ + = @ -')
    .openapi(words);
}

/** Why somebody did something: one line that stays for ever, in the books as in Temporal. */
export const reason = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine((text) => !/[\p{Cc}\p{Cs}]/u.test(text), { error: 'must be one line of plain text' })
  .openapi({
    description: 'Why, in one line. It is kept for ever, so it names no person.',
    example: 'The line was down for three days.',
  });

/** A person as the caller's own system knows them. */
export const person = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/, 'must be an id of letters, digits and . _ -')
  .openapi({
    description: 'Who it was, by an id of your own and not by name.',
    example: 'agent-17',
  });

export const sellerCode = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,30}$/, 'must be a seller’s code, such as "nordlys"')
  .openapi({
    description: 'The seller’s code. It may be left out where there is only one seller.',
  });

export const customerNumber = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,40}$/, 'must be a customer’s number')
  .openapi({ description: 'The customer’s number with that seller.' });

export const invoiceNumber = z
  .string()
  .regex(/^[A-Za-z0-9/-]{1,40}$/, 'must be an invoice’s number')
  .openapi({ description: 'The invoice’s number.', example: 'F2026-000001' });

export const currencyCode = z
  .string()
  .regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code, such as EUR')
  .openapi({ description: 'ISO 4217 code.', example: 'EUR' });

export const standing = z
  .enum(['open', 'paid', 'void', 'written_off', 'in_collection', 'suspended'])
  .openapi({ description: 'Where the cycle stands: still claimed, or its one end.' });

/** Names, forms and words of what answers contain. */
export const date = z.string().openapi({ format: 'date', example: '2026-03-01' });
export const instant = z
  .string()
  .openapi({ format: 'date-time', example: '2026-03-01T06:00:00.000Z' });
export const minor = z
  .int()
  .openapi({ description: 'Whole minor units of the currency (cents).', example: 12_200 });
export const period = z.object({
  from: date.openapi({ description: 'First day.' }),
  to: date.openapi({ description: 'The day after the last one.' }),
});

/** A decimal of the database without the zeros that say nothing: 1.500000 is 1.5. */
export function shortDecimal(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** An instant as it is written in answers, or null. */
export function instantOf(at: Date | null | undefined): string | null {
  return at ? at.toISOString() : null;
}
