/** Made-up people at the desk of the first sample seller, one of each kind. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { sellerByCode } from '../../db/seller.ts';
import { hashPassword, newPassword } from '../../db/staff-passwords.ts';
import { createStaff } from '../../db/staff.ts';
import { demoSeller } from './sellers.ts';

export type SampleStaff = {
  readonly login: string;
  /** Shown once. */
  readonly password: string;
  readonly who: string;
};

const front = { team: 'care', languages: ['en', 'et', 'de', 'sl'] };

const people = [
  { login: 'kadri', name: 'Kadri Kuusk', role: 'agent', groups: ['front'], who: 'agent', ...front },
  {
    login: 'oskar',
    name: 'Oskar Oja',
    role: 'agent',
    groups: ['front', 'senior'],
    who: 'senior agent',
    ...front,
  },
  {
    login: 'katrin',
    name: 'Katrin Kask',
    role: 'supervisor',
    groups: ['front', 'senior', 'supervisor'],
    who: 'supervisor',
    ...front,
  },
  {
    login: 'peeter',
    name: 'Peeter Paju',
    role: 'leader',
    groups: [],
    who: 'leader',
    team: null,
    languages: [],
  },
] as const;

/** Makes them with new passwords, which nobody can read again. */
export async function createSampleStaff(em: EntityManager, at: Date): Promise<SampleStaff[]> {
  const { id: sellerId, email } = await sellerByCode(em, demoSeller.code);
  const host = email.slice(email.lastIndexOf('@') + 1);
  return Promise.all(
    people.map(async ({ who, login, ...person }) => {
      const password = newPassword();
      const passwordHash = await hashPassword(password);
      const staff = { ...person, login, sellerId, email: `${login}@${host}`, reasons: [] };
      await createStaff(em.fork(), { ...staff, passwordHash }, { by: null, at });
      return { login, password, who };
    }),
  );
}
