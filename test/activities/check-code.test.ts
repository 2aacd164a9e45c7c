import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { CodeToSend } from '../../activities/code-channel.ts';
import { createActivities } from '../../activities/create-activities.ts';
import { answerCheck, askCheck, giveUpCheck } from '../../db/caller-checks.ts';
import { Customer } from '../../db/entities/parties.ts';
import { createStaff } from '../../db/staff.ts';
import { at, ownLab } from './lab.ts';

const lab = ownLab();
const askedMs = at('2035-03-10', '12:00');
const asked = new Date(askedMs);

/** A check by code of a new customer in Ljubljana, asked at eleven there. */
async function newCheck() {
  const { customer, seller } = await lab.newCustomer();
  const em = lab.em();
  const found = await em.findOneOrFail(Customer, { number: customer, seller: { code: seller } });
  const staff = await createStaff(
    em,
    {
      sellerId: found.seller.id,
      login: `for-${seller}`,
      name: 'Ana',
      email: 'ana@nordlys.example',
      role: 'agent',
      team: null,
      groups: [],
      languages: [],
      reasons: [],
      passwordHash: '$scrypt$ln=4,r=8,p=1$AA$AA',
    },
    { by: null, at: asked },
  );
  const wish = {
    staffId: staff.id,
    customerId: found.id,
    disputeId: null,
    method: 'code',
  } as const;
  const { id: checkId } = await askCheck(em, wish, asked);
  return { checkId, staffId: staff.id, email: found.email };
}

const codeIn = (text: string | undefined) => /^ {4}(\d{6})$/m.exec(text ?? '')?.[1] ?? '';

test('run twice, it sends a second code that replaces the first, as another letter', async () => {
  const { checkId, staffId, email } = await newCheck();
  const run = () => lab.activities().sendCheckCode({ checkId, nowMs: askedMs + 60_000 });
  expect(await run()).toEqual({ isSent: true });
  expect(await run()).toEqual({ isSent: true });
  const letters = lab.office().lettersTo(email);
  expect(letters).toHaveLength(2);
  expect(new Set(letters.map(({ messageId }) => messageId)).size).toBe(2);
  const [first = '', second = ''] = letters.map(({ text }) => codeIn(text));
  const answer = (code: string) =>
    answerCheck(lab.em(), { checkId, staffId, answer: { code } }, asked);
  if (first !== second) await expect(answer(first)).rejects.toThrow('not right');
  expect(await answer(second)).toMatchObject({ state: 'passed' });
});

test('nothing is sent for a check that is over, unknown or made up by hand', async () => {
  const { checkId, email } = await newCheck();
  await giveUpCheck(lab.em(), checkId);
  for (const id of [checkId, randomUUID(), 'made up', '']) {
    const sent = await lab.activities().sendCheckCode({ checkId: id, nowMs: askedMs });
    expect(sent).toEqual({ isSent: false });
  }
  expect(lab.office().lettersTo(email)).toEqual([]);
});

test('a mail server that is away leaves the check asked, and the next try sends', async () => {
  const { checkId, email } = await newCheck();
  const run = () => lab.activities().sendCheckCode({ checkId, nowMs: askedMs });
  await lab.office().shut();
  await expect(run()).rejects.toThrow();
  await lab.office().open();
  expect(await run()).toEqual({ isSent: true });
  expect(lab.office().lettersTo(email)).toHaveLength(1);
});

test('a seller’s own channel is handed the code and where it may go, in place of mail', async () => {
  const { checkId, email, staffId } = await newCheck();
  const sent: CodeToSend[] = [];
  const activities = createActivities({
    database: lab.database(),
    client: lab.client(),
    mailer: { send: () => Promise.reject(new Error('not by mail')), close: () => undefined },
    codes: { sendCode: async (code) => void sent.push(code) },
  });
  expect(await activities.sendCheckCode({ checkId, nowMs: askedMs })).toEqual({ isSent: true });
  const [code] = sent;
  expect(code).toMatchObject({
    validUntilMs: askedMs + 10 * 60_000,
    letter: { text: expect.stringContaining('until 11:10') as unknown },
    envelope: { to: { address: email } },
  });
  const answer = { checkId, staffId, answer: { code: code?.code ?? '' } };
  expect(await answerCheck(lab.em(), answer, asked)).toMatchObject({ state: 'passed' });
});
