/** The papers in themselves: their lines, tax summaries, numbers, and what credit notes take back. */
import { amounts, type Check, countOf, sqlCheck } from './check.ts';

const paperName = `replace(paper.kind, '_', ' ') || ' ' || paper.number`;

const linesAddUp = sqlCheck({
  title: 'Every paper is the sum of its lines',
  counts: countOf('invoice'),
  finds: `
    select seller.code as seller, 'the ' || part.name || ' of ' || ${paperName} as subject,
      paper.currency, part.said as one, part.lines as other
    from invoice paper join seller on seller.id = paper.seller_id
      left join (select invoice_id, sum(net_minor) as net, sum(tax_minor) as tax
        from invoice_line group by 1) lines on lines.invoice_id = paper.id
      cross join lateral (values ('net', paper.net_minor, coalesce(lines.net, 0)),
        ('tax', paper.tax_minor, coalesce(lines.tax, 0))) part (name, said, lines)
    where part.said <> part.lines`,
  says: (row) => `${row.subject}: ${amounts(row, 'on the paper', 'on its lines')}.`,
});

/** The same figures from the summary and from the lines, for each tax treatment and rate. */
const summaries = `
  select paper.id, part ->> 'treatment' as treatment, (part ->> 'rateBasisPoints')::int as rate,
    sum((part ->> 'netMinor')::bigint) as net, sum((part ->> 'taxMinor')::bigint) as tax
  from invoice paper cross join lateral jsonb_array_elements(paper.tax_summary) part
  group by 1, 2, 3`;
const lineSums = `
  select invoice_id as id, tax_treatment as treatment, rate_basis_points as rate,
    sum(net_minor) as net, sum(tax_minor) as tax
  from invoice_line group by 1, 2, 3`;

const summariesAddUp = sqlCheck({
  title: 'Every tax summary is the sum of the lines at its rates',
  counts: 'select coalesce(sum(jsonb_array_length(tax_summary)), 0) as counted from invoice',
  finds: `
    select seller.code as seller, 'the ' || part.name || ' at ' || trim_scale(rate / 100.0)
        || ' % (' || treatment || ') of ' || ${paperName} as subject,
      paper.currency, part.said as one, part.lines as other
    from (${summaries}) summary full join (${lineSums}) lines using (id, treatment, rate)
      join invoice paper using (id)
      join seller on seller.id = paper.seller_id
      cross join lateral (values ('net', coalesce(summary.net, 0), coalesce(lines.net, 0)),
        ('tax', coalesce(summary.tax, 0), coalesce(lines.tax, 0))) part (name, said, lines)
    where part.said <> part.lines`,
  says: (row) => `${row.subject}: ${amounts(row, 'in the summary', 'on the lines')}.`,
});

const creditsFit = sqlCheck({
  title: 'No invoice is credited by more than it claims',
  counts: "select count(*) as counted from invoice where kind = 'credit_note'",
  finds: `
    select seller.code as seller, ${paperName} as subject, paper.currency,
      paper.gross_minor as one, credited.minor as other
    from invoice paper join seller on seller.id = paper.seller_id
      join (select corrects_id, sum(gross_minor) as minor from invoice
        where kind = 'credit_note' group by 1) credited on credited.corrects_id = paper.id
    where credited.minor > paper.gross_minor`,
  says: (row) => `${row.subject}: ${amounts(row, 'is claimed', 'is credited')}.`,
});

/** A sequence that is there without a paper is as wrong as a paper without its sequence. */
const sequences = `
  select seller_id, kind, year, coalesce(sequence.last_number, 0) as taken,
    coalesce(paper.last_number, 0) as given
  from invoice_sequence sequence full join (
    select seller_id, kind, sequence_year as year, max(sequence_number) as last_number
    from invoice group by 1, 2, 3) paper using (seller_id, kind, year)`;

const sequencesAgree = sqlCheck({
  title: 'The next number is the one after the last paper’s',
  counts: countOf('invoice_sequence'),
  finds: `
    select seller.code as seller, replace(kind, '_', ' ') || 's of ' || year as subject,
      '' as currency, given as one, taken as other
    from (${sequences}) sequence join seller on seller.id = sequence.seller_id
    where given <> taken`,
  says: ({ subject, one, other }) =>
    `${subject}: the last number is ${one}, the sequence says ${other}.`,
});

/** From the number before to this one; the first number of a year is 1. */
const steps = `
  select *, lag(sequence_number, 1, 0)
      over (partition by seller_id, kind, sequence_year order by sequence_number) as before
  from invoice`;

const noGaps = sqlCheck({
  title: 'Numbers have no gap, by seller, kind and year',
  counts: countOf('invoice'),
  finds: `
    select seller.code as seller,
      replace(paper.kind, '_', ' ') || 's of ' || paper.sequence_year as subject, '' as currency,
      paper.before + 1 as one, paper.sequence_number - 1 as other
    from (${steps}) paper join seller on seller.id = paper.seller_id
    where paper.sequence_number <> paper.before + 1`,
  says: ({ subject, one, other }) =>
    one === other
      ? `${subject}: number ${one} is missing.`
      : `${subject}: numbers ${one} to ${other} are missing.`,
});

const numbersSayTheirPlace = sqlCheck({
  title: 'Every number says its year and place',
  counts: countOf('invoice'),
  finds: `
    select seller.code as seller, ${paperName} as subject, '' as currency,
      paper.sequence_year as one, paper.sequence_number as other
    from invoice paper join seller on seller.id = paper.seller_id
    where paper.sequence_year <> extract(year from paper.issued_on)
      or substring(paper.number from '([0-9]{4}-[0-9]+)$') is distinct from paper.sequence_year || '-'
        || lpad(paper.sequence_number::text, greatest(6, length(paper.sequence_number::text)), '0')`,
  says: ({ subject, one, other }) => `${subject} is number ${other} of ${one} and says otherwise.`,
});

export const paperChecks: readonly Check[] = [
  linesAddUp,
  summariesAddUp,
  creditsFit,
  noGaps,
  sequencesAgree,
  numbersSayTheirPlace,
];
