/** The desk's pages over made-up cases, with the real files and the real security policy. */
import { Hono } from 'hono';
import { deskAssetRoutes } from '../../api/desk/assets.ts';
import { casePage } from '../../api/desk/case-page.ts';
import { customerPage, openCasePage, searchPage } from '../../api/desk/customer-pages.ts';
import { decidePage, outcomeBox } from '../../api/desk/decide-page.ts';
import { accountPage, approvalsPage, refusalPage, signInPage } from '../../api/desk/other-pages.ts';
import { deskPolicy } from '../../api/desk/policy.ts';
import { queuePage } from '../../api/desk/queue-page.ts';
import type { Html } from '../../api/desk/layout.ts';
import type { CaseView, Notice } from '../../api/desk/views.ts';
import * as forms from './desk-sample-forms.ts';
import * as samples from './desk-samples.ts';

const { agent, supervisor, queue } = samples;

const refused: Notice = {
  kind: 'refused',
  title: 'Nothing was granted.',
  details: [
    'Of what I may grant alone today only €3.00 is left, so a colleague must approve this.',
    'Bojan Kralj or another supervisor could grant it.',
  ],
};

const done: Notice = {
  kind: 'done',
  title: '€12.00 granted, the case is closed.',
  details: ['The customer’s letter goes out now.'],
};

const bill = {
  cycleId: samples.caseId,
  number: '2026-000231',
  from: '2026-03-01',
  to: '2026-04-01',
  total: { minor: 85_40, currency: 'EUR' },
  open: { minor: 85_40, currency: 'EUR' },
  standing: 'open',
} as const;

const opening = {
  number: 'J-20417',
  name: 'M••• N•••',
  cycleId: samples.caseId,
  bill: '2026-000231',
  isChecked: true,
  lines: [
    { position: 1, description: 'Fibre 300', isChosen: false, closedBecause: null },
    {
      position: 2,
      description: 'TV package',
      isChosen: false,
      closedBecause: 'disputed already',
    },
    { position: 3, description: 'Router', isChosen: false, closedBecause: 'nothing is left of it' },
  ],
  isWhole: false,
  reason: null,
  words: '',
  faults: [],
  requestId: samples.caseId,
} as const;

const found = [
  { number: 'J-20417', name: 'M••• N•••', language: 'sl', openCases: 1 },
  { number: 'J-20932', name: 'M••• N•••-Z•••', language: 'sl', openCases: 0 },
];

const aCase = (view: CaseView, viewer = agent, notice: Notice | null = null) =>
  casePage(viewer, { case: view, queue, notice });

/** Every page in every state that looks different, by a name for its picture. */
export const samplePages: Readonly<Record<string, () => Html>> = {
  'sign-in': () => signInPage({ login: '', next: '/desk', notice: null }),
  'sign-in-failed': () =>
    signInPage({
      login: 'ana',
      next: '/desk',
      notice: { kind: 'refused', title: 'Login or password is wrong.', details: [] },
    }),
  queue: () => queuePage(supervisor, queue),
  'queue-empty': () =>
    queuePage(agent, samples.emptyQueue, {
      kind: 'done',
      title: 'Nobody waits whom you could help.',
      details: [],
    }),
  'case-closed': () => aCase(samples.closedCase),
  'case-code-sent': () =>
    aCase({
      ...samples.closedCase,
      check: {
        kind: 'code_sent',
        codeTo: 'm•••@e•••.si',
        expiresAtMs: samples.nowMs + 600_000,
        facts: [],
        triesLeft: 1,
      },
    }),
  'case-locked': () =>
    aCase({
      ...samples.closedCase,
      check: { kind: 'locked', untilMs: samples.nowMs + 3_600_000 },
    }),
  'case-free': () =>
    aCase({ ...samples.closedCase, owner: null, isMine: false, canTake: true, decisions: [] }),
  case: () => aCase(samples.openCase),
  'case-hostile': () =>
    aCase({
      ...samples.openCase,
      words: '<img src=x onerror="alert(1)"> {{7*7}} \u202E<b>bold</b>',
      customer: { ...samples.openCase.customer, name: 'Maja <b>Novak</b>' },
    }),
  'case-refused': () => aCase(samples.openCase, agent, refused),
  'case-waiting': () => aCase(samples.waitingCase, supervisor),
  'case-waiting-own': () =>
    aCase({
      ...samples.waitingCase,
      waiting: {
        ...samples.waitingGrant,
        closedBecause: 'You asked for this yourself: it takes a second person.',
      },
    }),
  'case-ended': () => aCase(samples.endedCase, agent, done),
  grant: () => decidePage(agent, forms.grantForm),
  'grant-refused': () => decidePage(agent, forms.refusedForm),
  'grant-empty': () => decidePage(agent, { ...forms.grantForm, outcome: null }),
  approvals: () =>
    approvalsPage(supervisor, [
      samples.waitingGrant,
      { ...samples.waitingGrant, customer: 'Kask OÜ', flagWords: null, what: '€30.00 as goodwill' },
    ]),
  'approvals-empty': () => approvalsPage({ ...supervisor, toApprove: 0 }, []),
  customers: () => searchPage(agent, { query: '', found: null, hasMore: false }),
  'customers-found': () => searchPage(agent, { query: 'nov', found, hasMore: true }),
  'customers-none': () => searchPage(agent, { query: '<b>x', found: [], hasMore: false }),
  customer: () =>
    customerPage(agent, {
      number: 'J-20417',
      name: 'M••• N•••',
      language: 'sl',
      check: samples.openCase.check,
      bills: [bill, { ...bill, number: '2026-000102', from: '2026-02-01', standing: 'paid' }],
      cases: queue.mine,
    }),
  'open-case': () => openCasePage(agent, opening),
  'open-case-faulty': () =>
    openCasePage(agent, {
      ...opening,
      faults: [
        { name: 'lines', what: 'Say what it is about: the whole bill, or some of its lines.' },
        { name: 'reason', what: 'Say why they call.' },
      ],
    }),
  account: () =>
    accountPage(agent, { team: 'care', groups: ['front'], languages: ['sl', 'en'], reasons: [] }),
  missing: () =>
    refusalPage(agent, 'There is no such case', 'It may be another seller’s, or mistyped.'),
};

export function sampleSite() {
  const app = new Hono();
  app.use(async (c, next) => {
    c.header('Content-Security-Policy', deskPolicy);
    await next();
  });
  app.get('/sample/:name', async (c) => {
    const make = samplePages[c.req.param('name')];
    return make ? c.html(make()) : c.notFound();
  });
  app.post('/desk/cases/:id/decide/grant/preview', (c) =>
    c.html(
      outcomeBox({
        verdict: 'allowed',
        title: 'You may grant this',
        consequences: [],
        rules: [],
        button: 'Grant €1.22 and close',
        judged: '{}',
      }),
    ),
  );
  app.get('/desk/events', (c) => {
    c.header('Content-Type', 'text/event-stream');
    return c.body(`retry: 600000\n\nid: 43\nevent: case\ndata: {"disputeId":"1","kind":"new"}\n\n`);
  });
  app.route('/', deskAssetRoutes());
  return app;
}
