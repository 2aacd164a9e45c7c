/** What a reader of the PDF sees and hears, as text. */
import { extractText, getDocumentProxy } from 'unpdf';

export async function textOf(pdf: Buffer): Promise<{ pages: number; text: string }> {
  const { totalPages, text } = await extractText(await opened(pdf));
  return { pages: totalPages, text: spaced(text.join('\n')) };
}

/** One text for each page. */
export async function pagesOf(pdf: Buffer): Promise<string[]> {
  return (await extractText(await opened(pdf))).text.map(spaced);
}

export async function informationOf(pdf: Buffer): Promise<object> {
  const { info } = await (await opened(pdf)).getMetadata();
  return info;
}

/** The reader takes what it is given away from us, so it is given a copy. */
function opened(pdf: Buffer) {
  return getDocumentProxy(new Uint8Array(pdf), { verbosity: 0 });
}

/** Blanks of every width are one, and places where a long word may break are none. */
function spaced(text: string): string {
  return text.replaceAll('\u200b', '').replaceAll(/\s+/gu, ' ');
}
