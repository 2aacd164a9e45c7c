/** What became of a text: the value it stands for, or what is wrong with it in plain words. */
export type Parsed<T> = { readonly value: T } | { readonly fault: string };

export function parsed<T>(value: T): Parsed<T> {
  return { value };
}

export function faulty(fault: string): { readonly fault: string } {
  return { fault };
}

const longestQuote = 60;

/**
 * A text from a file, fit to be shown: cut short, and without control and direction characters,
 * which could write over a terminal's screen.
 */
export function quoted(text: string): string {
  const harmless = text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '·');
  const short =
    harmless.length > longestQuote ? `${harmless.slice(0, longestQuote).trimEnd()}…` : harmless;
  return `“${short}”`;
}
