/** Somebody of the staff at a page of the desk: who, for which seller, at which moment. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Context } from 'hono';
import { countToApprove } from '../../db/desk-board.ts';
import { Seller } from '../../db/entities/parties.ts';
import type { StaffFacts } from '../../db/staff.ts';
import { type LocalDate, localDateAt } from '../../domain/calendar.ts';
import { type Deed, deeds, mayDo } from '../../domain/staff.ts';
import type { ApiEnv } from '../environment.ts';
import type { AllServices } from '../services.ts';
import { assertFormToken, formTokenOf, staffOf } from '../staff-session.ts';
import type { Viewer } from './views.ts';

export type Asking = Context<ApiEnv>;

export type Visit = {
  readonly em: EntityManager;
  readonly staff: StaffFacts;
  readonly at: Date;
  /** The seller's day at that moment. */
  readonly on: LocalDate;
  readonly viewer: Viewer;
};

/** Refused when the role allows none of these deeds. */
export async function visitOf(
  c: Asking,
  { database, clock }: AllServices,
  ...wanted: readonly Deed[]
): Promise<Visit> {
  const staff = staffOf(c, ...wanted);
  const em = database.em.fork();
  const at = new Date(clock());
  const seller = await em.findOneOrFail(Seller, { id: staff.sellerId });
  const { timeZone } = seller;
  const viewer: Viewer = {
    name: staff.name,
    login: staff.login,
    role: staff.role,
    seller: seller.name,
    may: deeds.filter((deed) => mayDo(staff.role, deed)),
    formToken: formTokenOf(c),
    timeZone,
    nowMs: at.getTime(),
    toApprove: mayDo(staff.role, 'approve') ? await countToApprove(em, staff) : null,
  };
  return { em, staff, at, on: localDateAt(at.getTime(), timeZone), viewer };
}

export type Form = Readonly<Record<string, readonly string[]>>;

/** What a form of this session says, each field as often as it was sent. */
export async function formOf(c: Asking): Promise<Form> {
  const body = await c.req.parseBody({ all: true });
  const fields = Object.entries(body).map(([name, value]) => {
    const values = (Array.isArray(value) ? value : [value]).filter(isText);
    return [name, values] as const;
  });
  const form = Object.fromEntries(fields);
  assertFormToken(c, textIn(form, 'form_token'));
  return form;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** A field that is there once; empty when it is not. */
export function textIn(form: Form, name: string): string {
  return form[name]?.[0]?.trim() ?? '';
}
