/** What people do at the desk, for the routes under /v1 and for the pages alike. */
import type { DeskAct } from '../domain/dispute/acts.ts';
import { nextCase } from '../domain/dispute/queue.ts';
import { disputeReasons } from '../domain/dispute/reasons.ts';
import { RefusalError } from '../domain/errors.ts';
import { freeCases } from '../db/desk-queue.ts';
import type { CaseRow } from '../db/dispute-views.ts';
import { newId } from '../db/new-id.ts';
import type { StaffFacts } from '../db/staff.ts';
import { askAtDesk } from './desk-request.ts';
import { caseFor } from './dispute-parties.ts';
import type { AllServices } from './services.ts';

export type DeskDoing = {
  readonly act: DeskAct;
  /** The id of the request; asked twice under it, it is done once. */
  readonly externalId: string;
  readonly payload?: Readonly<Record<string, unknown>>;
  readonly words?: string | null;
  readonly channel: 'desk' | 'api';
};

/** Does it for a member of staff, and returns the case as it is then. */
export async function doAtDesk(
  services: AllServices,
  staff: StaffFacts,
  disputeId: string,
  { act, externalId, payload = {}, words = null, channel }: DeskDoing,
): Promise<CaseRow> {
  const actor = { kind: 'staff', staff } as const;
  const { cycleId } = await caseFor(services.database.em.fork(), actor, disputeId);
  const by = { kind: 'staff', name: staff.login, staffId: staff.id } as const;
  const request = { cycleId, disputeId, act, externalId, actor: by, channel, payload, words };
  await askAtDesk(services, request);
  return caseFor(services.database.em.fork(), actor, disputeId);
}

/** How often somebody who comes second looks for another case. */
const triesMax = 5;

/**
 * Gives a member of staff the most urgent case that fits them, or null. Of two who ask at once each
 * gets a case of their own: whoever comes second looks again.
 */
export async function takeNextCase(
  services: AllServices,
  staff: StaffFacts,
  channel: DeskDoing['channel'],
): Promise<CaseRow | null> {
  const taken = new Set<string>();
  for (let tries = 0; tries < triesMax; tries += 1) {
    const em = services.database.em.fork();
    const cases = await freeCases(em, staff);
    const next = nextCase(
      cases.filter(({ disputeId }) => !taken.has(disputeId)),
      skillsOf(staff),
      services.clock(),
    );
    if (!next) return null;
    const doing = { act: 'takeDispute', externalId: newId(), channel } as const;
    try {
      return await doAtDesk(services, staff, next.disputeId, doing);
    } catch (error) {
      if (!isGone(error)) throw error;
      taken.add(next.disputeId);
    }
  }
  return null;
}

function skillsOf({ id, groups, languages, reasons }: StaffFacts) {
  return {
    staffId: id,
    groups,
    languages,
    reasons: disputeReasons.filter((reason) => reasons.includes(reason)),
  };
}

/** Somebody was quicker, or it was decided meanwhile. */
function isGone(error: unknown): boolean {
  const code = error instanceof RefusalError ? error.code : refusalCodeOf(error);
  return code === 'dispute_taken' || code === 'dispute_ended' || code === 'dispute_waiting';
}

/** The code of a refusal that came from the cycle: its failure’s type. */
function refusalCodeOf(error: unknown): unknown {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'type' in cause ? cause.type : undefined;
}
