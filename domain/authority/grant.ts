/** What a person may ask to grant to a customer, and whether untrusted JSON asks for it. Pure. */
import type { Refusal } from '../errors.ts';

export type GrantRequest =
  | {
      readonly kind: 'percent_off_lines';
      readonly positions: readonly number[];
      readonly basisPoints: number;
    }
  | {
      readonly kind: 'amount_off_lines';
      readonly lines: readonly { readonly position: number; readonly netMinor: number }[];
    }
  | {
      readonly kind: 'percent_off_next_bills';
      readonly basisPoints: number;
      readonly bills: number;
    }
  | { readonly kind: 'amount_off_next_bills'; readonly netMinor: number; readonly bills: number }
  /** The next so many bills cost nothing. */
  | { readonly kind: 'free_months'; readonly months: number }
  | { readonly kind: 'waive_charges'; readonly chargeIds: readonly string[] }
  /** An amount off this bill; where the bill is paid already, it becomes the customer's credit. */
  | { readonly kind: 'goodwill_credit'; readonly grossMinor: number }
  | {
      readonly kind: 'better_price';
      readonly serviceCode: string;
      readonly unitPriceMinor: number;
      readonly priceVersion: string;
      readonly bills: number;
    }
  | { readonly kind: 'explanation_only' };

export type GrantKind = GrantRequest['kind'];

type Check = (value: unknown) => boolean;
type Shape = Readonly<Record<string, Check>>;

const textLength = 200;
const listLength = 1_000;
/** Ten years of monthly bills: whoever grants more writes a new contract. */
const billsAtMost = 120;

const isWhole =
  (least: number, most: number = Number.MAX_SAFE_INTEGER): Check =>
  (value) =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most;
const isText: Check = (value) =>
  typeof value === 'string' &&
  value.length > 0 &&
  value.length <= textLength &&
  !/[\p{Cc}\p{Cs}]/u.test(value);
const isListOf =
  (item: Check): Check =>
  (value) =>
    Array.isArray(value) &&
    value.length > 0 &&
    value.length <= listLength &&
    new Set(value).size === value.length &&
    value.every(item);
const isLike =
  (shape: Shape): Check =>
  (value) =>
    faultyFields(value, shape).length === 0;

const basisPoints = isWhole(1, 10_000);
const bills = isWhole(1, billsAtMost);
const amount = isWhole(1);
const position = isWhole(1);

const shapes: Readonly<Record<GrantKind, Shape>> = {
  percent_off_lines: { positions: isListOf(position), basisPoints },
  amount_off_lines: { lines: isListOf(isLike({ position, netMinor: amount })) },
  percent_off_next_bills: { basisPoints, bills },
  amount_off_next_bills: { netMinor: amount, bills },
  free_months: { months: bills },
  waive_charges: { chargeIds: isListOf(isText) },
  goodwill_credit: { grossMinor: amount },
  better_price: {
    serviceCode: isText,
    unitPriceMinor: isWhole(0),
    priceVersion: isText,
    bills,
  },
  explanation_only: {},
};

/** Every kind of grant, in the order in which a desk offers them. */
export const grantKinds: readonly GrantKind[] = [
  'explanation_only',
  'percent_off_lines',
  'amount_off_lines',
  'goodwill_credit',
  'waive_charges',
  'percent_off_next_bills',
  'amount_off_next_bills',
  'free_months',
  'better_price',
];

/** The refusal of what is no grant, or null when it is one: then it is a `GrantRequest`. */
export function grantFault(value: unknown): Refusal | null {
  const kind = isFields(value) ? grantKinds.find((known) => known === value['kind']) : undefined;
  if (kind === undefined) {
    return { code: 'grant_invalid', detail: `A grant has a kind of ${grantKinds.join(', ')}.` };
  }
  const faulty = faultyFields(value, { kind: () => true, ...shapes[kind] });
  if (faulty.length === 0) return null;
  const detail = `This cannot be a grant of ${kind}: look at ${faulty.join(', ')}.`;
  return { code: 'grant_invalid', detail };
}

/** Whether money changes by it: such a grant needs a caller check and authority. */
export function isMoney(kind: GrantKind): boolean {
  return kind !== 'explanation_only';
}

/** Fields that are wrong or missing, and those that nobody asked for. */
function faultyFields(value: unknown, shape: Shape): string[] {
  if (!isFields(value)) return ['the whole'];
  const wrong = Object.entries(shape).flatMap(([name, isRight]) =>
    isRight(value[name]) ? [] : [name],
  );
  const unknown = Object.keys(value).filter((name) => !Object.hasOwn(shape, name));
  return unknown.length === 0 ? wrong : [...wrong, 'fields that it does not have'];
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
