import { noteAccess } from '../../db/access-log.ts';
import { disputableLines } from '../../db/disputed-lines.ts';
import { readBoard } from '../../db/desk-board.ts';
import { type BillRow, findCustomers, readBillsOf } from '../../db/desk-search.ts';
import { Customer } from '../../db/entities/parties.ts';
import { invoicesOf } from '../../db/cycle-papers.ts';
import { newId } from '../../db/new-id.ts';
import { disputeReasons } from '../../domain/dispute/reasons.ts';
import { refuse } from '../../domain/errors.ts';
import { askAtDesk } from '../desk-request.ts';
import { newResource } from '../resource.ts';
import type { AllServices } from '../services.ts';
import { at } from './case-routes.ts';
import { customerPage, openCasePage, searchPage } from './customer-pages.ts';
import type { CustomerPageView, OpenCaseView } from './customer-view.ts';
import { maskedName } from './masked.ts';
import { noticeIn, refusedNotice } from './notices.ts';
import { readGate } from './read-check.ts';
import { readRows } from './read-queue.ts';
import type { Notice } from './views.ts';
import { type Asking, type Form, formOf, textIn, type Visit, visitOf } from './visit.ts';

/** More than this is looked for anew, with more letters. */
const foundMax = 20;

/** Finding a customer, and opening a case for whoever is on the line. */
export function deskCustomerRoutes(services: AllServices) {
  return newResource()
    .get('/desk/customers', async (c) => {
      const visit = await visitOf(c, services, 'search_customers');
      const query = (c.req.query('q') ?? '').trim().slice(0, 200);
      return c.html(searchPage(visit.viewer, await search(visit, query), noticeIn(c)));
    })
    .get('/desk/customers/:number', async (c) => {
      const visit = await visitOf(c, services, 'search_customers');
      const customer = await customerAt(visit, c.req.param('number'));
      return c.html(await customerPageOf(visit, customer, noticeIn(c)));
    })
    .get('/desk/customers/:number/bills/:cycleId/open', async (c) => {
      const visit = await visitOf(c, services, 'take_cases');
      const customer = await customerAt(visit, c.req.param('number'));
      const view = await openCaseView(visit, customer, c.req.param('cycleId'), {});
      return c.html(openCasePage(visit.viewer, view));
    })
    .post('/desk/customers/:number/bills/:cycleId/open', async (c) => {
      const visit = await visitOf(c, services, 'take_cases');
      const form = await formOf(c);
      const customer = await customerAt(visit, c.req.param('number'));
      return openForCaller(c, services, visit, customer, form);
    });
}

async function search({ em, staff, at: now }: Visit, query: string) {
  if (query === '') return { query, found: null, hasMore: false };
  const { sellerId, id: staffId } = staff;
  const rows = await findCustomers(em, { sellerId, text: query, limit: foundMax + 1 });
  const shown = rows.slice(0, foundMax);
  const customerIds = shown.map(({ customerId }) => customerId);
  await noteAccess(em, { staffId, customerIds, what: 'search_result', at: now });
  const found = shown.map(({ number, name, language, openCases }) => {
    return { number, name: maskedName(name), language, openCases };
  });
  return { query, found, hasMore: rows.length > foundMax };
}

/** A customer of the viewer's own seller. */
export async function customerAt({ em, staff }: Visit, number: string): Promise<Customer> {
  const customer = await em.findOne(Customer, { seller: staff.sellerId, number });
  return customer ?? refuse('customer_unknown', `Your seller has no customer ${number}.`);
}

/** Does it; what is refused is said on the customer's page. */
export async function customerAgain(
  c: Asking,
  visit: Visit,
  customer: Customer,
  act: () => Promise<Response>,
): Promise<Response> {
  try {
    return await act();
  } catch (error) {
    const refused = refusedNotice(error);
    if (!refused) throw error;
    return c.html(await customerPageOf(visit, customer, refused.notice), refused.status);
  }
}

async function customerPageOf(visit: Visit, customer: Customer, notice: Notice | null) {
  const { em, staff, at: now, viewer } = visit;
  const { id: customerId, number, name, language } = customer;
  const gate = await readGate(visit, customer, null);
  const isOpen = gate.fresh !== null;
  if (isOpen) {
    await noteAccess(em, {
      staffId: staff.id,
      customerIds: [customerId],
      what: 'customer',
      at: now,
    });
  }
  const bills = await readBillsOf(em, customerId);
  const view: CustomerPageView = {
    ...{ number, language, check: gate.view },
    name: isOpen ? name : maskedName(name),
    bills: bills.map((bill) => billView(bill, isOpen)),
    cases: await undecided(visit, customerId),
  };
  return customerPage(viewer, view, notice);
}

/** What a bill comes to is what callers are asked for, so it waits for the check. */
function billView(
  { grossMinor, openMinor, currency, ...bill }: BillRow,
  isOpen: boolean,
): CustomerPageView['bills'][number] {
  return {
    ...bill,
    total: isOpen ? { minor: grossMinor, currency } : null,
    open: isOpen ? { minor: openMinor, currency } : null,
  };
}

async function undecided(visit: Visit, customerId: string): Promise<CustomerPageView['cases']> {
  const { em, staff } = visit;
  const ids = await em.execute<{ id: string }[]>(
    'select id from dispute where customer_id = ? and ended_at is null',
    [customerId],
  );
  const own = new Set(ids.map(({ id }) => id));
  const board = await readBoard(em, staff.sellerId);
  const rows = await readRows(
    visit,
    board.filter(({ disputeId }) => own.has(disputeId)),
  );
  return { count: own.size, rows: [...rows.values()] };
}

async function openCaseView(
  visit: Visit,
  customer: Customer,
  cycleId: string,
  form: Form,
): Promise<OpenCaseView> {
  const { em } = visit;
  const gate = await readGate(visit, customer, null);
  const isOpen = gate.fresh !== null;
  const papers = isUuid(cycleId) ? await invoicesOf(em, cycleId) : [];
  const [paper] = papers.filter(({ customerId }) => customerId === customer.id);
  if (!paper) return refuse('cycle_unknown', 'This customer has no such bill.');
  const left = await disputableLines(em, cycleId);
  const chosen = form['lines'] ?? [];
  return {
    ...{ number: customer.number, cycleId, bill: paper.number, isChecked: isOpen },
    name: isOpen ? customer.name : maskedName(customer.name),
    lines: (isOpen ? paper.lines : []).map(({ position, description }) => {
      const line = left.find((one) => one.invoice === paper.number && one.position === position);
      return {
        ...{ position, description, isChosen: chosen.includes(String(position)) },
        closedBecause: closedBecause(line),
      };
    }),
    isWhole: chosen.includes('whole') || !isOpen,
    reason: disputeReasons.find((one) => one === textIn(form, 'reason')) ?? null,
    words: textIn(form, 'words'),
    faults: [],
    requestId: textIn(form, 'request_id') || newId(),
  };
}

function closedBecause(line: { leftMinor: number; disputeId: string | null } | undefined) {
  if (!line || line.leftMinor <= 0) return 'nothing is left of it';
  return line.disputeId === null ? null : 'disputed already';
}

function isUuid(text: string): boolean {
  return /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/.test(text);
}

async function openForCaller(
  c: Asking,
  services: AllServices,
  visit: Visit,
  customer: Customer,
  form: Form,
): Promise<Response> {
  const { staff, viewer } = visit;
  const cycleId = c.req.param('cycleId') ?? '';
  const view = await openCaseView(visit, customer, cycleId, form);
  const { reason, isWhole, lines: all, words, requestId: externalId, bill } = view;
  const chosen = all.filter(({ isChosen }) => isChosen);
  const faults = [
    ...(isWhole || chosen.length > 0
      ? []
      : [{ name: 'lines', what: 'Say what it is about: the whole bill, or some of its lines.' }]),
    ...(reason ? [] : [{ name: 'reason', what: 'Say why they call.' }]),
  ];
  if (faults.length > 0) return c.html(openCasePage(viewer, { ...view, faults }), 422);
  const lines = isWhole ? 'whole' : chosen.map(({ position }) => ({ position, invoice: bill }));
  try {
    const { disputeId } = await askAtDesk(services, {
      ...{ cycleId, act: 'openDispute', externalId, channel: 'desk', words: words || null },
      actor: { kind: 'staff', name: staff.login, staffId: staff.id },
      payload: { reason, lines },
    });
    return c.redirect(at(disputeId, 'opened'), 303);
  } catch (error) {
    const refused = refusedNotice(error);
    if (!refused) throw error;
    return c.html(openCasePage(viewer, view, refused.notice), refused.status);
  }
}
