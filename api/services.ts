import type { Client } from '@temporalio/client';
import type { Database } from '../db/orm.ts';
import type { Log } from './log.ts';
import type { MailReader } from './mail-reader.ts';

/** Everything the API needs of the world; nothing is reached in any other way. */
export type Services = {
  readonly database: Database;
  readonly temporal: Client;
  /** The clock, in epoch milliseconds; the machine's unless a test has its own. */
  readonly clock?: () => number;
  /** Where lines about requests go; nowhere unless told. */
  readonly log?: Log;
  /** Given only where mails go to a folder instead of to people. */
  readonly mail?: MailReader;
  /** A folder of sellers' logos, each a picture in SVG called after the seller's code. */
  readonly logoFolder?: string;
  /** Where the Temporal UI is, for the links on the first page. */
  readonly temporalUiUrl?: string;
  /** The secret by which Stripe signs its events; left out, nobody listens to them. */
  readonly stripeWebhookSecret?: string;
  /** Where customers reach the API from outside, such as https://bills.example.com. */
  readonly publicUrl?: string;
  /** The secret of the links to bills; left out, the database has one. */
  readonly linkSecret?: string;
  /** Tells that the API stops, so that what would never end by itself ends. */
  readonly stopping?: AbortSignal;
  /** How long a caller of `POST /v1/cycles` is kept waiting for a worker, in milliseconds. */
  readonly issueTimeoutMs?: number;
  /** How long a caller of anything is kept waiting at all, in milliseconds. */
  readonly answerTimeoutMs?: number;
};

/** The same with what may be left out filled in. */
export type AllServices = Services &
  Required<Pick<Services, 'clock' | 'log' | 'issueTimeoutMs' | 'answerTimeoutMs'>>;
