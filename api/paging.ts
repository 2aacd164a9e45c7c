/**
 * Lists by key: a page names the last row it held, and the next one starts after it. Rows that
 * come or go meanwhile neither repeat nor hide any other.
 */
import { z } from '@hono/zod-openapi';
import { validate } from 'uuid';
import { refuse } from '../domain/errors.ts';

const limitMax = 200;
const limitDefault = 50;

/** The two parameters that every list takes. */
export const pageQuery = {
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(limitMax)
    .default(limitDefault)
    .openapi({ description: 'How many items at most.', example: limitDefault }),
  cursor: z
    .string()
    .max(500)
    .optional()
    .openapi({ description: 'The `next` of the page before; left out for the first page.' }),
};

/** A page of a list: its items and, unless it is the last, where the next one begins. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    next: z
      .string()
      .nullable()
      .openapi({ description: 'Send it as `cursor` for the next page; null on the last one.' }),
  });
}

/** The key of a row in the list's order. */
export type Key = readonly string[];

/** Cuts what was read with a limit of one more than asked into a page. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  { keyOf, view }: { keyOf: (row: Row) => Key; view: (row: Row) => Item },
): { items: Item[]; next: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last ? encodeCursor(keyOf(last)) : null;
  return { items: shown.map(view), next };
}

/** The key after which the page begins, or null for the first page. */
export function keyAfter(cursor: string | undefined, parts: readonly Part[]): Key | null {
  if (cursor === undefined) return null;
  const key = decodeCursor(cursor);
  const fits = key?.length === parts.length && parts.every((isPart, i) => isPart(key[i] ?? ''));
  return key && fits ? key : refuse('query_invalid', 'query.cursor: is not one that we gave.');
}

type Part = (text: string) => boolean;

export function isUuid(text: string): boolean {
  return validate(text);
}

/** As we write it in cursors; what else a date can be the database may not know. */
export function isInstant(text: string): boolean {
  return /^[12]\d{3}-/.test(text) && new Date(text).toJSON() === text;
}

function encodeCursor(key: Key): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

function decodeCursor(cursor: string): Key | null {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    const isKey = Array.isArray(key) && key.every((part) => typeof part === 'string');
    return isKey ? key : null;
  } catch {
    return null;
  }
}
