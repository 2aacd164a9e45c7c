/** One mail in the list. */
export type MailSummary = {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly receivedAt: Date;
};

export type Mail = MailSummary & {
  readonly from: string;
  readonly text: string;
  /** The HTML part, if there is one. Trusted with nothing. */
  readonly html: string | null;
  readonly files: readonly MailFile[];
};

/** A file that came with a mail. */
export type MailFile = {
  readonly name: string;
  readonly mediaType: string;
  readonly content: Uint8Array;
};

/** A folder of received mails. */
export type MailReader = {
  /** Every mail, the newest first. */
  list(): Promise<readonly MailSummary[]>;
  /** The mail with this id, or null when there is none. */
  read(id: string): Promise<Mail | null>;
};
