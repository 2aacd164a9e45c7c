import type { EntityManager } from '@mikro-orm/postgresql';
import { post } from '../db/books.ts';
import { newId } from '../db/new-id.ts';
import type { Database } from '../db/orm.ts';
import { sellerByCode } from '../db/seller.ts';
import { localDateAt } from '../domain/calendar.ts';
import { RefusalError, refuse } from '../domain/errors.ts';
import { creditRefundPosting } from '../domain/ledger.ts';
import { toDecimal } from '../domain/money.ts';
import type { CreditRefundInput, CreditRefundResult } from '../workflows/messages.ts';

type Input = CreditRefundInput & { readonly nowMs: number };

/**
 * Pays a customer's credit back, in the books: the refund, its entries and what is left of the
 * credit in one transaction. Never above the credit; a refund that is known changes nothing.
 */
export async function refundCredit(database: Database, input: Input): Promise<CreditRefundResult> {
  try {
    await database.em.fork().transactional((em) => refund(em, input));
    return { refused: null };
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    return { refused: { code: error.code, detail: error.message } };
  }
}

async function refund(em: EntityManager, input: Input): Promise<void> {
  const { refundId, amountMinor, nowMs } = input;
  // An operator may have started this by hand.
  if (!Number.isSafeInteger(amountMinor) || amountMinor <= 0) {
    refuse('amount_invalid', `${amountMinor} is not an amount in minor units above nothing.`);
  }
  const seller = await sellerByCode(em, input.seller);
  const customer = await lockCustomer(em, seller.id, input.customer);
  const at = new Date(nowMs);
  if (!(await insertRefund(em, seller.id, customer, input, at))) return;
  await takeFromCredit(em, customer, amountMinor);
  await post(em, [
    {
      sellerId: seller.id,
      customerId: customer.id,
      cycleId: null,
      currency: customer.currency,
      kind: 'credit_refund',
      fact: `credit_refund/${refundId}`,
      bookedOn: localDateAt(nowMs, seller.timeZone),
      at,
      posting: creditRefundPosting({ amountMinor }),
    },
  ]);
}

type Locked = { readonly id: string; readonly currency: string; readonly creditMinor: string };

/** Under this lock nobody else uses the credit. */
async function lockCustomer(em: EntityManager, sellerId: string, number: string): Promise<Locked> {
  const [customer] = await em.execute<Locked[]>(
    `select id, currency, credit_minor as "creditMinor" from customer
      where seller_id = ? and number = ? for no key update`,
    [sellerId, number],
  );
  return customer ?? refuse('customer_unknown', `There is no customer ${number}.`);
}

/** False when this refund is known; refused when it is known as another one. */
async function insertRefund(
  em: EntityManager,
  sellerId: string,
  { id: customerId, currency }: Locked,
  { refundId, amountMinor, reason, decidedBy }: Input,
  at: Date,
): Promise<boolean> {
  const inserted = await em.execute<unknown[]>(
    `insert into credit_refund (id, seller_id, customer_id, external_id, currency, amount_minor,
       reason, refunded_at, decided_by)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (seller_id, external_id) do nothing returning id`,
    [newId(), sellerId, customerId, refundId, currency, amountMinor, reason, at, decidedBy],
  );
  if (inserted.length > 0) return true;
  const same = await em.execute<unknown[]>(
    `select 1 from credit_refund where seller_id = ? and external_id = ? and customer_id = ?
       and amount_minor = ?`,
    [sellerId, refundId, customerId, amountMinor],
  );
  if (same.length > 0) return false;
  return refuse('request_conflict', `Refund ${refundId} was made to another customer or amount.`);
}

async function takeFromCredit(
  em: EntityManager,
  { id, currency, creditMinor }: Locked,
  amountMinor: number,
): Promise<void> {
  if (amountMinor > Number(creditMinor)) {
    const amount = (minor: number) => `${toDecimal(minor, currency)} ${currency}`;
    refuse(
      'refund_too_large',
      `The customer’s credit is ${amount(Number(creditMinor))}; ${amount(amountMinor)} was asked for.`,
    );
  }
  await em.execute('update customer set credit_minor = credit_minor - ? where id = ?', [
    amountMinor,
    id,
  ]);
}
