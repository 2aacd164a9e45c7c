/** What some of the sample customers ask about their bill, so that the desk has work to show. */
import type { Client } from '@temporalio/client';
import { askAtDesk } from '../../api/desk-request.ts';
import type { Database } from '../../db/orm.ts';
import type { DisputeReason } from '../../domain/dispute/reasons.ts';

type Question = {
  readonly customer: string;
  readonly reason: DisputeReason;
  /** The line that they ask about; the whole bill unless told. */
  readonly position?: number;
  readonly words: string;
};

const questions: readonly Question[] = [
  {
    customer: 'D-1001',
    reason: 'wrong_price',
    position: 2,
    words: 'Telepaketi hind oli minu mäletamist mööda väiksem. Miks see nüüd nii palju maksab?',
  },
  {
    customer: 'D-1003',
    reason: 'leaving_for_competitor',
    words: 'Naaberfirma pakub sama mahtu odavamalt. Kas teil on mulle midagi paremat pakkuda?',
  },
  {
    customer: 'D-1004',
    reason: 'not_delivered',
    position: 1,
    words: 'Ühendus oli kaks päeva maas. Palun arvestage see maha.',
  },
];

/** Asks them as a customer's page would, once; returns how many there are. */
export async function askSampleQuestions(database: Database, temporal: Client): Promise<number> {
  const cycles = await database.em.fork().execute<{ customer: string; cycleId: string }[]>(
    `select distinct on (customer.number) customer.number as customer, cycle.id as "cycleId"
       from billing_cycle cycle join customer on customer.id = cycle.customer_id
      where customer.number in (select jsonb_array_elements_text(?::jsonb))
      order by customer.number, cycle.period_from desc`,
    [JSON.stringify(questions.map(({ customer }) => customer))],
  );
  const cycleOf = new Map(cycles.map(({ customer, cycleId }) => [customer, cycleId]));
  const asked = questions.flatMap((question) => {
    const cycleId = cycleOf.get(question.customer);
    return cycleId === undefined ? [] : [{ ...question, cycleId }];
  });
  const services = {
    ...{ database, temporal, clock: Date.now, log: () => undefined },
    ...{ issueTimeoutMs: 15_000, answerTimeoutMs: 25_000 },
  };
  for (const { customer, reason, position, words, cycleId } of asked) {
    await askAtDesk(services, {
      ...{ cycleId, act: 'openDispute', externalId: `sample-${customer}`, channel: 'page', words },
      actor: { kind: 'customer', name: 'customer', staffId: null },
      payload: { reason, lines: position === undefined ? 'whole' : [{ position }] },
    });
  }
  return asked.length;
}
