/** Disputes over HTTP: opened, read, taken back and opened again, by services and by staff. */
import type { z } from '@hono/zod-openapi';
import type { EntityManager } from '@mikro-orm/postgresql';
import { type CaseRow, listCases } from '../db/dispute-views.ts';
import type { DeskAct } from '../domain/dispute/acts.ts';
import { type Actor, actorOf } from './auth.ts';
import { askAtDesk } from './desk-request.ts';
import { assertOwnCycle, caseFor, deskActor, refuseOther } from './dispute-parties.ts';
import { changeRoute, listRoute, openRoute, readRoute, type repeated } from './dispute-routes.ts';
import { disputeDetail, disputeView } from './dispute-view.ts';
import { isUuid, keyAfter, toPage } from './paging.ts';
import { customerNumbered, sellerNamed } from './parties.ts';
import { newResource } from './resource.ts';
import type { AllServices } from './services.ts';

export function disputeRoutes(services: AllServices) {
  const { database } = services;
  const change = async (
    actor: Actor,
    id: string,
    act: DeskAct,
    asked: z.infer<typeof repeated>,
  ) => {
    const { requestId: externalId, words = null } = asked;
    const { cycleId, disputeId } = await caseFor(database.em.fork(), actor, id);
    const by = { actor: deskActor(actor), channel: 'api' as const };
    await askAtDesk(services, { cycleId, disputeId, act, externalId, ...by, payload: {}, words });
    const em = database.em.fork();
    return disputeDetail(em, await caseFor(em, actor, id));
  };

  return newResource()
    .openapi(openRoute, async (c) => {
      const { disputeId: externalId, reason, lines, words = null } = c.req.valid('json');
      const { cycleId } = c.req.valid('param');
      const actor = actorOf(c);
      await assertOwnCycle(database.em.fork(), actor, cycleId);
      const by = { actor: deskActor(actor), channel: 'api' as const };
      const asked = { act: 'openDispute' as const, externalId, payload: { reason, lines }, words };
      const { disputeId } = await askAtDesk(services, { cycleId, ...asked, ...by });
      const em = database.em.fork();
      const opened = await caseFor(em, actor, disputeId);
      c.header('Location', `/v1/disputes/${disputeId}`);
      return c.json(await disputeDetail(em, opened), 201);
    })
    .openapi(listRoute, async (c) => {
      const asked = c.req.valid('query');
      const cases = await casesAsked(database.em.fork(), actorOf(c), asked);
      const keyOf = (row: CaseRow) => [row.disputeId];
      return c.json(toPage(cases, asked.limit, { keyOf, view: disputeView }), 200);
    })
    .openapi(readRoute, async (c) => {
      const em = database.em.fork();
      const found = await caseFor(em, actorOf(c), c.req.valid('param').disputeId);
      return c.json(await disputeDetail(em, found), 200);
    })
    .openapi(changeRoute('withdrawal'), async (c) => {
      const { disputeId: id } = c.req.valid('param');
      return c.json(await change(actorOf(c), id, 'withdrawDispute', c.req.valid('json')), 200);
    })
    .openapi(changeRoute('reopening'), async (c) => {
      const { disputeId: id } = c.req.valid('param');
      return c.json(await change(actorOf(c), id, 'reopenDispute', c.req.valid('json')), 200);
    });
}

/** One more than asked for; staff see their own seller's only. */
async function casesAsked(
  em: EntityManager,
  actor: Actor,
  asked: z.infer<typeof listRoute.request.query>,
): Promise<CaseRow[]> {
  const { seller, customer, state, group, missed, limit, cursor } = asked;
  const [afterId] = keyAfter(cursor, [isUuid]) ?? [];
  const own = actor.kind === 'staff' ? actor.staff.seller : seller;
  const ofSeller = own || customer ? await sellerNamed(em, own) : undefined;
  if (ofSeller && seller && seller !== ofSeller.code) refuseOther(ofSeller.code);
  const ofCustomer =
    ofSeller && customer ? await customerNumbered(em, ofSeller, customer) : undefined;
  return listCases(em, {
    ...{ sellerId: ofSeller?.id, customerId: ofCustomer?.id, group, afterId },
    states: state && [state],
    missed: missed === undefined ? undefined : missed === 'true',
    limit: limit + 1,
  });
}
