/** Refusals over HTTP: RFC 9457 problems, one status and one title for each code. */
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Refusal, RefusalCode } from '../domain/errors.ts';

type Appearance = { readonly status: ContentfulStatusCode; readonly title: string };

/** Exhaustive by its type: a new code does not compile until it has a status. */
export const appearances: Readonly<Record<RefusalCode, Appearance>> = {
  allocation_invalid: { status: 422, title: 'The payment cannot be shared out so' },
  amount_invalid: { status: 422, title: 'Not an amount' },
  amount_too_large: { status: 422, title: 'The amount is too large' },
  api_key_invalid: { status: 401, title: 'The API key is not valid' },
  api_key_missing: { status: 401, title: 'An API key is needed' },
  approval_same_person: { status: 403, title: 'A second person must approve' },
  authority_exceeded: { status: 403, title: 'This is beyond your authority' },
  bank_entry_settled: { status: 409, title: 'The entry is settled' },
  bank_entry_unknown: { status: 404, title: 'There is no such bank entry' },
  bank_file_unknown: { status: 404, title: 'There is no such file' },
  body_invalid: { status: 400, title: 'The request body is not as described' },
  body_too_large: { status: 413, title: 'The request body is too large' },
  charge_unknown: { status: 422, title: 'The bill has no such charge' },
  check_expired: { status: 409, title: 'The check takes no answer any more' },
  check_failed: { status: 422, title: 'The answer is not right' },
  check_impossible: { status: 422, title: 'The caller cannot be checked so' },
  check_locked: { status: 429, title: 'The customer’s checks are locked' },
  check_needed: { status: 403, title: 'The caller must be checked first' },
  check_unknown: { status: 404, title: 'There is no such check' },
  contract_invalid: { status: 422, title: 'The contract cannot be billed' },
  contract_not_active: { status: 422, title: 'No contract is active' },
  credit_note_unknown: { status: 404, title: 'There is no such credit note' },
  credit_too_large: { status: 422, title: 'The credit is above what is left' },
  credit_undone: { status: 409, title: 'The credit was undone before' },
  cross_site: { status: 403, title: 'The request comes from another site' },
  currency_mismatch: { status: 422, title: 'The currency is another one' },
  currency_unknown: { status: 422, title: 'The currency is not known' },
  customer_not_billed: { status: 409, title: 'The customer was never billed' },
  customer_unknown: { status: 404, title: 'There is no such customer' },
  cycle_unknown: { status: 404, title: 'There is no such billing cycle' },
  database_unavailable: { status: 503, title: 'The database does not answer' },
  date_invalid: { status: 422, title: 'Not a date' },
  dispute_ended: { status: 409, title: 'The dispute is decided' },
  dispute_not_yours: { status: 409, title: 'Somebody else has the case, or nobody' },
  dispute_open: { status: 409, title: 'It is disputed already' },
  dispute_taken: { status: 409, title: 'Somebody else has the case' },
  dispute_unknown: { status: 404, title: 'There is no such dispute' },
  dispute_waiting: { status: 409, title: 'A decision waits for a second person' },
  fact_invalid: { status: 422, title: 'What was said cannot be a fact' },
  grant_invalid: { status: 422, title: 'Not a grant that can be given' },
  grant_refused: { status: 403, title: 'The rules do not allow this grant' },
  grant_settled: { status: 409, title: 'The grant no longer waits' },
  import_invalid: { status: 422, title: 'The file cannot be imported' },
  internal: { status: 500, title: 'Something went wrong on our side' },
  invoice_unknown: { status: 404, title: 'There is no such invoice' },
  line_unknown: { status: 422, title: 'The invoice has no such line' },
  link_invalid: { status: 404, title: 'The link opens nothing' },
  login_taken: { status: 409, title: 'The login is taken' },
  media_type_unsupported: { status: 415, title: 'The request body is of another kind' },
  method_not_allowed: { status: 405, title: 'The method is not allowed here' },
  nothing_open: { status: 409, title: 'Nothing is owed' },
  nothing_to_credit: { status: 409, title: 'Nothing is left to credit' },
  nothing_to_dispute: { status: 409, title: 'Nothing is left to dispute' },
  own_authority: { status: 403, title: 'Nobody gives more than they have' },
  payment_conflict: { status: 409, title: 'The payment is known with other facts' },
  payment_unknown: { status: 404, title: 'The payment is not in the books' },
  period_invalid: { status: 422, title: 'No billing period starts on that day' },
  period_not_begun: { status: 422, title: 'The billing period has not begun' },
  promise_active: { status: 409, title: 'A promise is in force' },
  promise_invalid: { status: 422, title: 'Not a promise that can be kept' },
  promise_needs_supervisor: { status: 403, title: 'A supervisor must accept this promise' },
  proof_missing: { status: 403, title: 'Nobody was let in to say this' },
  query_invalid: { status: 400, title: 'The query is not as described' },
  refund_too_large: { status: 422, title: 'The refund is above the customer’s credit' },
  refund_unknown: { status: 404, title: 'There is no such refund' },
  request_conflict: { status: 409, title: 'The id is known with other facts' },
  role_missing: { status: 403, title: 'The role does not allow this' },
  route_unknown: { status: 404, title: 'There is nothing here' },
  run_unknown: { status: 404, title: 'There is no such billing run' },
  scope_missing: { status: 403, title: 'The API key lacks a scope' },
  seller_missing: { status: 422, title: 'The seller must be named' },
  seller_unknown: { status: 404, title: 'There is no such seller' },
  session_expired: { status: 401, title: 'The session has ended' },
  session_missing: { status: 401, title: 'Nobody is signed in' },
  sign_in_busy: { status: 503, title: 'Too many sign in at once' },
  sign_in_failed: { status: 401, title: 'Login or password is wrong' },
  sign_in_locked: { status: 429, title: 'Too many wrong passwords' },
  staff_unknown: { status: 404, title: 'There is no such member of staff' },
  statement_invalid: { status: 422, title: 'Not a bank statement' },
  tax_rule_missing: { status: 422, title: 'No tax rule is known' },
  temporal_unavailable: { status: 503, title: 'Temporal does not answer' },
  time_zone_unknown: { status: 422, title: 'The time zone is not known' },
  too_many_requests: { status: 429, title: 'Too many requests' },
  words_missing: { status: 422, title: 'Words for the customer are missing' },
};

/** Where in the request something is wrong, and what. */
export type Fault = { readonly where: string; readonly what: string };

export type Problem = Refusal & { readonly errors?: readonly Fault[] };

/** How long a caller does well to wait when a part of the system is away, in seconds. */
const retryAfterSeconds = '5';

/** The problem as a response; 503 says when to try again, 401 how to sign in. */
export function problemResponse(c: Context, { code, detail, errors }: Problem): Response {
  const { status, title } = appearances[code];
  const body = {
    type: `/problems#${code}`,
    title,
    status,
    detail,
    code,
    instance: `urn:fairbill:request:${c.get('requestId')}`,
    ...(errors && { errors }),
  };
  const response = c.body(JSON.stringify(body), status, {
    'Content-Type': 'application/problem+json',
    'Cache-Control': 'no-store',
  });
  if (status === 503) response.headers.set('Retry-After', retryAfterSeconds);
  if (status === 401) response.headers.set('WWW-Authenticate', challengeOf(code));
  if (code === 'scope_missing') {
    response.headers.set('WWW-Authenticate', 'Bearer realm="fairbill", error="insufficient_scope"');
  }
  return response;
}

/** RFC 6750, section 3.1: an absent key gets no error code, a wrong one does. */
function challengeOf(code: RefusalCode): string {
  const realm = 'Bearer realm="fairbill"';
  const isWrong = code === 'api_key_invalid' || code === 'session_expired';
  return isWrong ? `${realm}, error="invalid_token"` : realm;
}
