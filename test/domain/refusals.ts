import { expect } from 'vitest';
import { type RefusalCode, RefusalError } from '../../domain/errors.ts';

/** The code with which something is refused, or undefined when it is not. */
export function refusalOf(action: () => unknown): RefusalCode | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    if (error instanceof RefusalError) {
      expect(error.message).toMatch(/^.{10,}\.$/);
      return error.code;
    }
    throw error;
  }
}
