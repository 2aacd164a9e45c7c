/** What a member of staff may grant in a case, and what the rules would say to a grant. */
import { createRoute, z } from '@hono/zod-openapi';
import type { EntityManager } from '@mikro-orm/postgresql';
import { noteAccess } from '../db/access-log.ts';
import { invoicesOf } from '../db/cycle-papers.ts';
import type { CaseRow } from '../db/dispute-views.ts';
import { Seller } from '../db/entities/parties.ts';
import { discountPolicyOf, readCorrectionFacts, readJudgeFacts } from '../db/grant-facts.ts';
import type { StaffFacts } from '../db/staff.ts';
import { judgeCorrection } from '../domain/authority/correction.ts';
import { type GrantRequest, grantFault } from '../domain/authority/grant.ts';
import { type Judgement, judge, type JudgeFacts } from '../domain/authority/judge.ts';
import { mayGrant, type MayGrant } from '../domain/authority/may-grant.ts';
import type { DiscountPolicy } from '../domain/authority/policy.ts';
import { localDateAt } from '../domain/calendar.ts';
import { refuse, RefusalError } from '../domain/errors.ts';
import type { CorrectionKind } from '../domain/facts.ts';
import { requireCheck } from './check-gate.ts';
import { caseFor } from './dispute-parties.ts';
import { answer, jsonBody, refusals, withBody } from './document.ts';
import * as fields from './fields.ts';
import { newResource } from './resource.ts';
import type { AllServices } from './services.ts';
import { requireStaff, staffOf } from './staff-session.ts';

const tags = ['Desk'];
const disputeId = z.object({ disputeId: z.uuid() });

const rule = z.object({
  rule: z.string(),
  says: z.enum(['allowed', 'needs_second_person', 'refused']),
  words: z.string().openapi({ description: 'For the customer’s ear.' }),
});

const authority = z
  .object({
    currency: z.string(),
    aloneUpToMinor: fields.minor,
    withSecondUpToMinor: fields.minor,
    because: z.array(z.string()),
    against: z.array(z.string()),
  })
  .openapi('Authority');

const judgement = z
  .object({
    verdict: rule.shape.says,
    worthMinor: fields.minor,
    currency: z.string(),
    rules: z.array(rule),
    aloneUpToMinor: fields.minor,
    withSecondUpToMinor: fields.minor,
  })
  .openapi('Judgement');

const grantExample = { kind: 'goodwill_credit', grossMinor: 1_000 };

const readAuthority = createRoute({
  method: 'get',
  path: '/disputes/{disputeId}/authority',
  operationId: 'readAuthority',
  tags,
  summary: 'Read what you may grant in a case, and why',
  description:
    'Alone, and with a second person: the most that any kind of grant allows. It tells of the ' +
    'customer, so it needs a fresh check of the caller.',
  ...requireStaff('decide'),
  request: { params: disputeId },
  responses: {
    200: answer('What you may grant.', authority, {
      ...{ currency: 'EUR', aloneUpToMinor: 1_500, withSecondUpToMinor: 4_000 },
      because: ['7 years', 'pays on time (23 of 24)', 'no grant in 12 months'],
      against: [],
    }),
    ...refusals(
      'check_needed',
      'dispute_unknown',
      'query_invalid',
      'role_missing',
      'session_missing',
    ),
  },
});

const judgeGrant = createRoute({
  method: 'post',
  path: '/disputes/{disputeId}/judgements',
  operationId: 'judgeGrant',
  tags,
  summary: 'Ask what the rules say to a grant',
  description: 'Nothing is granted or written down. The decision itself is judged again.',
  ...requireStaff('decide'),
  request: {
    params: disputeId,
    body: jsonBody(
      z
        .object({
          grant: z.record(z.string(), z.unknown()),
          invoice: fields.invoiceNumber.optional(),
        })
        .strict()
        .openapi('GrantQuestion'),
      { grant: grantExample },
    ),
  },
  responses: {
    200: answer('What the rules say.', judgement, {
      ...{ verdict: 'allowed', worthMinor: 1_000, currency: 'EUR' },
      rules: [
        {
          rule: 'per_grant',
          says: 'allowed',
          words: 'This is within the €15.00 that I may grant alone.',
        },
      ],
      ...{ aloneUpToMinor: 1_500, withSecondUpToMinor: 4_000 },
    }),
    ...refusals(
      ...withBody,
      'charge_unknown',
      'check_needed',
      'credit_too_large',
      'dispute_unknown',
      'grant_invalid',
      'invoice_unknown',
      'line_unknown',
      'nothing_to_credit',
      'query_invalid',
      'role_missing',
      'session_missing',
    ),
  },
});

export function deskAuthorityRoutes({ database, clock }: AllServices) {
  return newResource()
    .openapi(readAuthority, async (c) => {
      const staff = staffOf(c);
      const em = database.em.fork();
      const row = await caseFor(em, { kind: 'staff', staff }, c.req.valid('param').disputeId);
      const { currency, aloneUpToMinor, withSecondUpToMinor, because, against } = await authorityIn(
        em,
        staff,
        row,
        new Date(clock()),
      );
      const limits = { currency, aloneUpToMinor, withSecondUpToMinor };
      return c.json({ ...limits, because: [...because], against: [...against] }, 200);
    })
    .openapi(judgeGrant, async (c) => {
      const staff = staffOf(c);
      const em = database.em.fork();
      const row = await caseFor(em, { kind: 'staff', staff }, c.req.valid('param').disputeId);
      const { grant, invoice } = c.req.valid('json');
      const said = await judgeIn(em, staff, row, grant, { invoice, at: new Date(clock()) });
      return c.json({ ...said, rules: [...said.rules] }, 200);
    });
}

/** How far this person may go in this case. */
export async function authorityIn(
  em: EntityManager,
  staff: StaffFacts,
  row: CaseRow,
  at: Date,
): Promise<MayGrant> {
  const { policy, facts } = await factsFor(em, staff, row, undefined, at);
  return mayGrant(policy, facts);
}

/** What the rules say to a grant that came as JSON; refuses one that cannot be granted at all. */
export async function judgeIn(
  em: EntityManager,
  staff: StaffFacts,
  row: CaseRow,
  grant: unknown,
  { invoice, at }: { readonly invoice?: string | undefined; readonly at: Date },
): Promise<Judgement> {
  const fault = grantFault(grant);
  if (fault) throw new RefusalError(fault);
  const { policy, facts } = await factsFor(em, staff, row, invoice, at);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `grantFault` has read it
  return judge(policy, grant as GrantRequest, facts);
}

/** The same for a correction, whose limits are their own. */
export async function judgeCorrectionIn(
  em: EntityManager,
  staff: StaffFacts,
  row: CaseRow,
  correction: CorrectionKind,
  at: Date,
): Promise<Judgement> {
  const invoice = correction.kind === 'credit' ? correction.invoice : undefined;
  const { policy, facts } = await factsFor(em, staff, row, invoice, at);
  const { currency, lines } = facts.bill;
  const others = await readCorrectionFacts(em, row.cycleId);
  return judgeCorrection(policy, correction, { role: staff.role, currency, lines, ...others });
}

async function factsFor(
  em: EntityManager,
  staff: StaffFacts,
  { disputeId, cycleId, customerId, currency, reason }: CaseRow,
  invoice: string | undefined,
  at: Date,
): Promise<{ policy: DiscountPolicy; facts: JudgeFacts }> {
  const { id: staffId, sellerId } = staff;
  // How long somebody has been a customer and how they pay is theirs, and the rules speak of it.
  await requireCheck(em, { staff, customerId, disputeId, at });
  await noteAccess(em, { staffId, customerIds: [customerId], disputeId, what: 'case', at });
  const { timeZone } = await em.findOneOrFail(Seller, { id: sellerId });
  const on = localDateAt(at.getTime(), timeZone);
  const papers = await invoicesOf(em, cycleId);
  const bill = invoice === undefined ? papers[0] : papers.find((one) => one.number === invoice);
  if (!bill) return refuse('invoice_unknown', 'This cycle has no such bill.');
  const policy = await discountPolicyOf(em, sellerId);
  const question = { sellerId, customerId, cycleId, currency, reason, staff, bill, at, on };
  return { policy, facts: await readJudgeFacts(em, question) };
}
