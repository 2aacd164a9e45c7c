import type { Mail as ShownMail, MailReader } from '../../api/mail.ts';
import { listMails, type Mail, type MailSummary, readMail } from '../embedded/mailbox-reader.ts';

/** The mail catcher's folder as the API's page reads it. */
export function mailReader(folder: string): MailReader {
  return {
    list: async () => (await listMails(folder)).map(shownSummary),
    read: async (id) => {
      const mail = await readMail(folder, id);
      return mail ? shown(mail) : null;
    },
  };
}

/** Dated by the sender, whose clock is the cycle's own: in virtual time weeks lie between two mails. */
function shownSummary({ id, to, subject, date, receivedMs }: MailSummary) {
  return { id, to: to.join(', '), subject, receivedAt: new Date(date ?? receivedMs) };
}

function shown(mail: Mail): ShownMail {
  const { from, text, html = null, attachments: files } = mail;
  return { ...shownSummary(mail), from, text, html, files };
}
