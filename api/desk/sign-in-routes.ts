import { newResource } from '../resource.ts';
import type { AllServices } from '../services.ts';
import { sessionOf, signIn, signOut } from '../staff-session.ts';
import { refusedNotice, noticeIn } from './notices.ts';
import { accountPage, signInPage } from './other-pages.ts';
import { formOf, visitOf } from './visit.ts';
import { languageWords, reasonWords } from './words.ts';
import { disputeReasons } from '../../domain/dispute/reasons.ts';

/** Signing in and out, and one's own account. */
export function deskSignInRoutes(services: AllServices) {
  return newResource()
    .get('/desk/sign-in', (c) => {
      const next = deskPath(c.req.query('next'));
      if (sessionOf(c)) return c.redirect(next, 303);
      return c.html(signInPage({ login: '', next, notice: noticeIn(c) }));
    })
    .post('/desk/sign-in', async (c) => {
      const body = await c.req.parseBody();
      const [login, password] = [textOf(body['login']), textOf(body['password'])];
      const next = deskPath(textOf(body['next']));
      try {
        await signIn(c, services, { login, password });
      } catch (error) {
        const refused = refusedNotice(error);
        if (!refused) throw error;
        const { notice, status } = refused;
        return c.html(signInPage({ login, next, notice: shortened(notice) }), status);
      }
      return c.redirect(next, 303);
    })
    .post('/desk/sign-out', async (c) => {
      await formOf(c);
      await signOut(c, services);
      return c.redirect('/desk/sign-in?done=signed_out', 303);
    })
    .get('/desk/account', async (c) => {
      const { viewer, staff } = await visitOf(c, services);
      const { team, groups, languages, reasons } = staff;
      const known = disputeReasons.filter((reason) => reasons.includes(reason));
      return c.html(
        accountPage(viewer, {
          ...{ team, groups },
          languages: languages.map(languageWords),
          reasons: known.map((reason) => reasonWords[reason]),
        }),
      );
    });
}

/** Only a page of the desk is gone to after signing in, whatever the address says. */
function deskPath(path = ''): string {
  const base = 'http://desk.invalid';
  const url = URL.canParse(path, base) ? new URL(path, base) : null;
  const isOurs = url?.origin === base && /^\/desk(?:\/|$)/.test(url.pathname);
  return isOurs ? `${url.pathname}${url.search}` : '/desk';
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The sentence alone says all there is to say. */
function shortened<N extends { readonly title: string; readonly details: readonly string[] }>(
  notice: N,
): N {
  const [detail = notice.title] = notice.details;
  return { ...notice, title: detail, details: [] };
}
