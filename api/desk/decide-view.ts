/** What the pages show on which somebody decides: a form, and what will happen if it is sent. */
import type { Currency } from '../../domain/currency.ts';
import type { DecisionKind, Money, RuleView } from './views.ts';

export type FieldView =
  | {
      readonly type: 'money';
      readonly name: string;
      readonly label: string;
      readonly hint: string;
      readonly value: string;
      readonly currency: Currency;
    }
  | {
      readonly type: 'number';
      readonly name: string;
      readonly label: string;
      readonly hint: string;
      readonly value: string;
      /** What stands behind the number, such as `%` or `bills`. */
      readonly unit: string;
    }
  | {
      readonly type: 'text';
      readonly name: string;
      readonly label: string;
      readonly hint: string;
      readonly value: string;
    }
  | {
      readonly type: 'date';
      readonly name: string;
      readonly label: string;
      readonly hint: string;
      readonly value: string;
    }
  | {
      readonly type: 'amounts';
      readonly legend: string;
      readonly hint: string;
      readonly currency: Currency;
      readonly rows: readonly {
        readonly name: string;
        readonly label: string;
        readonly leftMinor: number;
        readonly isDisputed: boolean;
        readonly value: string;
      }[];
    }
  | {
      readonly type: 'choices';
      readonly name: string;
      readonly legend: string;
      readonly hint: string;
      readonly many: boolean;
      readonly options: readonly {
        readonly value: string;
        readonly label: string;
        readonly detail: string;
        readonly isChosen: boolean;
      }[];
    }
  | {
      readonly type: 'words';
      readonly name: string;
      readonly label: string;
      readonly hint: string;
      readonly value: string;
      readonly isNeeded: boolean;
      /** The language the customer reads, a tag. */
      readonly language: string;
    };

export type FieldFault = { readonly name: string; readonly what: string };

/** What will happen, before anybody confirms it. */
export type OutcomeView = {
  readonly verdict: RuleView['says'];
  readonly title: string;
  readonly consequences: readonly string[];
  readonly rules: readonly RuleView[];
  /** What the button says; null when nothing can be done so. */
  readonly button: string | null;
  /** The values that this outcome is of: what is sent must be what was shown. */
  readonly judged: string;
};

/** One of several ways to decide alike. */
export type VariantView = {
  readonly code: string;
  readonly label: string;
  /** How far it goes, such as `up to €15.00`; empty when it has no bound. */
  readonly note: string;
  readonly isCurrent: boolean;
};

export type DecideView = {
  readonly disputeId: string;
  readonly kind: DecisionKind;
  readonly customer: string;
  readonly bill: string;
  readonly amount: Money;
  readonly variants: readonly VariantView[];
  readonly variant: string;
  readonly fields: readonly FieldView[];
  readonly faults: readonly FieldFault[];
  readonly outcome: OutcomeView | null;
  readonly requestId: string;
};
