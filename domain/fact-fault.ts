/**
 * Whether what was said to a cycle can be a fact at all. An operator may type a message by hand,
 * and it comes as whatever they typed: what cannot be read must be refused like anything else,
 * or the cycle would try to book it for ever. Pure.
 */
import { isLocalDate } from './calendar.ts';
import type { Refusal } from './errors.ts';
import type { Fact } from './facts.ts';

type Check = (value: unknown) => boolean;
type Shape = Readonly<Record<string, Check>>;

/** Longer ones would not fit into an index, and shorter ones say as much. */
const idLength = 200;
const reasonLength = 1_000;
const listLength = 1_000;

/** What the database can keep: no zero byte, nothing that is half a character. */
const isText =
  (longest: number): Check =>
  (value) =>
    typeof value === 'string' &&
    value.length > 0 &&
    value.length <= longest &&
    !/[\p{Cc}\p{Cs}]/u.test(value);

const isName = isText(idLength);
const isReason = isText(reasonLength);
const isWhole: Check = (value) => Number.isSafeInteger(value);
const isDate: Check = (value) => typeof value === 'string' && isLocalDate(value);
const isOneOf =
  (...words: readonly unknown[]): Check =>
  (value) =>
    words.includes(value);
const isLike =
  (shape: Shape): Check =>
  (value) =>
    faultyFields(value, shape).length === 0;
const isListOf =
  (item: Check): Check =>
  (value) =>
    Array.isArray(value) && value.length <= listLength && value.every(item);
const isEither =
  (...checks: readonly Check[]): Check =>
  (value) =>
    checks.some((check) => check(value));
const isAbsent: Check = (value) => value === undefined;

const takenBack: Shape = { reversalId: isName, paymentId: isName, reason: isReason };
const reversal: Shape = { ...takenBack, reportedBy: isName };

/** Amount and currency are left to the rule that knows what is owed. */
const payment: Shape = {
  paymentId: isName,
  receivedOn: isDate,
  method: isName,
  reportedBy: isName,
  allocate: isEither(
    isOneOf(undefined, 'this', 'oldest_first'),
    isListOf(isLike({ invoice: isName })),
  ),
  fromSuspense: isOneOf(undefined, false, true),
  replaces: isEither(isAbsent, isLike(takenBack)),
};

const promise: Shape = {
  promiseId: isName,
  instalments: isListOf(isLike({ on: isDate, amountMinor: isWhole })),
  madeBy: isName,
  acceptedBy: isOneOf('customer', 'agent', 'supervisor'),
};

const decision: Shape = { correctionId: isName, reason: isReason, decidedBy: isName };

const scope = isEither(
  isLike({ kind: isOneOf('whole') }),
  isLike({ kind: isOneOf('amount'), grossMinor: isWhole }),
  isLike({
    kind: isOneOf('lines'),
    lines: isListOf(isLike({ position: isWhole, netMinor: isWhole })),
  }),
);

const correctionKinds: Readonly<Record<string, Shape>> = {
  credit: { scope, invoice: isEither(isAbsent, isName) },
  void_and_reissue: {},
  undo_credit: { creditNote: isName },
};

const desk: Shape = { requestId: isName, disputeId: isName };

const unknownKind: Shape = { kind: isOneOf(...Object.keys(correctionKinds)) };

/** The refusal of what cannot be a fact, or null when it can be one. */
export function factFault(fact: Fact): Refusal | null {
  const faulty = faultyFieldsOf(fact);
  if (faulty.length === 0) return null;
  const detail = `This cannot be a ${fact.kind}: look at ${faulty.join(', ')}.`;
  return { code: 'fact_invalid', detail };
}

function faultyFieldsOf(fact: Fact): string[] {
  switch (fact.kind) {
    case 'payment':
      return faultyFields(fact.payment, payment);
    case 'reversal':
      return faultyFields(fact.reversal, reversal);
    case 'promise':
      return faultyFields(fact.promise, promise);
    case 'correction':
      return [
        ...faultyFields(fact.correction, decision),
        ...faultyFields(fact.correction, shapeOfCorrection(fact.correction)),
      ];
    case 'desk':
      return faultyFields(fact.desk, desk);
    case 'books_changed':
      return [];
  }
}

function shapeOfCorrection(value: unknown): Shape {
  const kind: unknown = isFields(value) ? value['kind'] : undefined;
  const isKnown = typeof kind === 'string' && Object.hasOwn(correctionKinds, kind);
  return (isKnown ? correctionKinds[kind] : undefined) ?? unknownKind;
}

/** The same for what a decision about a dispute corrects. */
export function correctionFault(value: unknown): Refusal | null {
  const faulty = faultyFields(value, shapeOfCorrection(value));
  if (faulty.length === 0) return null;
  return { code: 'fact_invalid', detail: `This is no correction: look at ${faulty.join(', ')}.` };
}

function faultyFields(value: unknown, shape: Shape): string[] {
  const fields = isFields(value) ? value : {};
  return Object.entries(shape).flatMap(([name, isRight]) => (isRight(fields[name]) ? [] : [name]));
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
