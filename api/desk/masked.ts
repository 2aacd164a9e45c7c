/** What is shown of a person before the caller is checked. */

/** `M••• N•••`: enough to tell two rows of a list apart, not enough to know somebody. */
export function maskedName(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  return words.map((word) => `${Array.from(word)[0] ?? ''}•••`).join(' ');
}
