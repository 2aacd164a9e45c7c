/** Every request that is refused before a workflow is asked, with the code of its refusal. */
import type { RefusalCode } from '../../domain/errors.ts';
import type { Ask } from './kit.ts';

export type RefusalCase = {
  readonly method: string;
  readonly path: string;
  readonly ask?: Ask;
  readonly code: RefusalCode;
  /** Words that the detail must contain: what would have been right, or who is meant. */
  readonly says?: string;
};

const nobody = '0199c0de-0000-7000-8000-000000000000';

const post = (path: string, body: unknown, code: RefusalCode, says = ''): RefusalCase => ({
  method: 'POST',
  path,
  ask: { body },
  code,
  says,
});

const get = (path: string, code: RefusalCode, says = ''): RefusalCase => ({
  method: 'GET',
  path,
  code,
  says,
});

/** A payment as it should be, but for these changes. */
const payment = (changes: object) => ({
  paymentId: 'new-1',
  invoice: 'F2026-000001',
  amountMinor: 100,
  currency: 'EUR',
  ...changes,
});

const cycleCases: RefusalCase[] = [
  post('/v1/cycles', {}, 'body_invalid', 'body.customer'),
  post('/v1/cycles', [], 'body_invalid'),
  post('/v1/cycles', { customer: 7 }, 'body_invalid', 'body.customer'),
  post('/v1/cycles', { customer: 'MONTHLY', perod: '2026-03-01' }, 'body_invalid', 'perod'),
  post('/v1/cycles', { customer: 'NO-ONE' }, 'customer_unknown', 'NO-ONE'),
  post('/v1/cycles', { customer: 'MONTHLY', seller: 'nobody' }, 'seller_unknown', 'nobody'),
  post('/v1/cycles', { customer: 'MONTHLY', period: '2026-02-30' }, 'date_invalid', 'YYYY-MM-DD'),
  post('/v1/cycles', { customer: 'MONTHLY', period: 'March' }, 'date_invalid'),
  post('/v1/cycles', { customer: 'MONTHLY', period: '2026-03-02' }, 'period_invalid', '2026-04-01'),
  post('/v1/cycles', { customer: 'MONTHLY', period: '2026-04-01' }, 'period_not_begun', '03-14'),
  post('/v1/cycles', { customer: 'MONTHLY', period: '2025-12-01' }, 'contract_not_active'),
  post('/v1/cycles', { customer: 'ENDED' }, 'contract_not_active', '2026-03-14'),
  post('/v1/cycles', { customer: 'ENDED', period: '2026-02-01' }, 'contract_not_active'),
  post('/v1/cycles', { customer: 'NONE' }, 'contract_not_active', 'no contract'),
  post('/v1/cycles', { customer: 'TWICE' }, 'period_invalid', '2026-03-01 or 2026-03-10'),
  get(`/v1/cycles/${nobody}`, 'cycle_unknown', nobody),
  get('/v1/cycles/seven', 'query_invalid', 'param.cycleId'),
  get(`/v1/cycles/${nobody}/journal`, 'cycle_unknown'),
  get('/v1/cycles?standing=lost', 'query_invalid', 'query.standing'),
  get('/v1/cycles?period=yesterday', 'date_invalid', 'query.period'),
];

/** The same without an invoice, for what it is said to be for instead. */
const unnamed = (changes: object) => payment({ invoice: undefined, ...changes });
const forCustomer = (customer: string) => unnamed({ customer, allocate: 'oldest_first' });
const asTold = (...parts: readonly (readonly [invoice: string, amountMinor: number])[]) =>
  unnamed({ allocations: parts.map(([invoice, amountMinor]) => ({ invoice, amountMinor })) });

/** A promise as it should be, but for these changes. */
const promise = (changes: object) => ({
  promiseId: 'new-1',
  instalments: [{ on: '2026-03-20', amountMinor: 100 }],
  madeBy: 'customer',
  acceptedBy: 'agent',
  ...changes,
});

const promises = `/v1/cycles/${nobody}/promises`;

const promiseCases: RefusalCase[] = [
  post(promises, promise({}), 'cycle_unknown', nobody),
  post('/v1/cycles/seven/promises', promise({}), 'query_invalid', 'param.cycleId'),
  post(promises, promise({ instalments: [] }), 'body_invalid', 'body.instalments'),
  post(promises, promise({ instalments: [{ on: '2026-02-30', amountMinor: 1 }] }), 'date_invalid'),
  post(
    promises,
    promise({ instalments: [{ on: '2026-03-20', amountMinor: 0 }] }),
    'amount_invalid',
  ),
  post(promises, promise({ madeBy: 'Maja Novak' }), 'body_invalid', 'body.madeBy'),
  post(promises, promise({ acceptedBy: 'nobody' }), 'body_invalid', 'body.acceptedBy'),
];

/** A correction as it should be, but for these changes. */
const correction = (changes: object) => ({
  correctionId: 'new-1',
  kind: 'credit',
  scope: { kind: 'whole' },
  reason: 'It was wrong.',
  ...changes,
});

const corrections = `/v1/cycles/${nobody}/corrections`;

const correctionCases: RefusalCase[] = [
  post(corrections, correction({}), 'cycle_unknown', nobody),
  post(corrections, correction({ kind: 'cancel' }), 'body_invalid', 'body.kind'),
  post(corrections, correction({ reason: ' ' }), 'body_invalid', 'body.reason'),
  post(corrections, correction({ reason: 'a\u0000b' }), 'body_invalid', 'body.reason'),
  post(corrections, correction({ reason: 'a\ud800b' }), 'body_invalid', 'body.reason'),
  post(corrections, correction({ person: 'Maja Novak' }), 'body_invalid', 'body.person'),
  post(corrections, correction({ scope: { kind: 'some' } }), 'body_invalid', 'body.scope'),
  post(corrections, correction({ scope: { kind: 'amount' } }), 'amount_invalid', 'grossMinor'),
  post(corrections, correction({ kind: 'void_and_reissue' }), 'body_invalid', 'scope'),
  post(corrections, correction({ kind: 'undo_credit' }), 'body_invalid', 'body.creditNote'),
];

const runCases: RefusalCase[] = [
  post('/v1/runs', { asOf: '2026-03-15' }, 'period_not_begun', '2026-03-14'),
  post('/v1/runs', { asOf: '2026-13-01' }, 'date_invalid'),
  post('/v1/runs', { seller: 'nobody' }, 'seller_unknown'),
  post('/v1/runs', { seller: 'NOT A CODE' }, 'body_invalid', 'body.seller'),
  get(`/v1/runs/${nobody}`, 'run_unknown'),
  get(`/v1/runs/${nobody}/problems`, 'run_unknown'),
  get('/v1/problems?cursor=e30', 'query_invalid', 'query.cursor'),
];

const paymentCases: RefusalCase[] = [
  post('/v1/payments', payment({ amountMinor: 0 }), 'amount_invalid', 'above nothing'),
  post('/v1/payments', payment({ amountMinor: -5 }), 'amount_invalid'),
  post('/v1/payments', payment({ amountMinor: 12.5 }), 'amount_invalid'),
  post('/v1/payments', payment({ amountMinor: '122.00' }), 'amount_invalid'),
  post('/v1/payments', payment({ amountMinor: 2 ** 53 }), 'amount_invalid'),
  post('/v1/payments', payment({ amountMinor: undefined }), 'amount_invalid'),
  post('/v1/payments', payment({ currency: 'USD' }), 'currency_mismatch', 'EUR'),
  post('/v1/payments', payment({ currency: 'euro' }), 'body_invalid', 'body.currency'),
  post('/v1/payments', payment({ invoice: 'F1999-000001' }), 'invoice_unknown', 'F1999-000001'),
  post('/v1/payments', payment({ invoice: undefined }), 'body_invalid', 'either'),
  post('/v1/payments', payment({ reference: 'RF18 5390 0754 7034' }), 'body_invalid', 'either'),
  post(
    '/v1/payments',
    payment({ invoice: undefined, reference: 'rf18 5390 0754 7034' }),
    'invoice_unknown',
    'RF18539007547034',
  ),
  post('/v1/payments', payment({ receivedOn: '2026-02-29' }), 'date_invalid'),
  post('/v1/payments', payment({ paymentId: 'a/b' }), 'body_invalid', 'body.paymentId'),
  post('/v1/payments', payment({ seller: 'nobody' }), 'seller_unknown'),
  post('/v1/payments', payment({ paymentId: 'booked' }), 'payment_conflict', 'booked'),
  post('/v1/payments', unnamed({ customer: 'MONTHLY' }), 'body_invalid', 'either'),
  post('/v1/payments', payment({ allocate: 'oldest_first' }), 'body_invalid', 'either'),
  post('/v1/payments', forCustomer('NO-ONE'), 'customer_unknown', 'NO-ONE'),
  post('/v1/payments', forCustomer('NONE'), 'customer_not_billed', 'NONE'),
  post('/v1/payments', unnamed({ allocations: [] }), 'body_invalid', 'body.allocations'),
  post('/v1/payments', asTold(['F1999-000001', 1]), 'invoice_unknown', 'F1999-000001'),
  post('/v1/payments', asTold(['F2026-000001', 101]), 'allocation_invalid', '101'),
  post('/v1/payments', asTold(['F2026-000001', 50], ['F2026-000001', 51]), 'allocation_invalid'),
  post('/v1/payments', asTold(['F2026-000001', 0]), 'amount_invalid'),
  post(
    '/v1/payments',
    asTold(['F2026-000001', 2 ** 53 - 1], ['F2026-000001', 2 ** 53 - 1]),
    'amount_too_large',
  ),
  get('/v1/payments/never', 'payment_unknown', 'never'),
  get('/v1/payments/a%20b', 'query_invalid', 'param.paymentId'),
  get('/v1/payments?receivedFrom=2026-02-31', 'date_invalid'),
];

const reversal = { reversalId: 'new-1', reason: 'The account is closed.' };

const reversalCases: RefusalCase[] = [
  post('/v1/payments/never/reversal', reversal, 'payment_unknown', 'never'),
  post('/v1/payments/a%20b/reversal', reversal, 'query_invalid', 'param.paymentId'),
  post('/v1/payments/booked/reversal', { ...reversal, reason: '' }, 'body_invalid', 'body.reason'),
  post('/v1/payments/booked/reversal', { ...reversal, seller: 'nobody' }, 'seller_unknown'),
];

const readingCases: RefusalCase[] = [
  get('/v1/invoices/F1999-000001', 'invoice_unknown'),
  get('/v1/invoices?limit=0', 'query_invalid', 'query.limit'),
  get('/v1/invoices?limit=201', 'query_invalid', 'query.limit'),
  get('/v1/invoices?limit=many', 'query_invalid', 'query.limit'),
  get('/v1/invoices?limit=1&limit=2', 'query_invalid', 'query.limit'),
  get('/v1/invoices?cursor=%00', 'query_invalid', 'query.cursor'),
  get('/v1/invoices?issuedBefore=2026-00-01', 'date_invalid'),
  get('/v1/customers/NO-ONE', 'customer_unknown'),
  get('/v1/customers/%00', 'query_invalid', 'param.number'),
  get('/v1/customers/MONTHLY?seller=nobody', 'seller_unknown'),
];

const refund = { refundId: 'new-1', amountMinor: 1, reason: 'The customer has left.' };
const refunds = '/v1/customers/MONTHLY/credit/refunds';

const creditCases: RefusalCase[] = [
  get('/v1/customers/NO-ONE/credit', 'customer_unknown', 'NO-ONE'),
  get('/v1/customers/MONTHLY/credit?cursor=e30', 'query_invalid', 'query.cursor'),
  post(refunds, refund, 'refund_too_large', '0.00 EUR'),
  post(refunds, { ...refund, amountMinor: -1 }, 'amount_invalid'),
  post(refunds, { ...refund, refundId: 'a b' }, 'body_invalid', 'body.refundId'),
  post('/v1/customers/NO-ONE/credit/refunds', refund, 'customer_unknown'),
  get(`${refunds}/never`, 'refund_unknown', 'never'),
];

const linkCases: RefusalCase[] = [
  get('/bill/guessed', 'link_invalid', 'opens nothing'),
  get('/bill/guessed/question', 'link_invalid'),
];

const httpCases: RefusalCase[] = [
  get('/nothing', 'route_unknown'),
  get('/v1/nothing', 'route_unknown'),
  { method: 'DELETE', path: '/v1/cycles', code: 'method_not_allowed', says: 'GET' },
  { method: 'PUT', path: '/v1/payments/x', code: 'method_not_allowed' },
  { method: 'POST', path: '/livez', code: 'method_not_allowed' },
  { method: 'POST', path: '/v1/cycles', ask: { raw: '{"customer"' }, code: 'body_invalid' },
  { method: 'POST', path: '/v1/runs', ask: { raw: '' }, code: 'body_invalid' },
  { method: 'POST', path: '/v1/cycles', code: 'body_invalid', says: 'body.customer' },
  {
    method: 'POST',
    path: '/v1/runs',
    ask: { raw: 'asOf=2026-03-01', headers: { 'Content-Type': 'text/plain' } },
    code: 'media_type_unsupported',
    says: 'application/json',
  },
  {
    method: 'POST',
    path: '/v1/payments',
    ask: { raw: `"${'x'.repeat(256 * 1024)}"` },
    code: 'body_too_large',
    says: '256 KB',
  },
  { method: 'GET', path: '/v1/cycles', ask: { key: null }, code: 'api_key_missing' },
  { method: 'GET', path: '/v1/cycles', ask: { key: 'fb_wrong' }, code: 'api_key_invalid' },
  {
    method: 'GET',
    path: '/v1/cycles',
    ask: { key: null, headers: { Authorization: 'Basic dXNlcjpwYXNz' } },
    code: 'api_key_invalid',
  },
];

export const refusalCases: readonly RefusalCase[] = [
  ...cycleCases,
  ...promiseCases,
  ...correctionCases,
  ...runCases,
  ...paymentCases,
  ...reversalCases,
  ...readingCases,
  ...creditCases,
  ...linkCases,
  ...httpCases,
];
