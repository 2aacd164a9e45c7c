/** Made-up cases, so that every page of the desk can be looked at in each of its states. */
import type {
  CaseRowView,
  CaseView,
  QueueView,
  Viewer,
  WaitingGrantView,
} from '../../api/desk/views.ts';
import { fairness } from './desk-sample-forms.ts';

export const nowMs = Date.parse('2026-03-06T10:20:00Z');
const minute = 60_000;
const hour = 60 * minute;

const ids = Array.from(
  { length: 9 },
  (_, index) => `0199c0de-7000-7000-8000-00000000000${index + 1}`,
);
const [mine = '', next = '', third = '', fourth = '', fifth = ''] = ids;
export const caseId = mine;

export const agent: Viewer = {
  name: 'Ana Horvat',
  login: 'ana',
  role: 'agent',
  seller: 'Jadran Telekom',
  may: ['take_cases', 'check_callers', 'decide', 'search_customers'],
  formToken: 'token',
  timeZone: 'Europe/Ljubljana',
  nowMs,
  toApprove: null,
};

export const supervisor: Viewer = {
  ...agent,
  name: 'Bojan Kralj',
  login: 'bojan',
  role: 'supervisor',
  may: ['take_cases', 'check_callers', 'decide', 'approve', 'search_customers'],
  toApprove: 2,
};

const euros = (minor: number) => ({ minor, currency: 'EUR' }) as const;

const row = (over: Partial<CaseRowView>): CaseRowView => ({
  disputeId: mine,
  customer: 'Maja Novak',
  reason: 'not_mine',
  words: 'I never ordered the TV package, and now it is on the bill again.',
  amount: euros(24_40),
  state: 'claimed',
  left: { words: 'first answer due in 1 h 40 min', mark: 'ok' },
  language: 'sl',
  owner: 'ana',
  ...over,
});

const free = { state: 'open', owner: null } as const;

export const queue: QueueView = {
  mine: { count: 1, rows: [row({})] },
  next: {
    count: 14,
    rows: [
      row({
        ...free,
        disputeId: next,
        customer: 'Kask OÜ',
        reason: 'cannot_pay_now',
        words: 'Our largest customer pays us in April only. Can we pay then?',
        amount: euros(1_220_00),
        left: { words: 'first answer due in 12 min', mark: 'soon' },
        language: 'et',
      }),
      row({
        ...free,
        disputeId: third,
        customer: 'Ülle Õunapuu-Kõrgesaar',
        reason: 'quality',
        words: '',
        amount: euros(35_00),
        left: { words: 'first answer due in 3 h 5 min', mark: 'ok' },
        language: 'et',
      }),
      row({
        ...free,
        disputeId: fourth,
        customer: 'دانة الكندري',
        reason: 'wrong_price',
        words: 'لماذا ارتفعت الفاتورة؟',
        amount: euros(8_00),
        left: { words: 'first answer due in 5 h', mark: 'ok' },
        language: 'ar',
      }),
    ],
  },
  waiting: {
    count: 1,
    rows: [
      row({
        disputeId: fifth,
        customer: 'Ivan Petek',
        reason: 'leaving_for_competitor',
        words: 'The other company offers the same for 29 euros.',
        amount: euros(49_90),
        state: 'waiting',
        left: { words: 'decision due in 5 h 10 min', mark: 'ok' },
        owner: 'ana',
      }),
    ],
  },
  missed: {
    count: 1,
    rows: [
      row({
        disputeId: ids[5] ?? '',
        customer: 'Luka Zupan',
        reason: 'not_delivered',
        words: 'The router has never come.',
        amount: euros(60_00),
        left: { words: 'first answer was due 25 min ago', mark: 'missed' },
        owner: 'bojan',
      }),
    ],
  },
  seenEvent: '42',
};

const nothing = { count: 0, rows: [] };

export const emptyQueue: QueueView = {
  mine: nothing,
  next: nothing,
  waiting: nothing,
  missed: nothing,
  seenEvent: '0',
};

export const waitingGrant: WaitingGrantView = {
  disputeId: fifth,
  grantId: ids[6] ?? '',
  customer: 'Ivan Petek',
  reason: 'leaving_for_competitor',
  what: '20 % off the next 6 bills',
  worth: euros(59_88),
  askedBy: 'ana',
  askedAtMs: nowMs - 40 * minute,
  expiresAtMs: nowMs + 5 * hour,
  left: { words: 'approval expires in 5 h', mark: 'ok' },
  rules: [
    {
      rule: 'per_grant',
      says: 'needs_second_person',
      words:
        'This is above the €15.00 that I may grant alone; a colleague may approve up to €80.00.',
    },
    { rule: 'tenure', says: 'allowed', words: 'You have been with us for 4 years.' },
    {
      rule: 'team_budget',
      says: 'allowed',
      words: 'Our team has €1,840.00 left to grant this month.',
    },
  ],
  flagWords:
    'This is far above what 64 others with the same reason were given: half of them €20.00 or less.',
  closedBecause: null,
};

const closed = 'Check the caller first.';

/** The customer on the line, not checked yet. */
export const closedCase: CaseView = {
  disputeId: mine,
  state: 'claimed',
  reason: 'not_mine',
  words: null,
  amount: euros(24_40),
  openedAtMs: nowMs - 140 * minute,
  channelWords: 'Opened by the customer on their bill’s page, today at 9:00.',
  group: 'front',
  owner: 'ana',
  isMine: true,
  canTake: false,
  promise: {
    dueAtMs: nowMs + 100 * minute,
    left: { words: 'first answer due in 1 h 40 min', mark: 'ok' },
  },
  customer: {
    number: 'J-20417',
    name: 'M••• N•••',
    tenure: 'customer since 2019',
    pays: 'pays on time (23 of 24)',
    language: 'sl',
    isBusiness: false,
    email: 'm•••@e•••.si',
    address: [],
  },
  check: {
    kind: 'not_checked',
    codeTo: 'm•••@e•••.si',
    facts: [
      { code: 'postal_code', label: 'Postal code' },
      { code: 'last_amount', label: 'Amount of the bill before this one' },
      { code: 'iban_end', label: 'Last four digits of their IBAN' },
    ],
  },
  bill: null,
  story: [
    {
      atMs: nowMs - 5 * 24 * hour,
      what: 'Bill 2026-000231 issued over €85.40',
      words: null,
    },
    { atMs: nowMs - 140 * minute, what: 'Asked by the customer on their page', words: null },
    { atMs: nowMs - 139 * minute, what: 'Held: TV package only', words: null },
    { atMs: nowMs - 6 * minute, what: 'Taken by ana after 2 h 14 min', words: null },
  ],
  change: null,
  fairness: null,
  past: null,
  authority: null,
  decisions: [
    { kind: 'explain', closedBecause: null },
    { kind: 'correct', closedBecause: closed },
    { kind: 'grant', closedBecause: closed },
    { kind: 'promise', closedBecause: closed },
    { kind: 'change', closedBecause: closed },
    { kind: 'reject', closedBecause: null },
  ],
  waiting: null,
  ended: null,
  canReopen: false,
  requestId: ids[7] ?? '',
};

export const openCase: CaseView = {
  ...closedCase,
  words:
    'I never ordered the TV package, and now it is on the bill again.\nWhen I called in February somebody said it would be taken off.',
  customer: {
    ...closedCase.customer,
    name: 'Maja Novak',
    email: 'maja.novak@example.si',
    address: ['Slovenska cesta 12', '1000 Ljubljana'],
  },
  check: {
    kind: 'checked',
    method: 'by a code',
    atMs: nowMs - 2 * minute,
    untilMs: nowMs + 28 * minute,
  },
  bill: {
    number: '2026-000231',
    currency: 'EUR',
    dueOn: '2026-03-15',
    lines: [
      {
        position: 1,
        description: 'Fibre 300',
        notes: [],
        netMinor: 50_00,
        isDisputed: false,
        creditedMinor: 0,
      },
      {
        position: 2,
        description: 'TV package',
        notes: ['since 1 March 2026'],
        netMinor: 20_00,
        isDisputed: true,
        creditedMinor: 0,
      },
      {
        position: 3,
        description: 'Router',
        notes: [],
        netMinor: 0,
        isDisputed: false,
        creditedMinor: 0,
      },
    ],
    isWhole: false,
    taxes: [{ label: 'VAT 22 %', minor: 15_40 }],
    grossMinor: 85_40,
    openMinor: 85_40,
    heldMinor: 24_40,
  },
  change: {
    differenceMinor: 24_40,
    currency: 'EUR',
    before: 'the bill before',
    parts: [
      { what: 'TV package: new on this bill', minor: 20_00 },
      { what: 'VAT 22 %', minor: 4_40 },
    ],
  },
  fairness,
  past: [],
  authority: {
    currency: 'EUR',
    aloneUpToMinor: 15_00,
    withSecondUpToMinor: 40_00,
    because: ['7 years', 'on time', 'no grant in 12 months'],
    against: [],
  },
  decisions: closedCase.decisions.map(({ kind }) => ({ kind, closedBecause: null })),
};

export const waitingCase: CaseView = {
  ...openCase,
  disputeId: fifth,
  state: 'waiting',
  reason: 'leaving_for_competitor',
  words: 'The other company offers the same for 29 euros.',
  amount: euros(49_90),
  owner: null,
  isMine: false,
  promise: {
    dueAtMs: nowMs + 5 * hour,
    left: { words: 'decision due in 5 h 10 min', mark: 'ok' },
  },
  customer: {
    ...openCase.customer,
    name: 'Ivan Petek',
    number: 'J-11873',
    tenure: 'customer since 2022',
  },
  past: [
    {
      disputeId: ids[8] ?? '',
      openedOn: '2025-06-12',
      reason: 'quality',
      outcome: 'granted',
      granted: euros(10_00),
    },
  ],
  waiting: waitingGrant,
  decisions: [],
  authority: null,
};

export const endedCase: CaseView = {
  ...openCase,
  state: 'resolved',
  ended: 'Decided by ana today at 11:05: €12.00 granted. It can be opened again until 20 March.',
  canReopen: true,
  owner: null,
  isMine: false,
  promise: null,
  decisions: [],
  authority: null,
};
