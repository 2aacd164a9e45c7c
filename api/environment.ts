import type { ApiKeyHolder } from '../db/api-keys.ts';
import type { RefusalCode } from '../domain/errors.ts';
import type { StaffFacts } from '../db/staff.ts';

/** Who is signed in with this request, and how it showed that. */
export type SignedIn = {
  readonly staff: StaffFacts;
  readonly token: string;
  readonly shownBy: 'cookie' | 'bearer';
  readonly expiresAt: Date;
};

/** What a request carries through its middleware. */
export type ApiEnv = {
  Variables: {
    requestId: string;
    caller: ApiKeyHolder;
    signedIn: SignedIn | undefined;
    /** Why nobody is signed in. */
    notSignedIn: Extract<RefusalCode, 'session_missing' | 'session_expired'> | undefined;
  };
};
