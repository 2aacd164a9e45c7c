/** What people granted against what became of it: a grant moves its worth once, or nothing at all. */
import { amounts, type Check, countOf, type Difference, money, sqlCheck } from './check.ts';
import { cycleParties } from './cycle-checks.ts';

/** How the sentences name a grant; `grant` is a word of SQL. */
const grantSubject = `
  seller.code as seller,
  'the ' || replace(replace(given.kind, 'waive_charges', 'waiver'), '_', ' ') || ' by ' || given.asked_by || ' in the cycle of '
    || cycle.period_from || ' of customer ' || customer.number as subject,
  given.currency`;
const ofCycle = `join billing_cycle cycle on cycle.id = given.cycle_id ${cycleParties}`;

/** Grants that took effect; one that was undone has its credit note still, and the note its undo. */
const took = "given.state in ('granted', 'undone')";

const byCreditNote = `given.kind in ('percent_off_lines', 'amount_off_lines', 'goodwill_credit',
  'default_decision', 'correction')`;
const onComingBills = `given.kind in ('percent_off_next_bills', 'amount_off_next_bills',
  'free_months', 'better_price')`;

const countGrants = (condition: string) =>
  `select count(*) as counted from discount_grant given where ${condition}`;

/** The credit notes that a grant made, by the journal: a bill made anew takes back several. */
const notesMade = `
  select sum(paper.gross_minor) as minor, bool_or(paper.number = given.credit_note) as is_noted
  from journal join invoice paper on paper.cycle_id = journal.cycle_id
    and paper.kind = 'credit_note' and paper.number = journal.details ->> 'paper'
  where journal.cycle_id = given.cycle_id
    and starts_with(journal.fact, 'correction/grant-' || given.id || '/')`;

const credited = sqlCheck({
  title: 'Every grant off a bill has its credit note, of what it is worth',
  counts: countGrants(`${took} and ${byCreditNote}`),
  finds: `
    select ${grantSubject}, given.worth_minor as one,
      case when made.is_noted then made.minor end as other
    from discount_grant given ${ofCycle} cross join lateral (${notesMade}) made
    where ${took} and ${byCreditNote}
      and (given.worth_minor is distinct from made.minor or made.is_noted is not true)`,
  says: (row) => `${row.subject} is worth ${money(row.one, row.currency)}, ${inNote(row)}.`,
});

function inNote({ other, currency }: Difference): string {
  return other === null
    ? 'and has no credit note'
    : `its credit note is of ${money(other, currency)}`;
}

/** A discount lowers `discount`; what claims it again raises it. Nothing else touches the account. */
const booked = sqlCheck({
  title: 'Whatever is booked on discount has its grant',
  counts: "select count(*) as counted from ledger_entry where account = 'discount'",
  finds: `
    select seller.code as seller, 'posting ' || posting.fact as subject, posting.currency,
      abs(entry.amount_minor) as one, null as other
    from ledger_entry entry join ledger_transaction posting on posting.id = entry.transaction_id
      join seller on seller.id = posting.seller_id
    where entry.account = 'discount' and not exists (
      select from invoice paper join discount_grant given on given.cycle_id = paper.cycle_id
        left join invoice note on note.id = paper.corrects_id and note.kind = 'credit_note'
      where paper.cycle_id = posting.cycle_id and posting.fact = paper.kind || '/' || paper.number
        and given.kind <> 'correction' and ${took}
        and given.credit_note = case paper.kind when 'credit_note' then paper.number
          when 'invoice' then note.number end)`,
  says: ({ subject, one, currency }) =>
    `${subject} moves ${money(one, currency)} on discount, and no grant says why.`,
});

const accountOf = (paper: string) => `
  (select coalesce(sum(entry.amount_minor), 0) from ledger_transaction posting
      join ledger_entry entry on entry.transaction_id = posting.id and entry.account = part.account
    where posting.seller_id = ${paper}.seller_id
      and posting.fact = ${paper}.kind || '/' || ${paper}.number)`;

const undoneOnItsAccount = sqlCheck({
  title: 'What takes a credit note back moves the accounts that the note moved',
  counts: 'select count(*) as counted from invoice where undoes_credit',
  finds: `
    select * from (
      select seller.code as seller, 'credit note ' || note.number || ' on ' || part.account as subject,
        note.currency, ${accountOf('note')} as one, -${accountOf('paper')} as other
      from invoice paper join invoice note on note.id = paper.corrects_id
        join seller on seller.id = paper.seller_id
        cross join (values ('revenue'), ('discount'), ('tax')) part (account)
      where paper.undoes_credit) moved
    where one <> other`,
  says: (row) => `${row.subject}: ${amounts(row, 'was taken back', 'was claimed again')}.`,
});

const isTakenBack = `
  exists (select from invoice note join invoice undo on undo.corrects_id = note.id
    where note.cycle_id = given.cycle_id and note.kind = 'credit_note'
      and note.number = given.credit_note and undo.kind = 'invoice')`;

/** A bill that was made anew leaves several credit notes, of which one says nothing of the grant. */
const undone = sqlCheck({
  title: 'A grant is undone exactly when its credit note is taken back',
  counts: countGrants('given.credit_note is not null'),
  finds: `
    select ${grantSubject}, case when given.state = 'undone' then 1 end as one, null as other
    from discount_grant given ${ofCycle}
    where given.credit_note is not null and (given.state = 'undone') <> ${isTakenBack}
      and coalesce(given.asked #>> '{correction,kind}', '') <> 'void_and_reissue'`,
  says: ({ subject, one }) =>
    one === null
      ? `${subject} is granted, and its credit note was taken back.`
      : `${subject} is undone, and its credit note stands.`,
});

const waived = sqlCheck({
  title: 'Every waiver has its grant',
  counts: countOf('waiver'),
  finds: `
    select seller.code as seller, 'the waiver of the ' || charge.kind || ' of step '
        || coalesce(charge.step, 0) || ' in the cycle of ' || cycle.period_from || ' of customer '
        || customer.number as subject, cycle.currency, waiver.amount_minor as one, null as other
    from waiver join charge on charge.id = waiver.charge_id
      join billing_cycle cycle on cycle.id = waiver.cycle_id ${cycleParties}
    where not exists (select from discount_grant given where given.id = waiver.grant_id
      and given.cycle_id = waiver.cycle_id and given.kind = 'waive_charges' and ${took})`,
  says: (row) => `${row.subject} is of ${money(row.one, row.currency)}, and no grant says why.`,
});

const waivedInFull = sqlCheck({
  title: 'Every granted waiver let go what it is worth',
  counts: countGrants(`${took} and given.kind = 'waive_charges'`),
  finds: `
    select ${grantSubject}, given.worth_minor as one, coalesce(made.minor, 0) as other
    from discount_grant given ${ofCycle}
      cross join lateral (select sum(amount_minor) as minor from waiver
        where waiver.grant_id = given.id) made
    where ${took} and given.kind = 'waive_charges'
      and given.worth_minor <> coalesce(made.minor, 0)`,
  says: (row) => `${row.subject}: ${amounts(row, 'is its worth', 'was waived')}.`,
});

const givenForComing = sqlCheck({
  title: 'Every grant on coming bills has its discount',
  counts: countGrants(`${took} and ${onComingBills}`),
  finds: `
    select ${grantSubject}, null as one, null as other
    from discount_grant given ${ofCycle}
    where ${took} and ${onComingBills}
      and (select count(*) from discount where discount.grant_id = given.id
        and discount.customer_id = given.customer_id) <> 1`,
  says: ({ subject }) => `${subject} is granted, and has not the one discount that it gives.`,
});

const movedNothing = sqlCheck({
  title: 'No grant that was not given moved money',
  counts: countGrants(`not (${took})`),
  finds: `
    select seller, subject || ' ' || state || ', and there is ' || what as subject, currency,
      null as one, null as other
    from (select ${grantSubject}, 
        case given.state when 'expired' then 'expired' when 'waiting' then 'waits'
          else 'was ' || given.state end as state,
        part.what, part.is_there
      from discount_grant given ${ofCycle}
        cross join lateral (values
          ('a credit note', given.credit_note is not null or exists (select from journal
            where journal.cycle_id = given.cycle_id
              and starts_with(journal.fact, 'correction/grant-' || given.id || '/'))),
          ('a waiver', exists (select from waiver where waiver.grant_id = given.id)),
          ('a discount', exists (select from discount where discount.grant_id = given.id)))
          part (what, is_there)
      where not (${took})) moved
    where is_there`,
  says: ({ subject }) => `${subject} of it.`,
});

const twoPeople = sqlCheck({
  title: 'Nobody was the second person for what they asked for',
  counts: countGrants('given.approver_id is not null'),
  finds: `
    select ${grantSubject}, null as one, null as other
    from discount_grant given ${ofCycle}
    where ${took} and given.approver_id = given.staff_id`,
  says: ({ subject }) => `${subject} was approved by the same person.`,
});

export const grantChecks: readonly Check[] = [
  credited,
  booked,
  undoneOnItsAccount,
  undone,
  waived,
  waivedInFull,
  givenForComing,
  movedNothing,
  twoPeople,
];
