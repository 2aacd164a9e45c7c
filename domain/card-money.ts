/**
 * What stands of the money that a card was charged with, as the provider tells it bit by bit:
 * charged, disputed, won back, refunded. Pure.
 *
 * A payment in the books is taken back once and whole. So when less, or more, of a charge stands
 * than was told before, what stands now is told as a payment with an id of its own that replaces
 * the one before. Every piece of news says what is so, not what changed: told twice, or in another
 * order, the same stands in the end.
 */
import { checkedMinor } from './money.ts';

export type DisputeState = 'open' | 'won' | 'lost';

/** A payment as it stands in the books. */
export type StandingPayment = { readonly paymentId: string; readonly amountMinor: number };

export type CardMoney = {
  readonly intentId: string;
  readonly chargedMinor: number;
  /** Everything refunded so far. */
  readonly refundedMinor: number;
  readonly disputes: Readonly<Record<string, Dispute>>;
  /** Null before the charge was told, and when nothing of it stands. */
  readonly standing: StandingPayment | null;
  /** How many payments were told of this charge; it makes the id of the next one. */
  readonly generation: number;
};

type Dispute = { readonly amountMinor: number; readonly state: DisputeState };

export type CardNews =
  | { readonly kind: 'charged' }
  | { readonly kind: 'refunded'; readonly refundedMinor: number }
  | {
      readonly kind: 'disputed';
      readonly disputeId: string;
      readonly amountMinor: number;
      readonly state: DisputeState;
    };

/** A payment that does not stand any more. */
export type TakenBack = {
  readonly reversalId: string;
  readonly paymentId: string;
  readonly reason: 'chargeback' | 'refunded' | 'dispute_won';
};

/** What is to be told to the cycle, in this order. */
export type CardReport =
  | {
      readonly kind: 'payment';
      readonly paymentId: string;
      readonly amountMinor: number;
      /** Taken back with it, if it was not before. */
      readonly replaces: TakenBack | null;
    }
  | ({ readonly kind: 'reversal' } & TakenBack);

export type AfterNews = { readonly money: CardMoney; readonly reports: readonly CardReport[] };

export function newCardMoney(intentId: string, chargedMinor: number): CardMoney {
  const nothing = { refundedMinor: 0, disputes: {}, standing: null, generation: 0 };
  return { intentId, chargedMinor: checkedMinor(chargedMinor), ...nothing };
}

/**
 * Takes in a piece of news. The charge itself is always told first, whole and under the intent's
 * own id, since nothing can be taken back that never came.
 */
export function afterCardNews(money: CardMoney, news: CardNews): AfterNews {
  const first = money.generation === 0 ? told(money, null) : { money, reports: [] };
  const second = settled(noted(first.money, news), reasonOf(news));
  return { money: second.money, reports: [...first.reports, ...second.reports] };
}

function noted(money: CardMoney, news: CardNews): CardMoney {
  switch (news.kind) {
    case 'charged':
      return money;
    case 'refunded':
      return { ...money, refundedMinor: Math.max(money.refundedMinor, news.refundedMinor) };
    case 'disputed': {
      const { disputeId, amountMinor, state } = news;
      const known = money.disputes[disputeId];
      // A dispute that was decided is not open any more, in whatever order the news arrive.
      if (known && known.state !== 'open' && state === 'open') return money;
      return { ...money, disputes: { ...money.disputes, [disputeId]: { amountMinor, state } } };
    }
  }
}

/** What stands of a charge: all of it, less what was refunded and what is in dispute or lost. */
export function standingMinor({ chargedMinor, refundedMinor, disputes }: CardMoney): number {
  const disputedMinor = Object.values(disputes)
    .filter(({ state }) => state !== 'won')
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return checkedMinor(Math.max(0, chargedMinor - refundedMinor - disputedMinor));
}

/** Tells what stands now, if it is not what was told before. */
function settled(money: CardMoney, reason: TakenBack['reason']): AfterNews {
  const { standing, intentId, generation } = money;
  const amountMinor = standingMinor(money);
  if ((standing?.amountMinor ?? 0) === amountMinor) return { money, reports: [] };
  const paymentId = paymentIdOf(money);
  const before = { reversalId: `${intentId}.${generation}.back`, paymentId, reason };
  if (amountMinor > 0) return told(money, before);
  return { money: { ...money, standing: null }, reports: [{ kind: 'reversal', ...before }] };
}

function told(money: CardMoney, replaces: TakenBack | null): AfterNews {
  const next = { ...money, generation: money.generation + 1 };
  const standing = { paymentId: paymentIdOf(next), amountMinor: standingMinor(money) };
  return {
    money: { ...next, standing },
    reports: [{ kind: 'payment', ...standing, replaces }],
  };
}

/** The id of the payment that was told last: the first has the id of the charge itself. */
function paymentIdOf({ intentId, generation }: CardMoney): string {
  return generation === 1 ? intentId : `${intentId}.${generation}`;
}

function reasonOf(news: CardNews): TakenBack['reason'] {
  if (news.kind !== 'disputed') return 'refunded';
  return news.state === 'won' ? 'dispute_won' : 'chargeback';
}
