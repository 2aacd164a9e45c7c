import type { Database } from '../db/orm.ts';
import type { CardProvider } from './card-provider.ts';
import type { Mailer } from './mailer.ts';

/** What charging a card needs of the world. */
export type CardTools = {
  readonly database: Database;
  readonly mailer: Mailer;
  /** Left out where no provider is set up: then nobody is charged. */
  readonly cards?: CardProvider;
};
