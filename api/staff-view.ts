/** Members of staff as the API shows them, and as it is told of them. */
import { z } from '@hono/zod-openapi';
import type { StaffFacts } from '../db/staff.ts';
import { disputeReasons } from '../domain/dispute/reasons.ts';
import { deeds, mayDo, passwordLength, roles } from '../domain/staff.ts';
import * as fields from './fields.ts';

const words = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((text) => !/[\p{Cc}\p{Cs}]/u.test(text), { error: 'must be one line of plain text' });

export const login = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._@-]{1,59}$/, 'must be 2 to 60 letters, digits and . _ @ -')
  .openapi({ description: 'By which they sign in; unique among all sellers.', example: 'ana' });

/** What is typed at the sign-in page: whatever it is, it is wrong or right. */
export const typedPassword = z.string().min(1).max(1000).openapi({ format: 'password' });

export const newPassword = z
  .string()
  .min(passwordLength.min)
  .max(passwordLength.max)
  .openapi({ format: 'password', description: 'Long; any characters.' });

const code = z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/, 'must be a code such as "senior"');

export const role = z.enum(roles).openapi({ description: 'What they may do at all.' });

/** What can be said of somebody and changed later. */
export const staffFields = {
  name: words(100).openapi({ example: 'Ana Horvat' }),
  email: z.email().max(200).openapi({ example: 'ana@nordlys.example' }),
  role,
  team: code.nullable().openapi({ description: 'Whose budget they spend.', example: 'care' }),
  groups: z
    .array(code)
    .max(20)
    .openapi({
      description: 'Groups of the policy that may take a case.',
      example: ['front'],
    }),
  languages: z
    .array(z.string().regex(/^[a-z]{2,3}$/, 'must be an ISO 639 code such as "sl"'))
    .max(20)
    .openapi({ description: 'In which they answer customers.', example: ['sl', 'en'] }),
  reasons: z.array(z.enum(disputeReasons)).max(20).openapi({
    description: 'The reasons whose cases they take; none named is all of them.',
    example: [],
  }),
};

export const staffSchema = z
  .object({
    staffId: z.uuid(),
    seller: fields.sellerCode,
    login: z.string(),
    ...staffFields,
    reasons: z.array(z.string()),
    email: z.string(),
    active: z.boolean().openapi({ description: 'Whether they can sign in.' }),
    may: z.array(z.enum(deeds)).openapi({ description: 'What follows from the role.' }),
  })
  .openapi('Staff');

export const staffExample: z.input<typeof staffSchema> = {
  staffId: '0199c0de-7000-7000-8000-0000000000d1',
  seller: 'nordlys',
  login: 'ana',
  name: 'Ana Horvat',
  email: 'ana@nordlys.example',
  role: 'agent',
  team: 'care',
  groups: ['front'],
  languages: ['sl', 'en'],
  reasons: [],
  active: true,
  may: ['take_cases', 'check_callers', 'decide', 'search_customers'],
};

export function staffView(staff: StaffFacts): z.input<typeof staffSchema> {
  const { id: staffId, sellerId: _hidden, groups, languages, reasons, ...rest } = staff;
  return {
    ...rest,
    staffId,
    groups: [...groups],
    languages: [...languages],
    reasons: [...reasons],
    may: deeds.filter((deed) => mayDo(staff.role, deed)),
  };
}
