import type { EntityManager } from '@mikro-orm/postgresql';
import { type CheckFact, checkFacts } from '../domain/caller-check.ts';
import type { Currency } from '../domain/currency.ts';
import { toDecimal } from '../domain/money.ts';

/** What a caller can be asked for, with every text that is right. */
export type KnownFacts = {
  readonly currency: Currency;
  readonly facts: readonly { readonly fact: CheckFact; readonly texts: readonly string[] }[];
};

type Row = {
  readonly currency: Currency;
  readonly customer_number: string;
  readonly email: string;
  readonly postal_code: string;
  readonly contract_number: readonly string[];
  readonly grossMinor: number | null;
  readonly invoiceCurrency: Currency | null;
};

/** The facts of a customer by which a caller can show who they are; only those that are there. */
export async function knownFacts(em: EntityManager, customerId: string): Promise<KnownFacts> {
  const [row] = await em.execute<Row[]>(
    `select customer.currency, customer.number as customer_number, customer.email,
       customer.postal_code, last.currency as "invoiceCurrency",
       last.gross_minor::float8 as "grossMinor",
       array(select number from contract where customer_id = customer.id order by number)
         as contract_number
     from customer
       left join lateral (
         select gross_minor, currency from invoice
          where customer_id = customer.id and kind = 'invoice'
          order by issued_at desc, number desc limit 1
       ) last on true
     where customer.id = ?`,
    [customerId],
  );
  if (!row) throw new Error(`there is no customer ${customerId}`);
  const { grossMinor, invoiceCurrency } = row;
  const amount =
    grossMinor === null ? [] : [toDecimal(grossMinor, invoiceCurrency ?? row.currency)];
  const texts: Readonly<Record<CheckFact, readonly string[]>> = {
    contract_number: row.contract_number,
    last_invoice_amount: amount,
    postal_code: [row.postal_code],
    customer_number: [row.customer_number],
    email: [row.email],
  };
  const facts = checkFacts.map((fact) => ({ fact, texts: texts[fact].filter(isThere) }));
  return {
    currency: invoiceCurrency ?? row.currency,
    facts: facts.filter((known) => known.texts.length > 0),
  };
}

/** A mere dash says nothing, and nobody must be right by saying nothing. */
function isThere(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}
