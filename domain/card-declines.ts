/**
 * What Stripe's codes mean for a charge that was declined. Pure.
 *
 * Source: Stripe, "Decline codes" (https://docs.stripe.com/declines/codes) and "Retrying issuer
 * declines" (https://docs.stripe.com/declines/card). Which of them may be tried again is our
 * reading of its next steps: an issuer that says no for good is never asked twice, because card
 * networks charge for that and block sellers who do it.
 */

/**
 * - `soft`: the card is good, the moment was not; tried again some days later.
 * - `hard`: this card will never be charged; the customer is asked for another one.
 * - `authentication_required`: only the customer can confirm it; they get a link to pay.
 * - `unknown`: the issuer gave no reason; tried once more.
 * - `impossible`: the fault is not with the card, such as an amount below Stripe's least.
 */
export type DeclineKind = 'soft' | 'hard' | 'authentication_required' | 'unknown' | 'impossible';

/** What the provider says of a charge that it did not make. */
export type Decline = {
  /** Stripe's decline code or, where there is none, its error code. */
  readonly code: string;
  /** What the issuer advises, where it does. */
  readonly adviceCode?: string | undefined;
};

const codesByKind: Readonly<Record<Exclude<DeclineKind, 'unknown'>, string>> = {
  soft: `approve_with_id card_velocity_exceeded insufficient_funds issuer_not_available
    processing_error reenter_transaction try_again_later withdrawal_count_limit_exceeded`,
  hard: `card_not_supported currency_not_supported do_not_try_again expired_card fraudulent
    incorrect_address incorrect_cvc incorrect_number incorrect_pin incorrect_postal_code
    incorrect_zip invalid_account invalid_cvc invalid_expiry_month invalid_expiry_year
    invalid_number invalid_pin lost_card merchant_blacklist new_account_information_available
    not_permitted offline_pin_required online_or_offline_pin_required
    payment_method_not_available payment_method_unactivated payment_method_unexpected_state
    pickup_card pin_try_exceeded resource_missing restricted_card
    revocation_of_all_authorizations revocation_of_authorization security_violation
    service_not_allowed stolen_card stop_payment_order transaction_not_allowed`,
  authentication_required: `authentication_required mobile_device_authentication_required
    payment_intent_authentication_failure`,
  impossible: `amount_not_chargeable amount_too_large amount_too_small
    invalid_charge_amount invalid_request parameter_invalid_integer`,
};

const kinds: ReadonlyMap<string, DeclineKind> = new Map([
  ...codesOf('soft'),
  ...codesOf('hard'),
  ...codesOf('authentication_required'),
  ...codesOf('impossible'),
]);

function codesOf(kind: keyof typeof codesByKind): [string, DeclineKind][] {
  return codesByKind[kind].split(/\s+/).map((code) => [code, kind]);
}

/** The kind of a decline. An issuer's advice not to try again goes before its code. */
export function declineKind({ code, adviceCode }: Decline): DeclineKind {
  const kind = kinds.get(code) ?? 'unknown';
  if (kind === 'authentication_required' || kind === 'impossible') return kind;
  if (adviceCode === 'do_not_try_again' || adviceCode === 'confirm_card_data') return 'hard';
  return kind === 'unknown' && adviceCode === 'try_again_later' ? 'soft' : kind;
}
