import type { Database } from '../db/orm.ts';
import type { CardProvider } from './card-provider.ts';
import type { Mailer } from './mailer.ts';
import type { InTurn } from './turns.ts';

/** What charging a card needs of the world. */
export type CardTools = {
  readonly database: Database;
  readonly mailer: Mailer;
  /** Whoever hands over a letter waits for a turn; left out, nobody else does. */
  readonly inTurn?: InTurn;
  /** Left out where no provider is set up: then nobody is charged. */
  readonly cards?: CardProvider;
};
