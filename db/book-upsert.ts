import type { EntityManager } from '@mikro-orm/postgresql';

/** How many rows an import made, altered, and found as they should be. */
export type Tally = { readonly new: number; readonly changed: number; readonly unchanged: number };

/** A table, how its rows are found again, and where each of its columns comes from. */
export type Upsert = {
  readonly table: string;
  /** The natural key: columns under a unique constraint. */
  readonly key: readonly string[];
  /** The incoming record's fields with their types, as jsonb_to_recordset wants them. */
  readonly fields: string;
  /** Joins that find the rows the record names; outer, so that a missing one is an error. */
  readonly joins?: string;
  /** Column to the expression that fills it. */
  readonly values: Readonly<Record<string, string>>;
  /** Columns that an existing row does not simply take over. */
  readonly whenThere?: Readonly<Record<string, string>>;
};

export type Written = { readonly id: string; readonly isNew: boolean };

/**
 * Writes records in one statement. Returns the rows that are new or differ from what was there;
 * a row that is already as it should be is neither written nor returned.
 */
export async function upsert(
  em: EntityManager,
  { table, key, fields, joins = '', values, whenThere = {} }: Upsert,
  records: readonly object[],
): Promise<Written[]> {
  if (records.length === 0) return [];
  const columns = Object.keys(values);
  const altered = columns.filter((column) => column !== 'id' && !key.includes(column));
  const wanted = altered.map((column) => whenThere[column] ?? `excluded.${column}`);
  return em.execute<Written[]>(
    `insert into ${table} (${columns.join(', ')})
     select ${Object.values(values).join(', ')}
       from jsonb_to_recordset(?::jsonb) as record(${fields}) ${joins}
     on conflict (${key.join(', ')}) do update
       set (${altered.join(', ')}) = row(${wanted.join(', ')})
       where (${altered.map((column) => `${table}.${column}`).join(', ')})
         is distinct from (${wanted.join(', ')})
     returning ${table}.id, old.id is null as "isNew"`,
    [JSON.stringify(records)],
  );
}

/** Counts what an upsert did with so many records. */
export function tally(records: readonly object[], written: readonly Written[]): Tally {
  const fresh = written.filter(({ isNew }) => isNew).length;
  return {
    new: fresh,
    changed: written.length - fresh,
    unchanged: records.length - written.length,
  };
}

export const nothing: Tally = { new: 0, changed: 0, unchanged: 0 };

export function plus(one: Tally, other: Tally): Tally {
  return {
    new: one.new + other.new,
    changed: one.changed + other.changed,
    unchanged: one.unchanged + other.unchanged,
  };
}
