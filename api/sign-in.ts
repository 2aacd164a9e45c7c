import { createRoute, z } from '@hono/zod-openapi';
import { hashPassword } from '../db/staff-passwords.ts';
import { idByPassword } from '../db/staff-sessions.ts';
import { changeStaff } from '../db/staff.ts';
import { answer, jsonBody, publicRefusals, staffRefusals, withBody } from './document.ts';
import * as fields from './fields.ts';
import { newResource } from './resource.ts';
import type { AllServices } from './services.ts';
import { requireStaff, signIn, signOut, staffOf } from './staff-session.ts';
import { newPassword, staffExample, staffSchema, staffView, typedPassword } from './staff-view.ts';

const tags = ['Staff'];

const session = z
  .object({
    token: z.string().openapi({
      description: 'Send it as "Authorization: Bearer fs_…"; a browser has it as a cookie.',
    }),
    expiresAt: fields.instant.openapi({
      description: 'When it ends at the latest. An hour without a request ends it too.',
    }),
    staff: staffSchema,
  })
  .openapi('StaffSession');

const openSession = createRoute({
  method: 'post',
  path: '/staff/sessions',
  operationId: 'signIn',
  tags,
  summary: 'Sign in',
  description:
    'By login and password. After five wrong passwords under a login one waits before the next ' +
    'try, each time longer, up to a quarter of an hour.',
  request: {
    body: jsonBody(
      z.object({ login: z.string().min(1).max(200), password: typedPassword }).strict(),
      { login: 'ana', password: 'a long and private sentence' },
    ),
  },
  responses: {
    201: answer('Signed in. The cookie `fairbill_session` is set too.', session, {
      token: 'fs_Zm9yIGV4YW1wbGUgb25seSwgbm90IGEgcmVhbCBvbmU',
      expiresAt: '2026-03-01T18:00:00.000Z',
      staff: staffExample,
    }),
    ...publicRefusals(
      ...withBody,
      'cross_site',
      'database_unavailable',
      'internal',
      'sign_in_busy',
      'sign_in_failed',
      'sign_in_locked',
    ),
  },
});

const closeSession = createRoute({
  method: 'delete',
  path: '/staff/sessions/current',
  operationId: 'signOut',
  tags,
  summary: 'Sign out',
  description: 'Ends the session that the request comes with.',
  ...requireStaff(),
  responses: { 204: { description: 'It has ended.' }, ...staffRefusals() },
});

const readMe = createRoute({
  method: 'get',
  path: '/staff/me',
  operationId: 'readMe',
  tags,
  summary: 'Read who is signed in',
  description: 'With the role and groups as they are at this moment.',
  ...requireStaff(),
  responses: { 200: answer('You.', staffSchema, staffExample), ...staffRefusals() },
});

const changePassword = createRoute({
  method: 'put',
  path: '/staff/me/password',
  operationId: 'changeOwnPassword',
  tags,
  summary: 'Change one’s own password',
  description: 'Ends every session of yours, this one too. Sign in with the new one.',
  ...requireStaff(),
  request: {
    body: jsonBody(z.object({ current: typedPassword, next: newPassword }).strict(), {
      current: 'a long and private sentence',
      next: 'another long and private sentence',
    }),
  },
  responses: {
    204: { description: 'It is changed.' },
    ...staffRefusals(...withBody, 'sign_in_busy', 'sign_in_failed', 'sign_in_locked'),
  },
});

export function signInRoutes(services: AllServices) {
  const { database, clock } = services;
  return newResource()
    .openapi(openSession, async (c) => {
      const { token, expiresAt, staff } = await signIn(c, services, c.req.valid('json'));
      const body = { token, expiresAt: expiresAt.toISOString(), staff: staffView(staff) };
      return c.json(body, 201);
    })
    .openapi(closeSession, async (c) => {
      await signOut(c, services);
      return c.body(null, 204);
    })
    .openapi(readMe, (c) => c.json(staffView(staffOf(c)), 200))
    .openapi(changePassword, async (c) => {
      const { current, next } = c.req.valid('json');
      const staff = staffOf(c);
      const em = database.em.fork();
      const at = new Date(clock());
      await idByPassword(em, { login: staff.login, password: current, at });
      const passwordHash = await hashPassword(next);
      await changeStaff(em, staff, { passwordHash }, { by: staff.id, at });
      return c.body(null, 204);
    });
}
