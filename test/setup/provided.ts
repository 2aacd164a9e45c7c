import { inject } from 'vitest';

/** Where the servers that all system tests share can be reached. */
export interface Provided {
  /** The PostgreSQL server itself, by its database for administration. */
  readonly postgresUrl: string;
  /** The database that `freshDatabase` copies: migrated, and empty. */
  readonly templateDatabase: string;
  readonly temporalAddress: string;
  /** The workflows as one file, so that no test needs seconds to bundle them. */
  readonly workflowBundle: { readonly codePath: string };
}

declare module 'vitest' {
  interface ProvidedContext {
    readonly provided: Provided;
  }
}

/** The shared servers. Only in the project `system`; elsewhere it throws. */
export function provided(): Provided {
  return inject('provided');
}
