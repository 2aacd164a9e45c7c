/** What the environment says of Stripe. Its secrets are handed on and never printed. */
import { type CardProvider, stripeCards } from '../activities/card-provider.ts';
import { LauncherError } from './embedded/launcher-error.ts';

/** For a worker: where cards are charged. Without STRIPE_SECRET_KEY they are not. */
export function cardSettings(environment: NodeJS.ProcessEnv): { readonly cards?: CardProvider } {
  const secretKey = given(environment, 'STRIPE_SECRET_KEY');
  const apiBase = given(environment, 'STRIPE_API_BASE');
  if (!secretKey) return {};
  return { cards: stripeCards({ secretKey, ...(apiBase && { apiBase: checkedBase(apiBase) }) }) };
}

/** For the API: how Stripe signs its events. Without STRIPE_WEBHOOK_SECRET nobody listens. */
export function webhookSettings(environment: NodeJS.ProcessEnv): {
  readonly stripeWebhookSecret?: string;
} {
  const stripeWebhookSecret = given(environment, 'STRIPE_WEBHOOK_SECRET');
  return stripeWebhookSecret ? { stripeWebhookSecret } : {};
}

/** An empty setting is none. */
function given(environment: NodeJS.ProcessEnv, name: string): string {
  return environment[name]?.trim() ?? '';
}

const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** The key goes wherever this points, so it must not go in the clear to another machine. */
function checkedBase(text: string): string {
  const url = URL.parse(text);
  const isSafe =
    url?.protocol === 'https:' || (url?.protocol === 'http:' && loopback.test(url.hostname));
  if (isSafe) return text;
  throw new LauncherError(
    'STRIPE_API_BASE is not an https address, nor one of this machine.',
    'Leave it out to talk to Stripe, or set it to a stand-in such as http://127.0.0.1:12111.',
  );
}
