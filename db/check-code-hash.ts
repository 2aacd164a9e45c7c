import { createHmac } from 'node:crypto';

/** The hash under which a code is kept: the same code of another check has another. */
export function codeHash(checkId: string, code: string): Buffer {
  return createHmac('sha256', checkId).update(code).digest();
}
