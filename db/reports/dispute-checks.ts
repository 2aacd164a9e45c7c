/** Disputes against the money that they hold. */
import { amounts, type Check, countOf, money, sqlCheck } from './check.ts';
import { cycleParties, cycleSubject } from './cycle-checks.ts';

const isUndecided = 'dispute.ended_at is null';

/** What is disputed of what is open, as the cycle counts it. */
const heldOfCycle = `
  select count(*) as disputes, case when bool_or(dispute.is_whole) then cycle.open_minor
    else least(cycle.open_minor, coalesce(sum(dispute.disputed_minor), 0)) end as minor
  from dispute where dispute.cycle_id = cycle.id and ${isUndecided}`;

const standsStill = sqlCheck({
  title: 'A ladder stands still exactly while all that is open is disputed',
  counts: `select count(*) as counted from billing_cycle cycle where held_since is not null
    or exists (select from dispute where dispute.cycle_id = cycle.id and ${isUndecided})`,
  finds: `
    select ${cycleSubject}, held.minor as one, case when cycle.held_since is null then 1 end as other
    from billing_cycle cycle ${cycleParties} cross join lateral (${heldOfCycle}) held
    where (cycle.held_since is not null or held.disputes > 0) and (cycle.held_since is not null)
      <> (cycle.standing = 'open' and held.disputes > 0 and held.minor >= cycle.open_minor)`,
  says: ({ subject, one, other, currency }) =>
    other === null
      ? `${subject} stands still, and only ${money(one, currency)} of it are disputed.`
      : `${subject} goes on, and all ${money(one, currency)} of it are disputed.`,
});

const disputeSubject = `
  seller.code as seller, 'the dispute (' || replace(dispute.reason, '_', ' ')
    || ') over the cycle of ' || cycle.period_from || ' of customer ' || customer.number as subject,
  dispute.currency`;
const ofCycle = `join billing_cycle cycle on cycle.id = dispute.cycle_id ${cycleParties}`;

/** What credit notes left of the lines of a dispute, gross. */
const leftOfLines = `
  select sum(line.net_minor + line.tax_minor - coalesce(credited.minor, 0)) as minor
  from dispute_line disputed
    join invoice_line line
      on line.invoice_id = disputed.invoice_id and line.position = disputed.position
    left join lateral (select sum(taken.net_minor + taken.tax_minor) as minor
      from invoice note join invoice_line taken on taken.invoice_id = note.id
      where note.corrects_id = disputed.invoice_id and note.kind = 'credit_note'
        and taken.corrects_position = disputed.position) credited on true
  where disputed.dispute_id = dispute.id`;

const isAboutItsLines = sqlCheck({
  title: 'What is disputed is what credit notes left of the disputed lines',
  counts: `select count(*) as counted from dispute where ${isUndecided}`,
  finds: `
    select ${disputeSubject}, dispute.disputed_minor as one, coalesce(lines.minor, 0) as other
    from dispute ${ofCycle} cross join lateral (${leftOfLines}) lines
    where ${isUndecided} and dispute.disputed_minor <> coalesce(lines.minor, 0)`,
  says: (row) => `${row.subject}: ${amounts(row, 'is disputed', 'is left of its lines')}.`,
});

const once = sqlCheck({
  title: 'No line is in two disputes at once',
  counts: countOf('dispute_line'),
  finds: `
    select seller.code as seller,
      'line ' || disputed.position || ' of invoice ' || invoice.number as subject,
      '' as currency, count(*) as one, null as other
    from dispute_line disputed
      join dispute on dispute.id = disputed.dispute_id and ${isUndecided}
      join invoice on invoice.id = disputed.invoice_id
      join seller on seller.id = invoice.seller_id
    group by seller.code, invoice.number, disputed.position having count(*) > 1`,
  says: ({ subject, one }) => `${subject} is in ${one} disputes that are not decided.`,
});

const waits = sqlCheck({
  title: 'A grant waits exactly while its dispute waits for a second person',
  counts: `select count(*) as counted from dispute where ${isUndecided}`,
  finds: `
    select ${disputeSubject}, waiting.grants as one, null as other
    from dispute ${ofCycle} cross join lateral (select count(*) as grants from discount_grant given
      where given.dispute_id = dispute.id and given.state = 'waiting') waiting
    where (dispute.state = 'waiting') <> (waiting.grants > 0)`,
  says: ({ subject, one }) =>
    one === '0'
      ? `${subject} waits for a second person, and no grant does.`
      : `${subject} waits for nobody, and a grant of it does.`,
});

/** No interest accrues for the days of a dispute: they are counted from what is written down. */
const saysHowLong = sqlCheck({
  title: 'Every dispute that ended says for how long it held what it was about',
  counts: `select count(*) as counted from dispute where not (${isUndecided})`,
  finds: `
    select ${disputeSubject}, null as one, null as other
    from dispute ${ofCycle}
    where not (${isUndecided}) and not exists (select from dispute_span span
      where span.dispute_id = dispute.id and span.cycle_id = dispute.cycle_id
        and span.from_at = least(dispute.held_from, dispute.ended_at)
        and span.until_at = dispute.ended_at)`,
  says: ({ subject }) => `${subject} ended, and nothing says for how long it held what.`,
});

export const disputeChecks: readonly Check[] = [
  standsStill,
  isAboutItsLines,
  once,
  waits,
  saysHowLong,
];
