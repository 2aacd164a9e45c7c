/** Money of cards: what the provider told us stands, against what stands in the books. */
import { amounts, type Check, countOf, sqlCheck } from './check.ts';

/** The payments of a charge: the first has the intent's own id, later ones a point and a number. */
const inBooks = `
  select coalesce(sum(payment.amount_minor), 0) as minor
  from generate_series(1, money.generation) as told (generation)
    join payment on payment.seller_id = cycle.seller_id and payment.external_id
      = money.intent_id || case told.generation when 1 then '' else '.' || told.generation end
  where not exists (select from payment_reversal where payment_id = payment.id)`;

/** A cycle that was terminated while it was told would leave the news in no other place. */
const told = sqlCheck({
  title: 'What Stripe told of a charge is in the books',
  counts: countOf('card_money'),
  finds: `
    select seller.code as seller, 'the charge ' || money.intent_id as subject, cycle.currency,
      money.standing_minor as one, booked.minor as other
    from card_money money join billing_cycle cycle on cycle.id = money.cycle_id
      join seller on seller.id = cycle.seller_id
      cross join lateral (${inBooks}) booked
    where money.generation > 0 and money.standing_minor <> booked.minor`,
  says: (row) => `${row.subject}: ${amounts(row, 'stands with Stripe', 'stands in the books')}.`,
});

export const cardChecks: readonly Check[] = [told];
