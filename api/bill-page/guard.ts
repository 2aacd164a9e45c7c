/** Who comes to a bill's page: the link is the authority, and a form comes from our own page. */
import type { Context } from 'hono';
import { csrf } from 'hono/csrf';
import { createMiddleware } from 'hono/factory';
import { readBill } from '../../db/bill-page.ts';
import { readBillLink } from '../../db/bill-links.ts';
import { linkSecret } from '../../db/link-secret.ts';
import { refuse } from '../../domain/errors.ts';
import type { ApiEnv } from '../environment.ts';
import { readLogo } from '../../papers/logos.ts';
import type { AllServices } from '../services.ts';
import { billPagePolicy } from './layout.ts';
import type { OpenedBill } from './opened.ts';
import { fixedWindow } from './rate-limit.ts';
import { sayingFor } from './saying.ts';

export type BillPageEnv = { Variables: ApiEnv['Variables'] & { opened: OpenedBill } };

const minuteMs = 60_000;
const readsAMinute = 120;
const writesAMinute = 20;

/** Nobody keeps the page, no other site learns its address, and no search finds it. */
export const billPageHeaders = createMiddleware<BillPageEnv>(
  async function billPageHeaders(c, next) {
    await next();
    c.header('Cache-Control', 'no-store');
    c.header('Content-Security-Policy', billPagePolicy);
    c.header('Referrer-Policy', 'no-referrer');
    c.header('X-Robots-Tag', 'noindex, nofollow');
  },
);

/**
 * Lets forms come from our own page only. A page without referrers tells no origin (it says "null")
 * and says where the form comes from in Sec-Fetch-Site; an old browser that knows no such header
 * is believed, as the token in the path is what counts.
 */
export function ownForms({ publicUrl }: Pick<AllServices, 'publicUrl'>) {
  return csrf({
    origin: (origin, { req }) => {
      if (origin === 'null') return req.header('Sec-Fetch-Site') === undefined;
      const own = [req.header('Host'), new URL(req.url).host, publicUrl && new URL(publicUrl).host];
      return URL.canParse(origin) && own.includes(new URL(origin).host);
    },
  });
}

/** Opens the bill of the link. Refuses `link_invalid` alike whatever is wrong with the link. */
export function openBill({ database, clock, log, linkSecret: given, logoFolder }: AllServices) {
  const reads = fixedWindow(readsAMinute, minuteMs, clock);
  const writes = fixedWindow(writesAMinute, minuteMs, clock);
  let secret: Uint8Array | undefined;
  return createMiddleware<BillPageEnv>(async function openBill(c, next) {
    const nowMs = clock();
    const em = database.em.fork();
    secret ??= await linkSecret(em, given);
    const token = c.req.param('token') ?? '';
    const link = readBillLink(secret, token, nowMs);
    if (link.kind !== 'valid') {
      const at = new Date(nowMs).toISOString();
      const requestId = c.get('requestId');
      log({ at, level: 'info', message: 'a link opened no bill', requestId, link: link.kind });
      return refuseLink();
    }
    limit(c, c.req.method === 'GET' ? reads : writes, link.cycleId);
    const bill = (await readBill(em, link.cycleId)) ?? refuseLink();
    const saying = sayingFor(bill, nowMs);
    const logo = await readLogo(logoFolder, bill.seller.code);
    const base = `/bill/${token}`;
    c.set('opened', { base, expiresAtMs: link.expiresAtMs, bill, saying, logo });
    return next();
  });
}

/** The same sentence for what was never ours and for what was: guessing teaches nothing. */
export function refuseLink(): never {
  return refuse('link_invalid', 'This link opens nothing: it is incomplete, or its time is over.');
}

function limit(c: Context, { count }: ReturnType<typeof fixedWindow>, key: string): void {
  const seconds = count(key);
  if (seconds === null) return;
  c.header('Retry-After', String(seconds));
  refuse('too_many_requests', `Ask for this bill again in ${seconds} seconds.`);
}
