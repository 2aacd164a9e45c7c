/** The words and parts that all routes of the OpenAPI document share. */
import { z } from '@hono/zod-openapi';
import { refusalCodes, type RefusalCode } from '../domain/errors.ts';
import { appearances } from './problems.ts';

export const problemSchema = z
  .object({
    type: z.string().openapi({ description: 'A link to what the code means.' }),
    title: z.string(),
    status: z.int(),
    detail: z.string().openapi({ description: 'What went wrong this time, for a person.' }),
    code: z.enum(refusalCodes).openapi({ description: 'For programs; it never changes.' }),
    instance: z.string().openapi({ description: 'The request, as our log names it.' }),
    errors: z
      .array(z.object({ where: z.string(), what: z.string() }))
      .optional()
      .openapi({ description: 'Every fault in the request, where there can be several.' }),
  })
  .openapi('Problem', { description: 'Every refusal has this form (RFC 9457).' });

/** Refusals that every route under /v1 can answer. */
const everywhere: readonly RefusalCode[] = [
  'api_key_invalid',
  'api_key_missing',
  'database_unavailable',
  'internal',
  'scope_missing',
];

/** Refusals of every route that takes a body. */
export const withBody = ['body_invalid', 'body_too_large', 'media_type_unsupported'] as const;

/**
 * The responses of a route's refusals, by status. Refusals are thrown and never returned, so
 * the type says that there is nothing here for a handler to return.
 */
export function refusals(...codes: readonly RefusalCode[]): Record<never, never> {
  return publicRefusals(...everywhere, ...codes);
}

/** What a route that services and staff use refuses besides. */
export const staffToo = ['cross_site', 'role_missing', 'session_expired'] as const;

/** Refusals that every route answers to those who work at a desk. */
const everywhereForStaff: readonly RefusalCode[] = [
  'cross_site',
  'database_unavailable',
  'internal',
  'role_missing',
  'session_expired',
  'session_missing',
];

/** The same for a route that only people who are signed in may use. */
export function staffRefusals(...codes: readonly RefusalCode[]): Record<never, never> {
  return publicRefusals(...everywhereForStaff, ...codes);
}

/** The same for a route that asks for no key. */
export function publicRefusals(...codes: readonly RefusalCode[]): Record<never, never> {
  const byStatus = Map.groupBy(new Set(codes), (code) => appearances[code].status);
  const responses: Record<number, ReturnType<typeof problemsOf>> = {};
  for (const [status, together] of byStatus) responses[status] = problemsOf(together);
  return responses;
}

function problemsOf(codes: readonly RefusalCode[]) {
  return {
    description: codes.map((code) => `\`${code}\`: ${appearances[code].title}.`).join(' '),
    content: {
      'application/problem+json': {
        schema: problemSchema,
        examples: Object.fromEntries(codes.map((code) => [code, { value: exampleOf(code) }])),
      },
    },
  };
}

function exampleOf(code: RefusalCode) {
  const { status, title } = appearances[code];
  return {
    type: `/problems#${code}`,
    title,
    status,
    detail: `${title}: here stands what was wrong with this request.`,
    code,
    instance: 'urn:fairbill:request:0199c0de-0000-7000-8000-000000000000',
  };
}

/** A response with a body, and an example of it that a test holds against the schema. */
export function answer<Schema extends z.ZodType>(
  description: string,
  schema: Schema,
  example: z.input<Schema>,
) {
  return { description, content: { 'application/json': { schema, example } } };
}

/** A JSON body with an example. */
export function jsonBody<Schema extends z.ZodType>(schema: Schema, example: z.input<Schema>) {
  return { required: true, content: { 'application/json': { schema, example } } };
}

/** A JSON body that can take several forms, with an example of each by its name. */
export function jsonBodies<Schema extends z.ZodType>(
  schema: Schema,
  named: Readonly<Record<string, z.input<Schema>>>,
) {
  const examples = Object.fromEntries(
    Object.entries(named).map(([name, value]) => [name, { value }]),
  );
  return { required: true, content: { 'application/json': { schema, examples } } };
}

/** The header of an answer that says where the thing asked for can be found. */
export const located = {
  headers: z.object({
    Location: z.string().openapi({ description: 'Where it can be read from now on.' }),
  }),
};
