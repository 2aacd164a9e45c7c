import type { PaperContent } from '../../domain/paper/content.ts';

/** Every text of the content that both the PDF and the page show to their reader. */
export function saidBy(content: PaperContent): string[] {
  const { title, seller, buyer, facts, remarks, lines, taxSummary, totals, legalNotes } = content;
  const { heading, sentences, details, qr } = content.payment;
  return textsOf([
    [seller.name, seller.address, seller.vatNumber, seller.email, seller.inOneLine],
    [buyer.label, buyer.name, buyer.address, buyer.vatNumber],
    [title, facts, remarks, lines.columns, lines.rows, taxSummary, totals, legalNotes],
    [heading, sentences, details, qr?.caption ?? ''],
  ]);
}

/** Every text in a value, however deep. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}
