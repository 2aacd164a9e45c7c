import { refuse } from '../../domain/errors.ts';
import { doAtDesk } from '../desk-actions.ts';
import { newResource } from '../resource.ts';
import type { AllServices } from '../services.ts';
import { newId } from '../../db/new-id.ts';
import { noteAccess } from '../../db/access-log.ts';
import type { Decision } from '../../domain/dispute/decision.ts';
import { at, orAgain } from './case-routes.ts';
import { type DecideFacts, readDecideFacts } from './decide-facts.ts';
import { fieldsOf } from './decide-form.ts';
import { decidePage, outcomeBox } from './decide-page.ts';
import { parsedDecision } from './decide-parse.ts';
import { outcomeOf } from './decide-outcome.ts';
import { variantOf, variantsOf } from './decide-variants.ts';
import type { FieldFault, OutcomeView } from './decide-view.ts';
import { isGated } from './decision-options.ts';
import { maskedName } from './masked.ts';
import { refusedNotice } from './notices.ts';
import { type OpenedCase, openCase } from './read-case.ts';
import { type DecisionKind, decisionKinds, type Notice } from './views.ts';
import { type Asking, type Form, formOf, textIn, type Visit, visitOf } from './visit.ts';

/** What a decision's page stands on. */
type Deciding = {
  readonly visit: Visit;
  readonly opened: OpenedCase;
  readonly facts: DecideFacts;
  readonly kind: DecisionKind;
  readonly variant: string;
};

/** Deciding: the form, a look at what will happen, and the decision itself. */
export function deskDecideRoutes(services: AllServices) {
  return newResource()
    .get('/desk/cases/:disputeId/decide/:kind', async (c) => {
      const visit = await visitOf(c, services, 'decide');
      const disputeId = c.req.param('disputeId');
      return orAgain(c, visit, disputeId, async () => {
        const deciding = await begin(c, visit, c.req.query('variant') ?? '');
        return c.html(page(deciding, {}, { faults: [], outcome: null }));
      });
    })
    .post('/desk/cases/:disputeId/decide/:kind/preview', async (c) => {
      const visit = await visitOf(c, services, 'decide');
      const form = await formOf(c);
      const isFragment = c.req.header('HX-Request') !== undefined;
      return orAgain(c, visit, c.req.param('disputeId'), async () => {
        const deciding = await begin(c, visit, textIn(form, 'variant'));
        const { faults, outcome } = await lookAhead(deciding, form);
        if (isFragment) return c.html(outcomeBox(outcome));
        return c.html(page(deciding, form, { faults, outcome }));
      });
    })
    .post('/desk/cases/:disputeId/decide/:kind', async (c) => {
      const visit = await visitOf(c, services, 'decide');
      const form = await formOf(c);
      return orAgain(c, visit, c.req.param('disputeId'), async () => {
        const deciding = await begin(c, visit, textIn(form, 'variant'));
        return decide(c, services, deciding, form);
      });
    });
}

/** Refused while the case is somebody else's, or the caller is not checked where that is needed. */
async function begin(c: Asking, visit: Visit, asked: string): Promise<Deciding> {
  const kind = decisionKinds.find((one) => one === c.req.param('kind'));
  if (kind === undefined) return refuse('route_unknown', 'There is no such decision.');
  const opened = await openCase(visit, c.req.param('disputeId') ?? '');
  const { row, gate } = opened;
  if (row.endedAt !== null) refuse('dispute_ended', 'This was decided before.');
  if (row.state === 'waiting') refuse('dispute_waiting', 'A decision waits for a second person.');
  if (row.staffId !== visit.staff.id || row.state !== 'claimed') {
    const whose = row.owner === null ? 'nobody has it' : `${row.owner} has it`;
    refuse('dispute_not_yours', `Take the case first: ${whose}.`);
  }
  if (isGated(kind) && gate.fresh === null) {
    refuse('check_needed', 'Check first whom you speak to: no check of this caller is in force.');
  }
  const facts = await readDecideFacts(visit, opened, kind);
  await noteLook(visit, opened);
  return { visit, opened, facts, kind, variant: variantOf(kind, asked) };
}

async function noteLook({ em, staff, at: now }: Visit, { row, gate }: OpenedCase): Promise<void> {
  if (gate.fresh === null) return;
  const { customerId, disputeId } = row;
  const who = { staffId: staff.id, customerIds: [customerId], disputeId };
  await noteAccess(em, { ...who, what: 'invoice', at: now });
}

async function lookAhead({ visit, opened, facts, kind, variant }: Deciding, form: Form) {
  const { decision, faults } = parsedDecision(kind, variant, facts, form);
  const words = textIn(form, 'words');
  const outcome = decision && (await outcomeOf(visit, opened, facts, { decision, words }));
  return { decision, faults, outcome };
}

type Look = {
  readonly faults: readonly FieldFault[];
  readonly outcome: OutcomeView | null;
};

function page(
  { visit, opened, facts, kind, variant }: Deciding,
  form: Form,
  { faults, outcome }: Look,
  notice: Notice | null = null,
) {
  const { row, gate } = opened;
  return decidePage(
    visit.viewer,
    {
      ...{ disputeId: row.disputeId, kind, variant, faults, outcome },
      customer: gate.fresh ? row.customerName : `${row.customer} ${maskedName(row.customerName)}`,
      bill: facts.bill,
      amount: { minor: row.disputedMinor, currency: row.currency },
      variants: variantsOf(kind, variant, facts),
      fields: fieldsOf(kind, variant, facts, form),
      requestId: textIn(form, 'request_id') || newId(),
    },
    notice,
  );
}

const changed: Notice = {
  kind: 'refused',
  title: 'Nothing was done yet.',
  details: ['The form says something else than what was shown. Look at what will happen now.'],
};

/** Only what was shown is done; the request's id makes a second press harmless. */
async function decide(
  c: Asking,
  services: AllServices,
  deciding: Deciding,
  form: Form,
): Promise<Response> {
  const look = await lookAhead(deciding, form);
  const { decision, outcome } = look;
  const wasShown = decision !== null && JSON.stringify(decision) === textIn(form, 'judged');
  if (!decision || !wasShown || !outcome?.button) {
    const notice = decision && !wasShown ? changed : null;
    return c.html(page(deciding, form, look, notice), 422);
  }
  try {
    return await done(c, services, deciding, form, decision);
  } catch (error) {
    const refused = refusedNotice(error);
    if (!refused || gone.includes(refused.code)) throw error;
    return c.html(page(deciding, form, look, refused.notice), refused.status);
  }
}

/** What is shown on the case rather than beside a form that cannot be sent any more. */
const gone: readonly string[] = ['dispute_ended', 'dispute_waiting', 'dispute_not_yours'];

async function done(
  c: Asking,
  services: AllServices,
  { visit, opened }: Deciding,
  form: Form,
  decision: Decision,
): Promise<Response> {
  const { disputeId } = opened.row;
  const after = await doAtDesk(services, visit.staff, disputeId, {
    ...{ act: 'decideDispute', channel: 'desk', externalId: textIn(form, 'request_id') },
    payload: { decision },
    words: textIn(form, 'words') || null,
  });
  return c.redirect(at(disputeId, after.state === 'waiting' ? 'waiting' : 'decided'), 303);
}
