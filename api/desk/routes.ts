/** The agent's desk: its pages, and what is sent from them. */
import { createMiddleware } from 'hono/factory';
import type { ApiEnv } from '../environment.ts';
import { newResource } from '../resource.ts';
import type { AllServices } from '../services.ts';
import { knowStaff, sessionOf } from '../staff-session.ts';
import { deskAssetRoutes } from './assets.ts';
import { deskCaseRoutes, deskDoingRoutes } from './case-routes.ts';
import { deskCheckRoutes } from './check-routes.ts';
import { deskCustomerRoutes } from './customer-routes.ts';
import { deskDecideRoutes } from './decide-routes.ts';
import { deskEventRoutes } from './event-routes.ts';
import { strangerPage } from './layout.ts';
import { refusedNotice } from './notices.ts';
import { refusalPage } from './other-pages.ts';
import { deskPolicy } from './policy.ts';
import { deskSignInRoutes } from './sign-in-routes.ts';
import { type Asking, visitOf } from './visit.ts';
import { html } from 'hono/html';

export function deskRoutes(services: AllServices) {
  const desk = newResource();
  desk.use('/desk/*', policy);
  desk.route('/', deskEventRoutes(services));
  desk.use('/desk/*', knowStaff(services), letIn);
  desk.route('/', deskSignInRoutes(services));
  desk.route('/', deskCaseRoutes(services));
  desk.route('/', deskDoingRoutes(services));
  desk.route('/', deskCheckRoutes(services));
  desk.route('/', deskDecideRoutes(services));
  desk.route('/', deskCustomerRoutes(services));
  desk.route('/', deskAssetRoutes());
  desk.get('/desk/*', async (c) => {
    const detail = 'There is no such page at the desk.';
    return c.html(await refusal(c, services, 'Not found', detail), 404);
  });
  desk.onError(async (error, c) => {
    const refused = refusedNotice(error);
    if (!refused) throw error;
    const { notice, status } = refused;
    const title = notice.title.replace(/\.$/, '');
    return c.html(await refusal(c, services, title, notice.details.join(' ')), status);
  });
  return desk;
}

/** Pages of people and their customers are nobody else's to keep. */
const policy = createMiddleware<ApiEnv>(async function deskPolicies(c, next) {
  c.header('Content-Security-Policy', deskPolicy);
  c.header('Cache-Control', 'no-store');
  c.header('Referrer-Policy', 'same-origin');
  await next();
});

/** Whoever is not signed in is asked to, and comes back to where they wanted to go. */
const letIn = createMiddleware<ApiEnv>(async function letIn(c, next) {
  if (sessionOf(c) || c.req.path === '/desk/sign-in') return next();
  if (c.req.header('HX-Request') !== undefined) {
    return c.html(
      html`<h2>You are signed out</h2><p>Nothing was done. <a href="/desk/sign-in">Sign in</a> and open the case again.</p>`,
      401,
    );
  }
  const path = c.req.method === 'GET' ? c.req.path : '/desk';
  return c.redirect(`/desk/sign-in?next=${encodeURIComponent(path)}`, 303);
});

/** For whoever is signed in with the desk around it; a stranger sees the sentence alone. */
async function refusal(c: Asking, services: AllServices, title: string, detail: string) {
  if (!sessionOf(c)) return strangerPage(title, html`<h1>${title}</h1><p>${detail}</p>`);
  try {
    const { viewer } = await visitOf(c, services);
    return await refusalPage(viewer, title, detail);
  } catch {
    // The database may be what is missing.
    return strangerPage(title, html`<h1>${title}</h1><p>${detail}</p>`);
  }
}
