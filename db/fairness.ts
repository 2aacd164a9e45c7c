/** Reads the fairness view of a customer: what they pay and how both sides kept their word. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { LocalDate } from '../domain/calendar.ts';
import { refuse } from '../domain/errors.ts';
import { type FairnessView, fairnessView } from '../domain/fairness/view.ts';
import { readCases } from './fairness-cases.ts';
import { readPeerGrants } from './fairness-grants.ts';
import { readHistory } from './fairness-history.ts';
import { readAgreedPrices, readPeerPrices } from './fairness-prices.ts';
import { readSubject } from './fairness-subject.ts';

export type FairnessQuery = {
  readonly customerId: string;
  /** The bill that is in question. */
  readonly cycleId: string;
  /** From which day the last twelve months and the tenure are counted back. */
  readonly on: LocalDate;
};

/**
 * Prices are compared as they are on the bill in question and on the others' bills of that time;
 * what else happened is told up to the day of asking. Five statements, however many are compared, and a sixth where a dispute is open.
 * Refuses `cycle_unknown` for a cycle that is not the customer's.
 */
export async function readFairness(em: EntityManager, query: FairnessQuery): Promise<FairnessView> {
  const subject = await readSubject(em, query);
  if (!subject) {
    return refuse('cycle_unknown', `Customer ${query.customerId} has no bill ${query.cycleId}.`);
  }
  const peers = await readPeerPrices(em, subject, query.on);
  const agreed = await readAgreedPrices(em, subject);
  const history = await readHistory(em, query);
  const { reasons, ...cases } = await readCases(em, query);
  const granted = await readPeerGrants(em, subject, query.on, reasons);
  const { customerId, cycleId, on } = query;
  const { currency, since, bill, recurringMinor } = subject;
  return fairnessView({
    ...{ customerId, cycleId, on, currency, since, bill, ...history, ...cases },
    recurring: { ownMinor: recurringMinor, prices: peers.recurring },
    services: subject.services.map((service, index) => ({
      ...service,
      prices: peers.services[index] ?? [],
      agreed: agreed[index] ?? [],
    })),
    peerGrants: reasons.map((reason) => ({ reason, worths: granted.get(reason) ?? [] })),
  });
}
