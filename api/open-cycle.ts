import { createRoute, z } from '@hono/zod-openapi';
import { readCustomersToBill } from '../db/due-contracts.ts';
import { type LocalDate, localDateAt } from '../domain/calendar.ts';
import { billingCycleWorkflowId } from '../workflows/messages.ts';
import { guarded } from './auth.ts';
import {
  cycleDetailExample,
  cycleDetailSchema,
  newCycleExample,
  readCycleDetail,
} from './cycle-detail.ts';
import { answer, jsonBody, located, refusals, withBody } from './document.ts';
import * as fields from './fields.ts';
import { customerNumbered, sellerNamed } from './parties.ts';
import { requestedPeriod } from './requested-period.ts';
import { newResource } from './resource.ts';
import type { AllServices } from './services.ts';
import { ensureRunning, issueThroughWorkflow } from './start-cycle.ts';

const request = z
  .object({
    seller: fields.sellerCode.optional(),
    customer: fields.customerNumber,
    period: fields.localDate().optional().openapi({
      description: 'First day of the period; left out, the period that contains today is meant.',
    }),
  })
  .strict()
  .openapi('CycleRequest');

const accepted = z.object({ workflowId: z.string(), message: z.string() }).openapi('CycleAccepted');

const acceptedMessage =
  'The cycle is with Temporal, but no worker has taken it up yet. Its invoice will be issued ' +
  'when one does; look at the Location from time to time.';

const openCycle = createRoute({
  method: 'post',
  path: '/cycles',
  operationId: 'openCycle',
  tags: ['Cycles'],
  summary: 'Bill one customer for one period',
  description:
    'Issues the invoice of the customer’s contracts for the period and starts its billing cycle: ' +
    'reminders by the ladder until it is paid or written off. There is one cycle for a customer ' +
    'and period, for ever: asked again, the same one comes back with 200. Safe to repeat.',
  ...guarded('cycles:write'),
  request: { body: jsonBody(request, { customer: 'C-1001', period: '2026-03-01' }) },
  responses: {
    200: answer('The cycle was there before.', cycleDetailSchema, cycleDetailExample),
    201: {
      ...located,
      ...answer('The invoice is issued.', cycleDetailSchema, newCycleExample),
    },
    202: {
      ...located,
      ...answer('The invoice will be issued as soon as a worker is free.', accepted, {
        workflowId: 'billing-cycle/nordlys/C-1001/2026-03-01',
        message: acceptedMessage,
      }),
    },
    ...refusals(
      ...withBody,
      'seller_unknown',
      'seller_missing',
      'customer_unknown',
      'contract_invalid',
      'contract_not_active',
      'date_invalid',
      'period_invalid',
      'period_not_begun',
      'amount_invalid',
      'amount_too_large',
      'currency_unknown',
      'tax_rule_missing',
      'time_zone_unknown',
      'temporal_unavailable',
    ),
  },
});

export function openCycleRoutes({ database, temporal, clock, issueTimeoutMs }: AllServices) {
  return newResource().openapi(openCycle, async (c) => {
    const asked = c.req.valid('json');
    const em = database.em.fork();
    const seller = await sellerNamed(em, asked.seller);
    const customer = await customerNumbered(em, seller, asked.customer);
    const cycleFrom = (periodFrom: LocalDate) =>
      readCycleDetail({ database, temporal }, { customer: customer.id, periodFrom });

    // A cycle that is there comes back whatever has become of the contract since.
    let known = asked.period ? await cycleFrom(asked.period) : null;
    const [billed] = known ? [] : await readCustomersToBill(em, [customer.id]);
    const period =
      known?.period.from ??
      requestedPeriod({
        customer: customer.number,
        contracts: billed?.contracts ?? [],
        period: asked.period,
        today: localDateAt(clock(), seller.timeZone),
      });
    known ??= await cycleFrom(period);
    const identity = { seller: seller.code, customer: customer.number, period };
    if (known) {
      if (known.standing === 'open') await ensureRunning(temporal, identity);
      return c.json(known, 200);
    }
    if (!(await issueThroughWorkflow(temporal, identity, issueTimeoutMs))) {
      const query = new URLSearchParams({ ...identity }).toString();
      c.header('Location', `/v1/cycles?${query}`);
      const workflowId = billingCycleWorkflowId(identity);
      return c.json({ workflowId, message: acceptedMessage }, 202);
    }
    const issued = await cycleFrom(period);
    if (!issued) throw new Error('the workflow issued an invoice that the books do not have');
    c.header('Location', `/v1/cycles/${issued.cycleId}`);
    return c.json(issued, 201);
  });
}
