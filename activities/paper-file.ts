import type { PaperFacts } from '../domain/paper/facts.ts';
import { paperContent } from '../domain/paper/content.ts';
import { readLogo } from '../papers/logos.ts';
import { paperPdf } from '../papers/pdf.ts';
import type { Attachment } from './mailer.ts';

/**
 * An issued paper as a file that comes with a letter: the same bytes as the API gives, if both have
 * the same folder of logos.
 */
export async function paperFile(
  facts: PaperFacts,
  seller: string,
  logoFolder: string | undefined,
): Promise<Attachment> {
  const logo = await readLogo(logoFolder, seller);
  return {
    filename: `${facts.number.replaceAll('/', '-')}.pdf`,
    contentType: 'application/pdf',
    content: paperPdf(paperContent(facts), logo),
  };
}
