import type { ApiKeyHolder } from '../db/api-keys.ts';

/** What a request carries through its middleware. */
export type ApiEnv = { Variables: { requestId: string; caller: ApiKeyHolder } };
