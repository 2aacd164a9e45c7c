/** What must hold of disputes, grants and letters after any story; in plain SQL, past the code under test. */
import { expect } from 'vitest';
import type { Home } from './books-homes.ts';
import type { Town } from './books-town.ts';
import { limitFaults } from './desk-limits.ts';
import { heldSql, undecidedSql } from './desk-reading.ts';

/** Titles with a query of what is wrong, within `home`, `cycle`, `held`, `undecided` and `made`. */
const rules: Readonly<Record<string, string>> = {
  'the open amount is what is claimed and charged less what settled it': `
    select id::text as what from cycle where open_minor <> claimed_minor + charged_minor
      - credited_minor - paid_minor - credit_used_minor - written_off_minor`,
  'no more is held than is open': `
    select cycle.id::text from cycle join held on held.cycle_id = cycle.id
    where held.minor > cycle.open_minor or held.minor < 0`,
  'the ladder stands still exactly while everything that is owed is disputed': `
    select cycle.id || ' ' || standing || ' ' || open_minor || ', held ' || held.minor
    from cycle join held on held.cycle_id = cycle.id
    where (held_since is not null) <>
      (standing = 'open' and held.disputes > 0 and held.minor >= open_minor)`,
  'no promise is active for what is wholly disputed': `
    select cycle.id::text from cycle join promise on promise.cycle_id = cycle.id
    where promise.state = 'active' and held_since is not null`,
  'no line is in two disputes that are not decided': `
    select invoice_id || ' ' || position from undecided
      join dispute_line on dispute_line.dispute_id = undecided.id
    group by invoice_id, position having count(*) > 1`,
  'a dispute is about what is left of its lines': `
    select id || ' ' || disputed_minor || ', left ' || left_minor from undecided
    where disputed_minor <> left_minor`,
  'a decision waits exactly while its dispute does': `
    select dispute.id || ' ' || dispute.state from dispute
    where seller_id = (select id from home) and (state = 'waiting')
      <> exists (select from discount_grant where dispute_id = dispute.id and state = 'waiting')`,
  'every end of a dispute has its letter': `
    select event.dispute_id || ' ' || event.fact from ending event
    where not exists (select from letter where letter.dispute_id = event.dispute_id
      and letter.fact = event.fact
      and template in ('decided', 'default_decision', 'withdrawn', 'moot'))`,
  'every end of a dispute has its span': `
    select dispute_id::text from ending group by dispute_id having count(*)
      < (select count(*) from dispute_span span where span.dispute_id = ending.dispute_id)
      or count(distinct at)
      > (select count(*) from dispute_span span where span.dispute_id = ending.dispute_id)`,
  'a dispute ends once for each time that it is opened': `
    select dispute.id || ' ' || dispute.state || ' reopened ' || reopened from dispute
    where seller_id = (select id from home)
      and reopened + (ended_at is not null)::int
        <> (select count(*) from ending where dispute_id = dispute.id)`,
  'what is disputed twice is not held twice over': `
    select one.dispute_id || ' ' || one.from_at from dispute_span one join dispute_span other
        on other.dispute_id = one.dispute_id and other.from_at > one.from_at
      where one.cycle_id in (select id from cycle) and other.from_at < one.until_at`,
  'no two holds of a ladder give the same days': `
    select one.reason || ' ' || one.from_at || ' ' || other.reason || ' ' || other.from_at
    from ladder_hold one join ladder_hold other on other.cycle_id = one.cycle_id
      and other.id > one.id and greatest(one.from_at, other.from_at)
        < least(one.until_at, other.until_at)
    where one.cycle_id in (select id from cycle)
      and 'days left of a dispute' not in (one.reason, other.reason)`,
  'what was granted was made, to the cent': `
    select kind || ' ' || id || ' worth ' || worth_minor || ', made ' || made_minor from made
    where state in ('granted', 'undone') and worth_minor <> made_minor`,
  'what was not granted was not made': `
    select kind || ' ' || id || ' ' || state from made
    where state not in ('granted', 'undone') and (made_minor <> 0 or discounts > 0)`,
  'what is granted on coming bills is on the customer’s account': `
    select kind || ' ' || id || ' ' || discounts from made
    where discounts <> (state = 'granted' and kind in ('percent_off_next_bills',
      'amount_off_next_bills', 'free_months', 'better_price'))::int`,
  'every discount and every correction of a dispute has its grant': `
    select journal.fact from journal where cycle_id in (select id from cycle)
      and fact like 'correction/grant-%' and not exists (select from discount_grant grant_
        where grant_.cycle_id = journal.cycle_id and grant_.state in ('granted', 'undone')
          and journal.fact like 'correction/grant-' || grant_.id || '/%')`,
  'a discount lowers no revenue, and a correction is no discount': `
    select paper.number || ' ' || grant_.kind from made grant_ join invoice paper
        on paper.seller_id = grant_.seller_id and paper.number = grant_.credit_note
      join ledger_transaction posting on posting.seller_id = paper.seller_id
        and posting.fact = 'credit_note/' || paper.number
      join ledger_entry entry on entry.transaction_id = posting.id
    where entry.account = case grant_.kind when 'correction' then 'discount' else 'revenue' end`,
  'a dispute that was granted something has a grant, and no other has': `
    select event.dispute_id || ' ' || (event.details ->> 'outcome') from ending event
    where ((event.details ->> 'outcome') in ('granted', 'corrected')) <> exists (
      select from discount_grant grant_ where grant_.dispute_id = event.dispute_id
        and grant_.state in ('granted', 'undone') and grant_.id::text = event.details ->> 'grantId'
        and grant_.kind <> 'explanation_only')`,
  'nobody approves what they asked for': `
    select id::text from made where approver_id = staff_id`,
};

const withs = `
  with home as (select id from seller where code = ?),
    cycle as (select * from billing_cycle where seller_id = (select id from home)),
    held as (${heldSql}),
    undecided as (select * from (${undecidedSql}) dispute where seller_id = (select id from home)),
    ending as (select event.* from dispute_event event join dispute on dispute.id = dispute_id
      where dispute.seller_id = (select id from home)
        and event.kind in ('resolved', 'withdrawn', 'moot')),
    made as (select grant_.*,
        case when kind in ('explanation_only', 'percent_off_next_bills', 'amount_off_next_bills',
            'free_months', 'better_price') then case state when 'granted' then worth_minor else 0 end
          else (select coalesce(sum(amount_minor), 0) from journal
              where journal.cycle_id = grant_.cycle_id and journal.kind = 'credited'
                and journal.fact like 'correction/grant-' || grant_.id || '/%')
            + (select coalesce(sum(amount_minor), 0) from waiver where grant_id = grant_.id)
          end as made_minor,
        (select count(*) from discount where grant_id = grant_.id) as discounts
      from discount_grant grant_ where grant_.seller_id = (select id from home))`;

const faultsSql = `${withs}
  ${Object.entries(rules)
    .map(([title, query]) => `select '${title}: ' || what as fault from (${query}) wrong (what)`)
    .join('\n  union all ')}`;

export async function expectDeskToHold({ database }: Town, home: Home): Promise<void> {
  const em = database.em.fork();
  const faults = await em.execute<{ fault: string }[]>(faultsSql, [home.seller]);
  expect(faults.map(({ fault }) => fault)).toEqual([]);
  expect(await limitFaults(em, home)).toEqual([]);
}
