/**
 * Reads XML from outside into plain data. The parser is strict and knows no entities but XML's own
 * five: a document type, by which a file could define others or name files of ours, is refused.
 */
import { SaxesParser, type SaxesTagNS } from 'saxes';
import type { XmlElement } from '../domain/bank/xml-element.ts';
import { refuse } from '../domain/errors.ts';

/** A statement of some twenty thousand entries, in bytes. */
export const statementSizeMax = 10 * 1024 * 1024;

/** Deeper than any message of ISO 20022. */
const depthMax = 50;

type Open = {
  readonly tag: SaxesTagNS;
  readonly children: XmlElement[];
  text: string;
};

/** The root element of a file. Refuses `statement_invalid` with what is wrong and where. */
export function readXml(bytes: Uint8Array): XmlElement {
  if (bytes.length > statementSizeMax) {
    const megabytes = statementSizeMax / 1024 / 1024;
    refuse('statement_invalid', `The file is larger than ${megabytes} MB.`);
  }
  const parser = new SaxesParser({ xmlns: true });
  const stack: Open[] = [];
  let root: XmlElement | undefined;
  parser.on('error', ({ message }) => refuse('statement_invalid', sentenceOf(message)));
  parser.on('doctype', () =>
    refuse('statement_invalid', 'The file has a document type (DOCTYPE); a statement has none.'),
  );
  parser.on('opentag', (tag) => {
    if (stack.length >= depthMax) refuse('statement_invalid', 'The file is nested too deeply.');
    stack.push({ tag, children: [], text: '' });
  });
  const append = (text: string) => {
    const current = stack.at(-1);
    if (current) current.text += text;
  };
  parser.on('text', append);
  parser.on('cdata', append);
  parser.on('closetag', () => {
    const closed = stack.pop();
    if (!closed) return;
    const element = elementOf(closed);
    const parent = stack.at(-1);
    if (parent) parent.children.push(element);
    else root = element;
  });
  parser.write(decoded(bytes)).close();
  return root ?? refuse('statement_invalid', 'The file is empty.');
}

/** The parser says `3:14: unclosed tag: x`. */
function sentenceOf(message: string): string {
  const [, line, column, what = ''] = /^(\d+):(\d+): (.*)$/s.exec(message) ?? [];
  return `The file is no XML: line ${line}, column ${column}, ${what.replace(/\.$/, '')}.`;
}

function elementOf({ tag, children, text }: Open): XmlElement {
  const attributes = Object.values(tag.attributes).map(({ local, value }): [string, string] => [
    local,
    value,
  ]);
  return {
    name: tag.local,
    attributes: Object.fromEntries(attributes),
    text: text.trim(),
    children,
  };
}

/** In the encoding that the file begins with or declares; UTF-8 when it does neither. */
function decoded(bytes: Uint8Array): string {
  const beginning = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  const marked = /^(?:\xfe\xff|\xff\xfe)/.exec(beginning)?.[0];
  const declared = /^(?:\xef\xbb\xbf)?<\?xml[^>]*encoding=["']([\w-]+)["']/.exec(beginning)?.[1];
  const byMark = marked === '\xfe\xff' ? 'utf-16be' : 'utf-16le';
  const encoding = marked ? byMark : (declared ?? 'utf-8');
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return refuse('statement_invalid', `The file is not in the encoding ${encoding}.`);
  }
}
