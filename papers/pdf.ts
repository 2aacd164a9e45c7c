/** The paper as a PDF/A-3 file. Same content, same bytes: it asks no clock, no network, no machine. */
import { fileURLToPath } from 'node:url';
import { NodeCompiler, PdfStandard } from '@myriaddreamin/typst-ts-node-compiler';
import type { PaperContent } from '../domain/paper/content.ts';
import { declaredAccessible } from './declare-accessible.ts';
import { fontFolders } from './fonts.ts';
import { allPrintable } from './printable.ts';
import { qrSvg } from './qr.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));
const template = fileURLToPath(new URL('paper.typ', import.meta.url));

/**
 * After so many lines, what the compiler remembers of papers is let go: another customer's paper
 * has little use for it. Measured on 1,000 papers, remembering more takes longer, too.
 */
const linesToRemember = 40;

let compiler: NodeCompiler | null = null;
let linesRemembered = 0;

/** Reading the fonts and the template takes longer than setting a paper, so it is done once. */
function compilerFor({ lines }: PaperContent): NodeCompiler {
  compiler ??= NodeCompiler.create({
    workspace: folder,
    fontArgs: [{ fontPaths: [...fontFolders] }],
  });
  if (linesRemembered >= linesToRemember) {
    compiler.evictCache(0);
    linesRemembered = 0;
  }
  linesRemembered += lines.rows.length;
  return compiler;
}

/**
 * The paper as a file that is PDF/A-3a and PDF/UA-1 at once. The logo is a picture in SVG; without
 * one the seller's name stands there, with a mark made of its first letter.
 */
export function paperPdf(content: PaperContent, logo: string | null = null): Buffer<ArrayBuffer> {
  return declaredAccessible(setPaper(content, logo, PdfStandard.A_3a));
}

/** Sets the paper by one standard. Throws an `Error` when the standard cannot be kept. */
export function setPaper(
  content: PaperContent,
  logo: string | null,
  pdfStandard: PdfStandard,
): Buffer {
  const inputs = {
    content: JSON.stringify(allPrintable(content)),
    ...(content.payment.qr && { qr: qrSvg(content.payment.qr.payload) }),
    ...(logo !== null && { logo }),
  };
  try {
    return compilerFor(content).pdf({ mainFilePath: template, inputs }, { pdfStandard });
  } catch (error) {
    // The compiler says what is wrong in the code of its error; the message is empty.
    const reason = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw new Error(`${content.title} could not be set: ${reason}`, { cause: error });
  }
}
