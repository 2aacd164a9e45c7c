/** What a form sent, as text that can be kept: whatever a browser or a program put into it. */
import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { newId } from '../../db/new-id.ts';
import type { PageError } from './layout.ts';
import type { Saying } from './saying.ts';

/** Room for what a person has to say. */
const wordsAtMost = 2_000;

export type Form = {
  /** Of this one form: sent twice, it counts once. */
  readonly formId: string;
  /** The first value under the name; empty where there is none. */
  readonly text: (name: string) => string;
  readonly texts: (name: string) => string[];
};

export async function formOf({ req }: Context): Promise<Form> {
  const body = await req.parseBody({ all: true });
  const texts = (name: string) =>
    [body[name] ?? []].flat().filter((value) => typeof value === 'string');
  const text = (name: string) => texts(name)[0] ?? '';
  const given = text('form');
  return { formId: /^[\w-]{1,64}$/.test(given) ? given : newFormId(), text, texts };
}

export function newFormId(): string {
  return newId();
}

/** Line breaks are kept, of which a browser sends each as two characters; other controls are not. */
export function plainWords(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\P{Cc}\n\t]/gu, '')
    .trim();
}

/** Nothing where the words fit, or what to do where they do not; counted as a person counts. */
export function wordsErrors(words: string, { words: { errors }, count }: Saying): PageError[] {
  const length = Array.from(words).length;
  if (length <= wordsAtMost) return [];
  const text = errors.wordsTooLong({ count: count(length), most: count(wordsAtMost) });
  return [{ field: 'words', text }];
}

/** The same form with the same content is the same request; changed and sent again it is another. */
export function requestIdOf(formId: string, content: unknown): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([formId, content]))
    .digest('hex');
  return `page-${digest.slice(0, 40)}`;
}
