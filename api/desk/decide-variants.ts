/** The ways in which one kind of decision can be taken, and how far each goes. */
import type { GrantKind } from '../../domain/authority/grant.ts';
import type { DecideFacts } from './decide-facts.ts';
import type { VariantView } from './decide-view.ts';
import type { DecisionKind } from './views.ts';
import { moneyWords } from './words.ts';

const grantLabels: Readonly<Record<Exclude<GrantKind, 'explanation_only'>, string>> = {
  amount_off_lines: 'Amount off lines',
  percent_off_lines: 'Percent off lines',
  goodwill_credit: 'Goodwill',
  waive_charges: 'Fees and interest',
  percent_off_next_bills: 'Percent off next bills',
  amount_off_next_bills: 'Amount off next bills',
  free_months: 'Free bills',
  better_price: 'Better price',
};

const correctLabels = {
  lines: 'Some lines',
  whole: 'The whole bill',
  reissue: 'The bill anew',
} as const;

export type GrantVariant = keyof typeof grantLabels;
export type CorrectVariant = keyof typeof correctLabels;

function isGrantVariant(code: string): code is GrantVariant {
  return Object.hasOwn(grantLabels, code);
}

function isCorrectVariant(code: string): code is CorrectVariant {
  return Object.hasOwn(correctLabels, code);
}

/** The variant that is asked for, or the first one there is; empty where there is only one way. */
export function variantOf(kind: DecisionKind, asked: string): string {
  if (kind === 'grant') return isGrantVariant(asked) ? asked : 'amount_off_lines';
  if (kind === 'correct') return isCorrectVariant(asked) ? asked : 'lines';
  return '';
}

export function variantsOf(kind: DecisionKind, current: string, facts: DecideFacts): VariantView[] {
  if (kind === 'correct') {
    return Object.entries(correctLabels).map(([code, label]) => {
      return { code, label, note: '', isCurrent: code === current };
    });
  }
  if (kind !== 'grant') return [];
  return Object.entries(grantLabels)
    .filter(([code]) => code !== 'waive_charges' || facts.charges.length > 0)
    .map(([code, label]) => ({
      ...{ code, label, isCurrent: code === current },
      note: noteOf(code, facts),
    }));
}

/** `up to €15.00`, or what stands in the way. */
function noteOf(code: string, { mayGrant, currency }: DecideFacts): string {
  const may = mayGrant.find(({ kind }) => kind === code);
  if (!may) return '';
  const { aloneUpToMinor, withSecondUpToMinor } = may;
  if (aloneUpToMinor > 0) return `up to ${moneyWords({ minor: aloneUpToMinor, currency })}`;
  return withSecondUpToMinor > 0 ? 'needs a second person' : 'not yours to give';
}
