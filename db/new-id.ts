import { v7 } from 'uuid';

/** A new primary key: random, and in order of time, so that indexes grow at their end. */
export function newId(): string {
  return v7();
}
