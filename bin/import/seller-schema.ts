import { z } from 'zod';
import {
  parseCountry,
  parseCurrency,
  parseEmail,
  parseLanguage,
  parseText,
  parseTimeZone,
} from '../../domain/import/party-fields.ts';
import type { Parsed } from '../../domain/import/parsed.ts';

/** A text that the domain can read; its sentence is the one for a cell of a file. */
function text(parse: (text: string) => Parsed<string>) {
  return z.string().transform((given, context) => {
    const result = parse(given.trim());
    if (!('fault' in result)) return result.value;
    context.addIssue({ code: 'custom', message: result.fault });
    return z.NEVER;
  });
}

const note = z.string().default('');
const perhaps = z.string().nullable().default(null);

/** A seller as a mapping describes one. */
export const sellerSchema = z.strictObject({
  code: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,30}$/, 'must be small letters, digits and hyphens, at most 31'),
  name: text(parseText),
  addressLine: note,
  postalCode: note,
  city: note,
  country: text(parseCountry),
  vatNumber: perhaps,
  email: text(parseEmail),
  iban: perhaps,
  bic: perhaps,
  language: text(parseLanguage),
  currency: text(parseCurrency),
  timeZone: text(parseTimeZone),
  weekendRule: z.enum(['keep', 'next_working_day', 'previous_working_day']).default('keep'),
  oneStopShop: z.boolean().default(false),
  invoicePrefix: z
    .string()
    .regex(/^[A-Z0-9]{1,8}$/, 'must be one to eight capital letters and digits'),
});
