/** What the pages show on which a customer is found, and a case opened for whoever calls. */
import type { LocalDate } from '../../domain/calendar.ts';
import type { DisputeReason } from '../../domain/dispute/reasons.ts';
import type { FieldFault } from './decide-view.ts';
import type { CaseListView, CheckView, Money } from './views.ts';

export type FoundCustomer = {
  readonly number: string;
  /** Masked: only a checked caller's data is shown, and that on their case. */
  readonly name: string;
  readonly language: string;
  /** How many of their cases are undecided. */
  readonly openCases: number;
};

export type SearchView = {
  readonly query: string;
  /** Null before anything was looked for. */
  readonly found: readonly FoundCustomer[] | null;
  /** Whether there are more than are shown. */
  readonly hasMore: boolean;
};

export type CustomerBill = {
  readonly cycleId: string;
  readonly number: string;
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** Null until the caller is checked, like what is open of it. */
  readonly total: Money | null;
  readonly open: Money | null;
  readonly standing: string;
};

export type CustomerPageView = {
  readonly number: string;
  readonly name: string;
  readonly language: string;
  readonly check: CheckView;
  readonly bills: readonly CustomerBill[];
  readonly cases: CaseListView;
};

export type OpenCaseView = {
  readonly number: string;
  readonly name: string;
  readonly cycleId: string;
  readonly bill: string;
  /** Its lines are shown, and can be chosen, once the caller is checked. */
  readonly isChecked: boolean;
  readonly lines: readonly {
    readonly position: number;
    readonly description: string;
    readonly isChosen: boolean;
    /** Disputed already, or nothing left of it. */
    readonly closedBecause: string | null;
  }[];
  readonly isWhole: boolean;
  readonly reason: DisputeReason | null;
  readonly words: string;
  readonly faults: readonly FieldFault[];
  readonly requestId: string;
};
