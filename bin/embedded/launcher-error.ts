/**
 * Something on the machine stands in the way: a taken port, a full disk, a missing tool, a server
 * that does not come up. `sentence` says what is wrong and `hint` what to do about it, both in
 * plain words for the person at the terminal; `details` are the last words of the program that
 * failed.
 */
export class LauncherError extends Error {
  readonly sentence: string;
  readonly hint: string;
  readonly details: string;

  constructor(sentence: string, hint: string, details = '', options?: ErrorOptions) {
    super([sentence, details, hint].filter(Boolean).join('\n'), options);
    this.name = 'LauncherError';
    this.sentence = sentence;
    this.hint = hint;
    this.details = details;
  }
}

/** The words of any thrown value, for a sentence that quotes them. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The code of a system error, such as ENOSPC, or undefined if it has none. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
