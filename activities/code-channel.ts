/** How a one-time code reaches a customer. A seller can have another way than mail. */
import type { Letter, Mailer, OutgoingMail } from './mailer.ts';

export type CodeToSend = {
  readonly seller: string;
  readonly customer: string;
  readonly code: string;
  readonly validUntilMs: number;
  /** The same in words, in the customer's language. */
  readonly letter: Letter;
  readonly envelope: Omit<OutgoingMail, keyof Letter>;
};

/** Resolves when the code is on its way. What it is given must not be written anywhere. */
export type CodeChannel = { sendCode(code: CodeToSend): Promise<void> };

export function codesByMail(mailer: Mailer): CodeChannel {
  return { sendCode: ({ letter, envelope }) => mailer.send({ ...envelope, ...letter }) };
}
