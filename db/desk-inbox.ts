/**
 * The inbox for what people say about a bill: customers on their page, staff at the desk, services
 * over HTTP. The API puts a request here and tells the cycle its id. What is written in it never
 * goes through Temporal, and a message without its request here is refused: nobody can decide by
 * typing one by hand. It is no business row yet; only the activity that books it makes it one.
 */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { DeskAct } from '../domain/dispute/acts.ts';
import { refuse } from '../domain/errors.ts';
import { newId } from './new-id.ts';

export type DeskActor =
  | { readonly kind: 'customer'; readonly name: string; readonly staffId: null }
  | { readonly kind: 'service'; readonly name: string; readonly staffId: null }
  | { readonly kind: 'staff'; readonly name: string; readonly staffId: string };

export type NewDeskRequest = {
  readonly cycleId: string;
  /** The dispute that it is about; left out for a new one, which gets an id here. */
  readonly disputeId?: string;
  readonly act: DeskAct;
  /** The requester's own id: asked again under it, it is the same request. */
  readonly externalId: string;
  readonly actor: DeskActor;
  readonly channel: 'page' | 'desk' | 'api';
  readonly payload: Readonly<Record<string, unknown>>;
  /** What a person wrote. */
  readonly words?: string | null;
  readonly requestedAt: Date;
};

export type DeskRequest = NewDeskRequest & {
  readonly requestId: string;
  readonly disputeId: string;
  readonly words: string | null;
};

type Row = Omit<DeskRequest, 'actor' | 'requestedAt'> & {
  actorKind: DeskActor['kind'];
  actor: string;
  staffId: string | null;
  requestedAt: string;
};

const columns = `id as "requestId", cycle_id as "cycleId", dispute_id as "disputeId", act,
  external_id as "externalId", actor_kind as "actorKind", actor, staff_id as "staffId", channel,
  payload, words, requested_at as "requestedAt"`;

/**
 * Keeps a request. The same id again is the same request, as it was told first; another content
 * under it is refused with `request_conflict`.
 */
export async function putDeskRequest(
  em: EntityManager,
  given: NewDeskRequest,
): Promise<DeskRequest> {
  const { cycleId, act, externalId, actor, channel, payload, words = null, requestedAt } = given;
  await em.execute(
    `insert into desk_request (id, cycle_id, dispute_id, act, external_id, actor_kind, actor,
       staff_id, channel, payload, words, requested_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (cycle_id, act, external_id) do nothing`,
    [
      ...[newId(), cycleId, given.disputeId ?? newId(), act, externalId, actor.kind, actor.name],
      ...[actor.staffId, channel, JSON.stringify(payload), words, requestedAt],
    ],
  );
  const [row] = await em.execute<(Row & { isSame: boolean })[]>(
    `select ${columns}, actor_kind = ? and staff_id is not distinct from ?::uuid
         and payload = ?::jsonb and words is not distinct from ?
         and dispute_id = coalesce(?::uuid, dispute_id) as "isSame"
       from desk_request where cycle_id = ? and act = ? and external_id = ?`,
    [
      ...[actor.kind, actor.staffId, JSON.stringify(payload), words, given.disputeId ?? null],
      ...[cycleId, act, externalId],
    ],
  );
  if (!row) throw new Error('the request was not kept');
  if (row.isSame) return fromRow(row);
  return refuse(
    'request_conflict',
    `There is another request ${externalId} with other content. One that differs needs an id of its own.`,
  );
}

/** A request by its id, or null when there is none: then nobody was let in to ask it. */
export async function deskRequest(
  em: EntityManager,
  requestId: string,
): Promise<DeskRequest | null> {
  const [row] = await em.execute<Row[]>(`select ${columns} from desk_request where id::text = ?`, [
    requestId,
  ]);
  return row ? fromRow(row) : null;
}

function fromRow(row: Row): DeskRequest {
  const { actorKind, actor: name, staffId, requestedAt, ...kept } = row;
  const actor: DeskActor =
    actorKind === 'staff' && staffId !== null
      ? { kind: 'staff', name, staffId }
      : { kind: actorKind === 'service' ? 'service' : 'customer', name, staffId: null };
  return { ...kept, actor, requestedAt: new Date(requestedAt) };
}
