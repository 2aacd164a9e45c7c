/**
 * Every way Fairbill can say no. One closed list: the same code is the `code` of a refusal in
 * the domain, the `type` of a Temporal ApplicationFailure, and the `code` of an HTTP problem.
 */
export const refusalCodes = [
  'allocation_invalid',
  'amount_invalid',
  'amount_too_large',
  'api_key_invalid',
  'api_key_missing',
  'approval_same_person',
  'authority_exceeded',
  'bank_entry_settled',
  'bank_entry_unknown',
  'bank_file_unknown',
  'body_invalid',
  'body_too_large',
  'charge_unknown',
  'check_expired',
  'check_failed',
  'check_impossible',
  'check_locked',
  'check_needed',
  'check_unknown',
  'contract_invalid',
  'contract_not_active',
  'credit_note_unknown',
  'credit_too_large',
  'credit_undone',
  'cross_site',
  'currency_mismatch',
  'currency_unknown',
  'customer_not_billed',
  'customer_unknown',
  'cycle_unknown',
  'database_unavailable',
  'date_invalid',
  'dispute_ended',
  'dispute_not_yours',
  'dispute_open',
  'dispute_taken',
  'dispute_unknown',
  'dispute_waiting',
  'fact_invalid',
  'grant_invalid',
  'grant_refused',
  'grant_settled',
  'import_invalid',
  'internal',
  'invoice_unknown',
  'line_unknown',
  'link_invalid',
  'login_taken',
  'media_type_unsupported',
  'method_not_allowed',
  'nothing_open',
  'nothing_to_credit',
  'nothing_to_dispute',
  'own_authority',
  'payment_conflict',
  'payment_unknown',
  'period_invalid',
  'period_not_begun',
  'promise_active',
  'promise_invalid',
  'promise_needs_supervisor',
  'proof_missing',
  'query_invalid',
  'refund_too_large',
  'refund_unknown',
  'request_conflict',
  'role_missing',
  'route_unknown',
  'run_unknown',
  'scope_missing',
  'seller_missing',
  'seller_unknown',
  'session_expired',
  'session_missing',
  'sign_in_busy',
  'sign_in_failed',
  'sign_in_locked',
  'staff_unknown',
  'statement_invalid',
  'tax_rule_missing',
  'temporal_unavailable',
  'time_zone_unknown',
  'too_many_requests',
  'words_missing',
] as const;

export type RefusalCode = (typeof refusalCodes)[number];

/** A refusal is a value: the code for programs, one plain sentence for people. */
export type Refusal = { readonly code: RefusalCode; readonly detail: string };

/** The one exception that carries a refusal across a boundary that can only throw. */
export class RefusalError extends Error {
  readonly code: RefusalCode;

  constructor(refusal: Refusal) {
    super(refusal.detail);
    this.name = 'RefusalError';
    this.code = refusal.code;
  }
}

/** Throws the refusal; an expression, so that it can stand on the right of `??`. */
export function refuse(code: RefusalCode, detail: string): never {
  throw new RefusalError({ code, detail });
}

export function isRefusalCode(code: unknown): code is RefusalCode {
  return refusalCodes.some((known) => known === code);
}
