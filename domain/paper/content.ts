/**
 * What stands on an invoice or a credit note, in the customer's language, ready to be set: the
 * PDF and the page are two settings of this one content, so they cannot differ. Pure: the same
 * paper always has the same content.
 */
import type { LocalDate } from '../calendar.ts';
import { multiplyQuantity } from '../money.ts';
import type { TaxTreatment } from '../tax.ts';
import { cleanText, withinSentence } from './clean.ts';
import type { PaperFacts, PaperKind, PaperLine } from './facts.ts';
import { buyerParty, type PaperParty, sellerParty } from './parties.ts';
import { type PaperPayment, paymentOf } from './payment.ts';
import type { PaperWords } from './words.ts';
import { type LabelledText, type Writing, writingFor } from './writing.ts';

export type PaperContent = {
  readonly kind: PaperKind;
  /** The language that the words are in, which need not be the customer's: a BCP 47 tag. */
  readonly language: string;
  readonly issuedOn: LocalDate;
  /** Kind and number. */
  readonly title: string;
  readonly seller: PaperParty;
  readonly buyer: PaperParty;
  readonly facts: readonly LabelledText[];
  /** What the paper corrects, and why. */
  readonly remarks: readonly string[];
  readonly lines: PaperTable<ContentLine>;
  readonly taxSummary: PaperTable<ContentTax>;
  /** What adds up; the last one is what counts. */
  readonly totals: readonly LabelledText[];
  readonly payment: PaperPayment;
  readonly legalNotes: readonly string[];
  /** How pages are numbered; `{page}` and `{pages}` are put in by whoever cuts the pages. */
  readonly pageLabel: string;
};

export type PaperTable<Row> = {
  readonly heading: string;
  readonly columns: Readonly<Record<Exclude<keyof Row, 'notes'>, string>>;
  readonly rows: readonly Row[];
};

export type ContentLine = {
  readonly position: string;
  readonly description: string;
  /** What is said under the description, such as a period of its own. */
  readonly notes: readonly string[];
  /** Empty, like the price, where they do not come to the amount: in a part of a credited line. */
  readonly quantity: string;
  readonly unitPrice: string;
  readonly tax: string;
  readonly net: string;
};

export type ContentTax = { readonly treatment: string; readonly net: string; readonly tax: string };

/** The whole content of a paper. */
export function paperContent(paper: PaperFacts): PaperContent {
  const writing = writingFor(paper);
  const { words } = writing;
  const treatments = new Set(paper.taxSummary.map(({ treatment }) => treatment));
  return {
    kind: paper.kind,
    language: words.locale,
    issuedOn: paper.issuedOn,
    title: `${words.kind[paper.kind]} ${paper.number}`,
    seller: sellerParty(paper.seller, writing),
    buyer: buyerParty(paper.buyer, writing),
    facts: factsOf(paper, writing),
    remarks: remarksOf(paper, writing),
    lines: linesOf(paper, writing),
    taxSummary: taxSummaryOf(paper, writing),
    totals: totalsOf(paper, writing),
    payment: paymentOf(paper, writing),
    legalNotes: [...treatments].flatMap((treatment) => words.legalNote[treatment] ?? []),
    pageLabel: words.page('{page}', '{pages}'),
  };
}

function factsOf(paper: PaperFacts, { words, formats }: Writing): LabelledText[] {
  const { facts } = words;
  const always = [
    { label: facts.number, text: paper.number },
    { label: facts.issuedOn, text: formats.date(paper.issuedOn) },
    { label: facts.period, text: formats.period(paper.period) },
    { label: facts.customer, text: cleanText(paper.buyer.number) },
  ];
  if (paper.kind === 'credit_note') return always;
  return [
    ...always,
    { label: facts.terms, text: termsInWords(paper, words) },
    { label: facts.dueOn, text: formats.date(paper.dueOn) },
  ];
}

function termsInWords({ terms }: PaperFacts, words: PaperWords): string {
  switch (terms.kind) {
    case 'net_days':
      return words.terms.net_days(terms);
    case 'end_of_month':
      return words.terms.end_of_month(terms);
    case 'fixed_day':
      return words.terms.fixed_day(terms);
  }
}

function remarksOf({ kind, corrects, reason }: PaperFacts, { words, formats }: Writing): string[] {
  if (!corrects) return [];
  const named = { number: corrects.number, issuedOn: formats.date(corrects.issuedOn) };
  const { credits, replaces, undoes, reason: because } = words.corrects;
  const undone = corrects.kind === 'credit_note' ? undoes : replaces;
  const sentence = kind === 'credit_note' ? credits : undone;
  return [sentence(named), ...(reason ? [because(withinSentence(reason))] : [])];
}

function linesOf(paper: PaperFacts, { words, formats }: Writing): PaperTable<ContentLine> {
  const { heading, net, ...columns } = words.lines;
  return {
    heading,
    columns: { ...columns, net: net(paper.currency) },
    rows: paper.lines.map((line) => contentLine(line, paper, { words, formats })),
  };
}

function contentLine(line: PaperLine, paper: PaperFacts, { words, formats }: Writing): ContentLine {
  const isWhole = multiplyQuantity(line.unitPriceMinor, line.quantity) === line.netMinor;
  const { from, to } = line.period;
  const isOfThePeriod = from === paper.period.from && to === paper.period.to;
  return {
    position: String(line.position),
    description: cleanText(line.description),
    notes: [
      ...(isOfThePeriod ? [] : [formats.period(line.period)]),
      ...(isWhole || line.correctsPosition === null
        ? []
        : [words.partOfLine(line.correctsPosition)]),
    ],
    quantity: isWhole ? formats.quantity(line.quantity) : '',
    unitPrice: isWhole ? formats.amount(line.unitPriceMinor) : '',
    tax: taxInWords(line.taxTreatment, line.rateBasisPoints, { words, formats }),
    net: formats.amount(line.netMinor),
  };
}

/**
 * Tax is that of each rate's sum (EN 16931, BR-CO-17). What of it falls to a line is for our books
 * only and does not stand on the paper, where nobody could work it out again.
 */
function taxSummaryOf({ taxSummary }: PaperFacts, writing: Writing): PaperTable<ContentTax> {
  const { heading, ...columns } = writing.words.taxSummary;
  return {
    heading,
    columns,
    rows: taxSummary.map(({ treatment, rateBasisPoints, netMinor, taxMinor }) => ({
      treatment: taxInWords(treatment, rateBasisPoints, writing),
      net: writing.formats.amount(netMinor),
      tax: writing.formats.amount(taxMinor),
    })),
  };
}

function taxInWords(
  treatment: TaxTreatment,
  rateBasisPoints: number,
  { words, formats }: Writing,
): string {
  return words.treatment[treatment](formats.rate(rateBasisPoints));
}

function totalsOf(paper: PaperFacts, { words: { totals }, formats }: Writing): LabelledText[] {
  const { kind, netMinor, taxMinor, grossMinor, creditUsedMinor } = paper;
  const parts = [
    { label: totals.net, text: formats.amount(netMinor) },
    { label: totals.tax, text: formats.amount(taxMinor) },
  ];
  if (kind === 'credit_note') {
    return [...parts, { label: totals.credited, text: formats.money(grossMinor) }];
  }
  const used = [
    { label: totals.gross, text: formats.amount(grossMinor) },
    { label: totals.creditUsed, text: formats.amount(-creditUsedMinor) },
  ];
  const toPay = { label: totals.toPay, text: formats.money(grossMinor - creditUsedMinor) };
  return [...parts, ...(creditUsedMinor > 0 ? used : []), toPay];
}
