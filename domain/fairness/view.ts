/**
 * The fairness view: what a customer pays beside what others pay, and how both sides have kept
 * their word. Plain figures with their words, because what was shown is stored with the decision.
 */
import type { LocalDate } from '../calendar.ts';
import type { Currency } from '../currency.ts';
import type { DisputeReason } from '../dispute/reasons.ts';
import {
  type Comparison,
  comparePrice,
  peersAtLeast,
  type PriceCount,
  type Spread,
  spreadOf,
} from './comparison.ts';
import type {
  AnsweredInTime,
  EndedPrice,
  FairnessFacts,
  LateChargesOfYear,
  PaidOnTime,
  PastDispute,
  PastGrant,
  PromisesMade,
  ServiceKey,
} from './facts.ts';
import { type ListPrice, listPrice } from './list-price.ts';
import { type TenureBand, tenureBandOf, tenureMonths } from './tenure.ts';
import {
  answeredWords,
  chargesWords,
  disputesWords,
  endedWords,
  grantsWords,
  listWords,
  paidWords,
  peerGrantsWords,
  peersWords,
  promisesWords,
  spreadWords,
  tenureWords,
  unusedWords,
} from './words.ts';

/** An own price beside those of others; null, and said so in words, when they are too few. */
export type PeersView = {
  readonly ownMinor: number;
  readonly peers: Comparison | null;
  readonly words: string;
  /** The median and the middle half of the others; null when they are too few, or pay the same. */
  readonly spreadWords: string | null;
};

export type ServiceView = ServiceKey &
  PeersView & {
    readonly description: string;
    readonly list: ListPrice | null;
    readonly listWords: string;
  };

export type ReasonGrantsView = {
  readonly reason: DisputeReason;
  readonly peers: Spread | null;
  readonly words: string;
};

export type FairnessView = {
  /** The form of this value: what is stored keeps the form it had. */
  readonly form: 1;
  readonly customerId: string;
  readonly cycleId: string;
  readonly on: LocalDate;
  readonly currency: Currency;
  readonly bill: FairnessFacts['bill'];
  readonly peersAtLeast: number;
  readonly tenure: {
    readonly since: LocalDate;
    readonly months: number;
    readonly band: TenureBand['name'];
    readonly words: string;
  };
  /** All recurring services together, before tax, beside customers with the same ones. */
  readonly recurring: PeersView;
  /** Unit prices before tax, beside customers who have the service. */
  readonly services: readonly ServiceView[];
  readonly ended: readonly (EndedPrice & { readonly words: string })[];
  readonly charges: LateChargesOfYear & { readonly words: string };
  readonly promises: PromisesMade & { readonly words: string };
  readonly paid: PaidOnTime & { readonly words: string };
  readonly answered: AnsweredInTime & { readonly words: string };
  /** Those that have ended. */
  readonly disputes: { readonly list: readonly PastDispute[]; readonly words: string };
  readonly grants: { readonly list: readonly PastGrant[]; readonly words: string };
  /** For each reason that is open on the bill; null when too few were granted anything for it. */
  readonly peerGrants: readonly ReasonGrantsView[];
  /** Which services are used is not known yet. */
  readonly unused: { readonly serviceCodes: null; readonly words: string };
};

/** The view of a customer, in English as the staff's pages are. Refuses `currency_unknown`. */
export function fairnessView(facts: FairnessFacts, atLeast = peersAtLeast): FairnessView {
  const { customerId, cycleId, on, currency, bill, since, recurring } = facts;
  const months = tenureMonths(since, on);
  const compared = (ownMinor: number, prices: readonly PriceCount[]): PeersView => {
    const peers = comparePrice(ownMinor, prices, atLeast);
    const words = peersWords(peers, currency);
    return { ownMinor, peers, words, spreadWords: peers && spreadWords(peers, currency) };
  };
  return {
    form: 1,
    ...{ customerId, cycleId, on, currency, bill, peersAtLeast: atLeast },
    tenure: { since, months, band: tenureBandOf(months).name, words: tenureWords(months) },
    recurring: compared(recurring.ownMinor, recurring.prices),
    services: facts.services.map(({ prices, agreed, ...service }) => {
      const list = listPrice(service.ownMinor, agreed, atLeast);
      const fromPeers = compared(service.ownMinor, prices);
      return { ...service, ...fromPeers, list, listWords: listWords(list, currency) };
    }),
    ended: facts.ended.map((price) => ({ ...price, words: endedWords(price, currency) })),
    charges: { ...facts.charges, words: chargesWords(facts.charges, currency) },
    promises: { ...facts.promises, words: promisesWords(facts.promises) },
    paid: { ...facts.paid, words: paidWords(facts.paid) },
    answered: { ...facts.answered, words: answeredWords(facts.answered) },
    disputes: { list: facts.disputes, words: disputesWords(facts.disputes) },
    grants: { list: facts.grants, words: grantsWords(facts.grants, currency) },
    peerGrants: facts.peerGrants.map(({ reason, worths }) => {
      const given = worths.map((minor) => ({ minor, count: 1 }));
      const peers = spreadOf(given, atLeast);
      return { reason, peers, words: peerGrantsWords(peers, currency) };
    }),
    unused: { serviceCodes: null, words: unusedWords },
  };
}
