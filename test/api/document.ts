/** The OpenAPI document as tests look at it. */
import { z } from 'zod';

const media = z.object({
  schema: z.record(z.string(), z.unknown()),
  example: z.unknown().optional(),
  examples: z.record(z.string(), z.object({ value: z.unknown() })).optional(),
});

const content = z.record(z.string(), media).optional();

const operation = z.object({
  operationId: z.string(),
  summary: z.string().min(5),
  description: z.string().min(10),
  tags: z.array(z.string()).length(1),
  security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
  parameters: z.array(z.object({ name: z.string(), in: z.string() })).default([]),
  requestBody: z.object({ required: z.boolean(), content }).optional(),
  responses: z.record(z.string(), z.object({ description: z.string().min(3), content })),
});

export type Media = z.output<typeof media>;

export type Operation = z.output<typeof operation> & { method: string; path: string };

/** Every operation of the document, with what a reader needs of it present. */
export function operationsOf(document: { paths?: object }): Operation[] {
  const paths = z.record(z.string(), z.record(z.string(), operation)).parse(document.paths);
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, facts]) => ({
      ...facts,
      method: method.toUpperCase(),
      path,
    })),
  );
}
