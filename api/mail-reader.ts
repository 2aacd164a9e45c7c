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
};

/** A folder of received mails. */
export type MailReader = {
  /** Every mail, the newest first. */
  list(): Promise<readonly MailSummary[]>;
  /** The mail with this id, or null when there is none. */
  read(id: string): Promise<Mail | null>;
};
