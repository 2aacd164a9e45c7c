import { type DeskDoing, doAtDesk, takeNextCase } from '../desk-actions.ts';
import { newResource } from '../resource.ts';
import type { AllServices } from '../services.ts';
import { casePage } from './case-page.ts';
import { type DoneCode, noticeIn, refusedNotice } from './notices.ts';
import { approvalsPage, refusalPage } from './other-pages.ts';
import { queuePage } from './queue-page.ts';
import { readCaseView } from './read-case.ts';
import { readQueue } from './read-queue.ts';
import { readAllWaiting } from './read-waiting.ts';
import type { Notice } from './views.ts';
import { type Asking, type Form, formOf, textIn, type Visit, visitOf } from './visit.ts';
import { type Deed, mayDo } from '../../domain/staff.ts';

/** The queue, what waits for a second person, and a case. */
export function deskCaseRoutes(services: AllServices) {
  return newResource()
    .get('/desk', async (c) => {
      const visit = await visitOf(c, services);
      if (!mayDo(visit.staff.role, 'take_cases')) return c.html(noCases(visit));
      return c.html(queuePage(visit.viewer, await readQueue(visit), noticeIn(c)));
    })
    .post('/desk/next', async (c) => {
      const { staff } = await visitOf(c, services, 'take_cases');
      await formOf(c);
      const taken = await takeNextCase(services, staff, 'desk');
      return c.redirect(taken ? at(taken.disputeId, 'taken') : '/desk?done=nothing_next', 303);
    })
    .get('/desk/approvals', async (c) => {
      const visit = await visitOf(c, services, 'approve');
      return c.html(approvalsPage(visit.viewer, await readAllWaiting(visit), noticeIn(c)));
    })
    .get('/desk/cases/:disputeId', async (c) => {
      const visit = await visitOf(c, services, 'take_cases');
      return c.html(await pageOf(visit, c.req.param('disputeId'), noticeIn(c)));
    });
}

type Doing = Omit<DeskDoing, 'externalId' | 'channel'> & { readonly done: DoneCode };

/** What is done in a case short of deciding, and the second person's yes or no. */
export function deskDoingRoutes(services: AllServices) {
  const doing = (deed: Deed, doingOf: (form: Form) => Doing) =>
    async function doInCase(c: Asking) {
      const visit = await visitOf(c, services, deed);
      const form = await formOf(c);
      const disputeId = c.req.param('disputeId') ?? '';
      const { done, ...given } = doingOf(form);
      const externalId = textIn(form, 'request_id');
      return orAgain(c, visit, disputeId, async () => {
        await doAtDesk(services, visit.staff, disputeId, { ...given, externalId, channel: 'desk' });
        return c.redirect(done === 'returned' ? `/desk?done=${done}` : at(disputeId, done), 303);
      });
    };
  const path = (name: string) => `/desk/cases/:disputeId/${name}`;

  return newResource()
    .post(
      path('take'),
      doing('take_cases', () => ({ act: 'takeDispute', done: 'taken' })),
    )
    .post(
      path('return'),
      doing('take_cases', () => ({ act: 'returnDispute', done: 'returned' })),
    )
    .post(
      path('reopen'),
      doing('take_cases', () => ({ act: 'reopenDispute', done: 'reopened' })),
    )
    .post(path('answers'), doing('take_cases', answerIn))
    .post(path('approvals'), doing('approve', approvalIn));
}

function answerIn(form: Form): Doing {
  const internal = textIn(form, 'internal') === 'yes';
  const words = textIn(form, 'words');
  return {
    act: 'answerDispute',
    words,
    payload: { internal },
    done: internal ? 'noted' : 'answered',
  };
}

function approvalIn(form: Form): Doing {
  const isYes = textIn(form, 'verdict') === 'approve';
  const verdict = isYes ? 'approve' : 'decline';
  return {
    act: 'approveGrant',
    words: textIn(form, 'words') || null,
    payload: { grantId: textIn(form, 'grant_id'), verdict },
    done: isYes ? 'approved' : 'declined',
  };
}

export function at(disputeId: string, code: DoneCode): string {
  return `/desk/cases/${disputeId}?done=${code}`;
}

/** The case as a page, beside the queue. */
async function pageOf(visit: Visit, disputeId: string, notice: Notice | null) {
  const view = await readCaseView(visit, disputeId);
  return casePage(visit.viewer, { case: view, queue: await readQueue(visit), notice });
}

/** Does it; what is refused is said on the case as it is then. */
export async function orAgain(
  c: Asking,
  visit: Visit,
  disputeId: string,
  act: () => Promise<Response>,
): Promise<Response> {
  try {
    return await act();
  } catch (error) {
    const refused = refusedNotice(error);
    if (!refused || refused.code === 'dispute_unknown') throw error;
    return c.html(await pageOf(visit, disputeId, refused.notice), refused.status);
  }
}

function noCases({ viewer }: Visit) {
  return refusalPage(
    viewer,
    'No cases for your role',
    `The desk is for those who speak to customers. Your role, ${viewer.role}, takes no cases.`,
  );
}
