/**
 * A Stripe of our own for what stripe-mock cannot do, as it keeps no state and declines nothing:
 * it remembers intents and idempotency keys, declines by script, and loses answers on demand. It
 * stands at STRIPE_API_BASE; the library that talks to it is Stripe's own. The forms of its answers
 * are those of Stripe's API reference.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What happens to the next charge of a card. */
export type Fate =
  | { readonly kind: 'pay' }
  | { readonly kind: 'decline'; readonly declineCode: string; readonly adviceCode?: string }
  | { readonly kind: 'wait' }
  /** It is charged, and no answer arrives until answers do again, however often one asks. */
  | { readonly kind: 'lose_answer' }
  /** The request is refused before anything happens. */
  | { readonly kind: 'refuse'; readonly status: number; readonly code: string };

type Intent = {
  id: string;
  object: 'payment_intent';
  amount: number;
  amount_received: number;
  currency: string;
  customer: string;
  created: number;
  status: string;
  metadata: Record<string, string>;
  payment_method: string | null;
  last_payment_error: Record<string, unknown> | null;
};

const pays: Fate = { kind: 'pay' };

type Reply = { status: number; body: object };

export async function openStripe() {
  const fates = new Map<string, Fate[]>();
  const intents: Intent[] = [];
  const links: { url: string; amount: number; metadata: Record<string, string> }[] = [];
  const answered = new Map<string, { words: string; reply: Reply }>();
  const lost = new Set<string>();
  const requests: string[] = [];
  const said: { key: string; words: Record<string, string> }[] = [];
  let isDown = false;

  const server = createServer((request, response) => {
    void handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    intents,
    links,
    /** Method and path of every request, in order. */
    requests,
    /** Every form that was posted, with its idempotency key. */
    said,
    /** What becomes of the next charges of a card, one after the other; then it pays. */
    fate: (method: string, ...next: Fate[]) => fates.set(method, next),
    /** From now on nobody answers, or somebody does again. */
    goDown: (down: boolean) => {
      isDown = down;
    },
    /** Answers that were lost arrive again. */
    answerAgain: () => lost.clear(),
    /** As after a day: Stripe no longer knows the keys. */
    forgetKeys: () => answered.clear(),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const words = await bodyOf(request);
    const url = new URL(request.url ?? '/', 'http://stripe');
    const route = `${request.method} ${url.pathname}`;
    requests.push(route);
    if (isDown) return void request.socket.destroy();
    const key = request.headers['idempotency-key'];
    if (typeof key !== 'string')
      return send(response, replyTo(route, url, new URLSearchParams(), pays));
    if (lost.has(key)) return void request.socket.destroy();
    const known = answered.get(key);
    if (known) return send(response, known.words === words ? known.reply : keyMisused);
    const form = new URLSearchParams(words);
    said.push({ key, words: Object.fromEntries(form) });
    const fate = fates.get(form.get('payment_method') ?? '')?.shift() ?? pays;
    const reply = replyTo(route, url, form, fate);
    if (fate.kind !== 'refuse') answered.set(key, { words, reply });
    if (fate.kind !== 'lose_answer') return send(response, reply);
    lost.add(key);
    request.socket.destroy();
  }

  function replyTo(route: string, url: URL, form: URLSearchParams, fate: Fate): Reply {
    switch (route) {
      case 'POST /v1/payment_intents':
        return charge(form, fate);
      case 'GET /v1/payment_intents': {
        const since = Number(url.searchParams.get('created[gte]') ?? 0);
        const customer = url.searchParams.get('customer');
        const data = intents
          .filter((intent) => intent.customer === customer && intent.created >= since)
          .toReversed();
        return { status: 200, body: { object: 'list', data, has_more: false, url: url.pathname } };
      }
      case 'POST /v1/payment_links': {
        const amount = Number(form.get('line_items[0][price_data][unit_amount]'));
        const link = `https://buy.stripe.example/${links.length + 1}`;
        links.push({ url: link, amount, metadata: metadataOf(form) });
        return {
          status: 200,
          body: { id: `plink_${links.length}`, object: 'payment_link', url: link },
        };
      }
      default:
        return { status: 404, body: error('invalid_request_error', 'url_unknown') };
    }
  }

  function charge(form: URLSearchParams, fate: Fate): Reply {
    if (fate.kind === 'refuse') {
      const { status, code } = fate;
      return {
        status,
        body: error(status === 401 ? 'authentication_error' : typeOf(status), code),
      };
    }
    const intent: Intent = {
      id: `pi_${port}x${intents.length + 1}`,
      object: 'payment_intent',
      amount: Number(form.get('amount')),
      amount_received: 0,
      currency: form.get('currency') ?? '',
      customer: form.get('customer') ?? '',
      created: Math.floor(Date.now() / 1_000),
      status: 'succeeded',
      metadata: metadataOf(form),
      payment_method: form.get('payment_method'),
      last_payment_error: null,
    };
    intents.push(intent);
    if (fate.kind === 'decline') {
      const { declineCode, adviceCode } = fate;
      const code = declineCode === 'authentication_required' ? declineCode : 'card_declined';
      const details = { decline_code: declineCode, advice_code: adviceCode };
      intent.status = 'requires_payment_method';
      intent.payment_method = null;
      intent.last_payment_error = { type: 'card_error', code, ...details };
      return {
        status: 402,
        body: error('card_error', code, { ...details, payment_intent: intent }),
      };
    }
    intent.status = fate.kind === 'wait' ? 'processing' : 'succeeded';
    intent.amount_received = fate.kind === 'wait' ? 0 : intent.amount;
    return { status: 200, body: intent };
  }
}

function typeOf(status: number): string {
  return status >= 500 ? 'api_error' : 'invalid_request_error';
}

function error(type: string, code: string, more: object = {}): object {
  return { error: { type, code, message: `A message about ${code}.`, ...more } };
}

const keyMisused: Reply = {
  status: 400,
  body: error('idempotency_error', 'idempotency_key_in_use'),
};

function metadataOf(form: URLSearchParams): Record<string, string> {
  const entries = [...form].flatMap(([name, value]) => {
    const [, key] = /^metadata\[(\w+)\]$/.exec(name) ?? [];
    return key ? [[key, value] as const] : [];
  });
  return Object.fromEntries(entries);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function send(response: ServerResponse, { status, body }: Reply): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Request-Id': 'req_test' });
  response.end(JSON.stringify(body));
}
