/** The bill in question, and what changed since the one before it. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { type IssuedPaper, creditableLines, invoicesOf } from '../../db/cycle-papers.ts';
import { cycleBefore } from '../../db/desk-search.ts';
import type { CaseLine } from '../../db/dispute-views.ts';
import type { CycleFromBooks } from '../../domain/cycle.ts';
import { sumMinor } from '../../domain/money.ts';
import type { BillLineView, BillView, ChangeView } from './views.ts';
import { dateWords } from './words.ts';

type Question = {
  readonly cycle: CycleFromBooks;
  readonly isWhole: boolean;
  readonly disputed: readonly CaseLine[];
};

export async function readBill(
  em: EntityManager,
  paper: IssuedPaper,
  { cycle, isWhole, disputed }: Question,
): Promise<BillView> {
  const left = new Map((await creditableLines(em, paper)).map((line) => [line.position, line]));
  const positions = disputed
    .filter(({ invoice }) => invoice === paper.number)
    .map(({ position }) => position);
  const lines = paper.lines.map((line): BillLineView => {
    const { position, description, netMinor, period } = line;
    const isWholePeriod = period.from === paper.period.from && period.to === paper.period.to;
    return {
      position,
      description,
      notes: isWholePeriod ? [] : [`from ${dateWords(period.from)}`],
      netMinor,
      isDisputed: positions.includes(position),
      creditedMinor: netMinor - (left.get(position)?.leftNetMinor ?? netMinor),
    };
  });
  return {
    number: paper.number,
    currency: paper.currency,
    dueOn: paper.dueOn,
    lines,
    isWhole,
    taxes: taxesOf(paper),
    grossMinor: grossOf(paper),
    openMinor: cycle.openMinor,
    heldMinor: cycle.heldMinor ?? 0,
  };
}

function grossOf({ lines }: IssuedPaper): number {
  return sumMinor(lines.flatMap(({ netMinor, taxMinor }) => [netMinor, taxMinor]));
}

function taxesOf({ lines }: IssuedPaper): BillView['taxes'] {
  const byRate = Map.groupBy(lines, ({ taxTreatment, rateBasisPoints }) =>
    taxTreatment === 'reverse_charge' ? 'reverse charge' : `${rateBasisPoints / 100} %`,
  );
  return [...byRate].map(([rate, together]) => ({
    label: `VAT ${rate}`,
    minor: sumMinor(together.map(({ taxMinor }) => taxMinor)),
  }));
}

/** Null for a customer's first bill. */
export async function readChange(
  em: EntityManager,
  cycleId: string,
  paper: IssuedPaper,
): Promise<ChangeView | null> {
  const before = await cycleBefore(em, cycleId);
  const [last] = before ? await invoicesOf(em, before.cycleId) : [];
  return last ? changeBetween(last, paper) : null;
}

/** By service, net; then what their taxes come to. The parts add up to the difference. */
function changeBetween(last: IssuedPaper, paper: IssuedPaper): ChangeView {
  const [were, are] = [netsOf(last), netsOf(paper)];
  const codes = [...new Set([...are.keys(), ...were.keys()])];
  const parts = codes.flatMap((code) => {
    const [was, is] = [were.get(code), are.get(code)];
    const minor = (is?.minor ?? 0) - (was?.minor ?? 0);
    if (minor === 0) return [];
    const name = is?.description ?? was?.description ?? code;
    return [{ what: `${name}: ${howChanged(was, is)}`, minor }];
  });
  const differenceMinor = grossOf(paper) - grossOf(last);
  const taxMinor = differenceMinor - sumMinor(parts.map(({ minor }) => minor));
  const tax = taxMinor === 0 ? [] : [{ what: 'VAT on it', minor: taxMinor }];
  const before = `bill ${last.number} of ${dateWords(last.period.from)}`;
  return { differenceMinor, currency: paper.currency, before, parts: [...parts, ...tax] };
}

type Net = { readonly description: string; readonly minor: number };

function netsOf({ lines }: IssuedPaper): Map<string, Net> {
  const byService = Map.groupBy(lines, ({ serviceCode }) => serviceCode);
  return new Map(
    [...byService].map(([code, together]) => [
      code,
      {
        description: together[0]?.description ?? code,
        minor: sumMinor(together.map(({ netMinor }) => netMinor)),
      },
    ]),
  );
}

function howChanged(was: Net | undefined, is: Net | undefined): string {
  if (!was) return 'new on this bill';
  if (!is) return 'no longer on the bill';
  return is.minor > was.minor ? 'more than before' : 'less than before';
}
