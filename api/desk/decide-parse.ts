/** From what a form says to a decision, or to what is wrong with it, place by place. */
import type { GrantRequest } from '../../domain/authority/grant.ts';
import { isLocalDate } from '../../domain/calendar.ts';
import type { Currency } from '../../domain/currency.ts';
import type { Decision } from '../../domain/dispute/decision.ts';
import type { Instalment } from '../../domain/facts.ts';
import { formatMoney } from '../../domain/money.ts';
import type { DecideFacts } from './decide-facts.ts';
import { instalmentsMax } from './decide-form.ts';
import type { GrantVariant } from './decide-variants.ts';
import type { FieldFault } from './decide-view.ts';
import { type Typed, typedAmount, typedCount, typedPercent } from './form-numbers.ts';
import type { DecisionKind } from './views.ts';
import { type Form, textIn } from './visit.ts';

export type Parsed = {
  /** Null while something is missing or wrong. */
  readonly decision: Decision | null;
  readonly faults: readonly FieldFault[];
};

/** The most bills or months that can be asked for; the rules of authority say less. */
const billsMax = 120;

export function parsedDecision(
  kind: DecisionKind,
  variant: string,
  facts: DecideFacts,
  form: Form,
): Parsed {
  const reader = readerOf(form, facts.currency);
  const decision = decisionIn(kind, variant, facts, reader);
  return { decision: reader.faults.length === 0 ? decision : null, faults: reader.faults };
}

function decisionIn(
  kind: DecisionKind,
  variant: string,
  facts: DecideFacts,
  reader: Reader,
): Decision | null {
  switch (kind) {
    case 'explain':
    case 'change':
    case 'reject':
      return { kind };
    case 'promise':
      return { kind, instalments: instalmentsIn(reader, facts) };
    case 'grant': {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `variantOf` gave it
      const grant = grantIn(variant as GrantVariant, reader, facts);
      return { kind, grant };
    }
    case 'correct': {
      if (variant === 'reissue') return { kind, correction: { kind: 'void_and_reissue' } };
      const invoice = facts.bill;
      const scope =
        variant === 'whole'
          ? ({ kind: 'whole' } as const)
          : ({ kind: 'lines', lines: linesIn(reader, facts) } as const);
      return { kind, correction: { kind: 'credit', scope, invoice } };
    }
  }
}

function grantIn(variant: GrantVariant, reader: Reader, facts: DecideFacts): GrantRequest {
  switch (variant) {
    case 'amount_off_lines':
      return { kind: variant, lines: linesIn(reader, facts) };
    case 'percent_off_lines': {
      const positions = reader.many('positions', 'Choose at least one line.').map(Number);
      return { kind: variant, positions, basisPoints: reader.percent('percent') };
    }
    case 'goodwill_credit':
      return { kind: variant, grossMinor: reader.amount('amount') };
    case 'waive_charges':
      return { kind: variant, chargeIds: reader.many('charges', 'Choose at least one.') };
    case 'percent_off_next_bills':
      return {
        kind: variant,
        basisPoints: reader.percent('percent'),
        bills: reader.count('bills'),
      };
    case 'amount_off_next_bills':
      return { kind: variant, netMinor: reader.amount('amount'), bills: reader.count('bills') };
    case 'free_months':
      return { kind: variant, months: reader.count('months') };
    case 'better_price':
      return {
        kind: variant,
        serviceCode: reader.text('service', 'Choose a service.'),
        unitPriceMinor: reader.amount('amount'),
        bills: reader.count('bills'),
        priceVersion: reader.text('price_name', 'Say what the price is called.'),
      };
  }
}

type Reader = ReturnType<typeof readerOf>;

/** Reads fields one by one and remembers what was wrong with them. */
function readerOf(form: Form, currency: Currency) {
  const faults: FieldFault[] = [];
  const complain = (name: string, what: string) => void faults.push({ name, what });
  const taken = (name: string, typed: Typed<number>): number => {
    if ('value' in typed) return typed.value;
    complain(name, textIn(form, name) === '' ? 'This is missing.' : typed.fault);
    return 0;
  };
  return {
    form,
    faults,
    complain,
    amount: (name: string) => taken(name, typedAmount(textIn(form, name), currency)),
    percent: (name: string) => taken(name, typedPercent(textIn(form, name))),
    count: (name: string) => taken(name, typedCount(textIn(form, name), billsMax)),
    text(name: string, missing: string): string {
      const text = textIn(form, name);
      if (text === '') complain(name, missing);
      return text;
    },
    many(name: string, missing: string): readonly string[] {
      const values = form[name] ?? [];
      if (values.length === 0) complain(name, missing);
      return values;
    },
  };
}

/** What is taken off which line: the lines beside which something was typed. */
function linesIn({ form, amount, complain }: Reader, { lines, currency }: DecideFacts) {
  const named = lines.filter(({ position }) => textIn(form, `line_${position}`) !== '');
  const [first] = lines;
  if (named.length === 0 && first) {
    complain(`line_${first.position}`, 'Type an amount beside at least one line.');
  }
  return named.map(({ position, description, leftNetMinor }) => {
    const name = `line_${position}`;
    const netMinor = amount(name);
    if (netMinor > leftNetMinor) {
      const left = formatMoney(leftNetMinor, currency, 'en');
      complain(name, `Of ${description} ${left} is left; more cannot be taken off.`);
    }
    return { position, netMinor };
  });
}

/** All that is open, in at most so many parts. */
function instalmentsIn(reader: Reader, { openMinor, currency }: DecideFacts): Instalment[] {
  const { form, amount, complain, faults } = reader;
  const parts = Array.from({ length: instalmentsMax }, (_, index) => index + 1)
    .filter((one) => one === 1 || textIn(form, `on_${one}`) || textIn(form, `amount_${one}`))
    .map((one) => {
      const on = textIn(form, `on_${one}`);
      if (!isLocalDate(on)) complain(`on_${one}`, 'Say on which day.');
      return { on, amountMinor: amount(`amount_${one}`) };
    });
  const sumMinor = parts.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  if (faults.length === 0 && sumMinor !== openMinor) {
    const [sum, open] = [sumMinor, openMinor].map((minor) => formatMoney(minor, currency, 'en'));
    complain('amount_1', `The parts add up to ${sum}, and ${open} is open.`);
  }
  return parts;
}
