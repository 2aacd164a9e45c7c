import { expect } from 'vitest';
import { type Refusal, RefusalError } from '../../../domain/errors.ts';

/** The refusal with its sentence, or null when nothing was refused. */
export function refusedWith(action: () => unknown): Refusal | null {
  try {
    action();
    return null;
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    expect(error.message).toMatch(/^[A-Z“].{9,}\.$/s);
    return { code: error.code, detail: error.message };
  }
}
