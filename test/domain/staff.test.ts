import { describe, expect, test } from 'vitest';
import {
  deeds,
  isRole,
  managementRefusal,
  mayDo,
  type Role,
  roles,
  signInWaitMs,
} from '../../domain/staff.ts';

const one = (role: Role, groups: string[] = [], id = `a ${role}`) => ({ id, role, groups });

describe('a role', () => {
  test('that is no supervisor never approves, and none does everything', () => {
    expect(roles.filter((role) => mayDo(role, 'approve'))).toEqual(['supervisor']);
    for (const role of roles) expect(deeds.some((deed) => !mayDo(role, deed))).toBe(true);
    for (const deed of deeds) expect(roles.some((role) => mayDo(role, deed))).toBe(true);
  });

  test('that sees no customer decides nothing about one', () => {
    for (const role of ['operator', 'leader'] as const) {
      for (const deed of ['search_customers', 'check_callers', 'take_cases', 'decide'] as const) {
        expect(mayDo(role, deed), `${role} ${deed}`).toBe(false);
      }
    }
  });

  test('is one of four words', () => {
    expect(['agent', 'Agent', 'service', ''].map(isRole)).toEqual([true, false, false, false]);
  });
});

describe('nobody raises their own authority', () => {
  test.each(roles)('as %s, whatever they ask for themselves', (role) => {
    const self = one(role, ['front']);
    for (const asked of [{}, { role }, { role: 'agent' as const }, { groups: ['front'] }]) {
      expect(managementRefusal(self, self, asked)).toMatchObject({ code: 'own_authority' });
    }
  });

  test('and only supervisors and leaders make anybody anything', () => {
    const gives = (role: Role) =>
      roles.filter((given) => managementRefusal(one(role), null, { role: given }) === null);
    expect(Object.fromEntries(roles.map((role) => [role, gives(role)]))).toEqual({
      agent: [],
      supervisor: ['agent', 'supervisor'],
      operator: [],
      leader: ['agent', 'supervisor', 'operator', 'leader'],
    });
  });

  test('and nobody changes their equals or those above them', () => {
    const changes = (role: Role) =>
      roles.filter((other) => managementRefusal(one(role), one(other, [], 'x'), {}) === null);
    expect(Object.fromEntries(roles.map((role) => [role, changes(role)]))).toEqual({
      agent: [],
      supervisor: ['agent'],
      operator: [],
      leader: ['agent', 'supervisor', 'operator'],
    });
  });

  test('and who decides cases gives only groups of their own, or leaves those that were given', () => {
    const ana = one('supervisor', ['front', 'senior']);
    const agent = one('agent', ['front', 'night']);
    expect(managementRefusal(ana, agent, { groups: ['senior', 'night'] })).toBeNull();
    expect(managementRefusal(ana, agent, { groups: ['supervisor'] })).toMatchObject({
      code: 'own_authority',
      detail: expect.stringContaining('supervisor') as unknown,
    });
    expect(managementRefusal(one('leader'), agent, { groups: ['supervisor'] })).toBeNull();
  });
});

test('the wait after wrong passwords grows to a quarter of an hour and no further', () => {
  const waits = [1, 4, 5, 6, 7, 9, 10, 50, 5000].map((failures) => signInWaitMs(failures) / 1000);
  expect(waits).toEqual([0, 0, 30, 60, 120, 480, 900, 900, 900]);
});
