/** What a person may make of an entry that no rule could place. */

export type BankDecision =
  /** The money is this invoice's: what is too much becomes the customer's credit. */
  | { readonly kind: 'assign'; readonly to: 'invoice'; readonly invoice: string }
  /** The money is this customer's: it settles their invoices from the oldest on. */
  | { readonly kind: 'assign'; readonly to: 'customer'; readonly customer: string }
  /** The return takes back this payment. */
  | { readonly kind: 'assign'; readonly to: 'payment'; readonly payment: string }
  /** Not ours, or sent back: it leaves the books again. */
  | { readonly kind: 'dismiss'; readonly reason: string };
