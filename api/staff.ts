import { createRoute, z } from '@hono/zod-openapi';
import { hashPassword } from '../db/staff-passwords.ts';
import { changeStaff, createStaff, listStaff, staffById } from '../db/staff.ts';
import { answer, jsonBody, located, staffRefusals, withBody } from './document.ts';
import { newResource } from './resource.ts';
import type { AllServices } from './services.ts';
import { requireStaff, staffOf } from './staff-session.ts';
import {
  login,
  newPassword,
  role,
  staffExample,
  staffFields,
  staffSchema,
  staffView,
} from './staff-view.ts';

const tags = ['Staff'];

const params = z.object({ staffId: z.uuid().openapi({ example: staffExample.staffId }) });

const list = z.object({ items: z.array(staffSchema) }).openapi('StaffList');

const listRoute = createRoute({
  method: 'get',
  path: '/staff',
  operationId: 'listStaff',
  tags,
  summary: 'List those who work for the seller',
  description: 'By login, also those who left.',
  ...requireStaff('manage_staff'),
  responses: {
    200: answer('Everybody of your seller.', list, { items: [staffExample] }),
    ...staffRefusals(),
  },
});

const readRoute = createRoute({
  method: 'get',
  path: '/staff/{staffId}',
  operationId: 'readStaff',
  tags,
  summary: 'Read one member of staff',
  description: 'Of your own seller.',
  ...requireStaff('manage_staff'),
  request: { params },
  responses: {
    200: answer('Who they are and what they may do.', staffSchema, staffExample),
    ...staffRefusals('query_invalid', 'staff_unknown'),
  },
});

const given = z
  .object({
    ...staffFields,
    login,
    password: newPassword,
    team: staffFields.team.default(null),
    groups: staffFields.groups.default([]),
    languages: staffFields.languages.default([]),
    reasons: staffFields.reasons.default([]),
  })
  .strict()
  .openapi('NewStaff');

const createStaffRoute = createRoute({
  method: 'post',
  path: '/staff',
  operationId: 'createStaff',
  tags,
  summary: 'Let somebody new sign in',
  description:
    'A supervisor makes agents and supervisors with groups that they are in themselves, a leader ' +
    'anybody. They change the password after they first signed in.',
  ...requireStaff('manage_staff'),
  request: {
    body: jsonBody(given, {
      login: 'ana',
      password: 'a long and private sentence',
      name: staffExample.name,
      email: staffExample.email,
      role: 'agent',
      groups: ['front'],
    }),
  },
  responses: {
    201: { ...located, ...answer('They can sign in.', staffSchema, staffExample) },
    ...staffRefusals(...withBody, 'login_taken', 'own_authority', 'sign_in_busy'),
  },
});

const changed = z
  .object({
    name: staffFields.name.optional(),
    email: staffFields.email.optional(),
    role: role.optional(),
    team: staffFields.team.optional(),
    groups: staffFields.groups.optional(),
    languages: staffFields.languages.optional(),
    reasons: staffFields.reasons.optional(),
    active: z.boolean().optional(),
    password: newPassword.optional(),
  })
  .strict()
  .openapi('StaffChange');

const changeStaffRoute = createRoute({
  method: 'patch',
  path: '/staff/{staffId}',
  operationId: 'changeStaff',
  tags,
  summary: 'Change what somebody may do, or who they are',
  description:
    'What is left out stays. It holds from their next request on; `active: false` and a new ' +
    'password end their sessions. A supervisor changes agents, a leader everybody who is no ' +
    'leader; nobody changes themselves.',
  ...requireStaff('manage_staff'),
  request: { params, body: jsonBody(changed, { groups: ['front', 'senior'] }) },
  responses: {
    200: answer('As they are now.', staffSchema, { ...staffExample, groups: ['front', 'senior'] }),
    ...staffRefusals(
      ...withBody,
      'own_authority',
      'query_invalid',
      'sign_in_busy',
      'staff_unknown',
    ),
  },
});

export function staffRoutes({ database, clock }: AllServices) {
  const hand = (by: string) => ({ by, at: new Date(clock()) });
  return newResource()
    .openapi(listRoute, async (c) => {
      const staff = await listStaff(database.em.fork(), staffOf(c).sellerId);
      return c.json({ items: staff.map(staffView) }, 200);
    })
    .openapi(readRoute, async (c) => {
      const { staffId } = c.req.valid('param');
      const staff = await staffById(database.em.fork(), staffOf(c).sellerId, staffId);
      return c.json(staffView(staff), 200);
    })
    .openapi(createStaffRoute, async (c) => {
      const { password, ...asked } = c.req.valid('json');
      const { id, sellerId } = staffOf(c);
      const staff = { ...asked, sellerId, passwordHash: await hashPassword(password) };
      const made = await createStaff(database.em.fork(), staff, hand(id));
      c.header('Location', `/v1/staff/${made.id}`);
      return c.json(staffView(made), 201);
    })
    .openapi(changeStaffRoute, async (c) => {
      const { password, ...asked } = c.req.valid('json');
      const { id: by, sellerId } = staffOf(c);
      const change = {
        ...asked,
        ...(password !== undefined && { passwordHash: await hashPassword(password) }),
      };
      const subject = { id: c.req.valid('param').staffId, sellerId };
      const staff = await changeStaff(database.em.fork(), subject, change, hand(by));
      return c.json(staffView(staff), 200);
    });
}
