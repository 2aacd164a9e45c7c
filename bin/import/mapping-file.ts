/** Reads a mapping from its JSON file; what is wrong with it is said in plain words, by place. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { refuse } from '../../domain/errors.ts';
import { defaultMapping } from '../../domain/import/default-mapping.ts';
import { dateFormats, type Mapping } from '../../domain/import/mapping.ts';
import { quoted } from '../../domain/import/parsed.ts';
import { sellerSchema } from './seller-schema.ts';

const column = z.string().min(1);

const source = z.union(
  [
    column,
    z.strictObject({
      column,
      values: z.record(z.string(), z.string()).optional(),
      default: z.string().optional(),
      optional: z.boolean().optional(),
    }),
    z.strictObject({ constant: z.string() }),
    z.strictObject({ template: z.string() }),
  ],
  'must be the name of a column, or { "column": … }, { "constant": … } or { "template": … }',
);

const dateSource = z.union(
  [source, z.strictObject({ monthsBefore: column })],
  'must be a column as elsewhere, or { "monthsBefore": the name of a column of months }',
);

const attributes = z.record(z.string(), source).optional();

const customer = z.strictObject({
  number: source,
  name: source,
  email: source,
  country: source,
  language: source.optional(),
  timeZone: source.optional(),
  currency: source.optional(),
  business: source.optional(),
  vatNumber: source.optional(),
  addressLine: source.optional(),
  postalCode: source.optional(),
  city: source.optional(),
  customerSince: dateSource.optional(),
  paymentMethod: source.optional(),
  attributes,
});

const contract = z.strictObject({
  number: source.optional(),
  kind: source.optional(),
  startsOn: dateSource,
  anchorOn: dateSource.optional(),
  endsOn: dateSource.optional(),
  interval: source,
  terms: source.optional(),
  ladder: source.optional(),
  attributes,
});

const line = z.strictObject({
  when: z.strictObject({ column, is: z.array(z.string()).min(1) }).optional(),
  service: source,
  name: source,
  taxCategory: source.optional(),
  price: source,
  quantity: source.optional(),
  description: source.optional(),
  priceVersion: source.optional(),
  fromOn: dateSource.optional(),
  toOn: dateSource.optional(),
});

const mappingSchema = z.strictObject({
  $comment: z.string().optional(),
  seller: sellerSchema.optional(),
  delimiter: z.enum([',', ';', '\t', '|']).default(','),
  dateFormat: z.enum(dateFormats).default('YYYY-MM-DD'),
  decimalSeparator: z.enum(['.', ',']).default('.'),
  otherColumns: z.enum(['ignore', 'customer_attributes']).optional(),
  customer: customer.optional(),
  contract: contract.optional(),
  lines: z.array(line).min(1).optional(),
});

/** The mapping in this file; parts that it leaves out are those of Fairbill's own columns. */
export async function readMapping(path: string): Promise<Mapping> {
  const result = mappingSchema.safeParse(await readJson(path));
  if (!result.success) return refuse('import_invalid', `${path}: ${sentenceOf(result.error)}`);
  const { $comment: _comment, ...given } = result.data;
  const ownColumns = !given.customer && !given.contract && !given.lines;
  return {
    ...given,
    otherColumns: given.otherColumns ?? (ownColumns ? defaultMapping.otherColumns : 'ignore'),
    customer: given.customer ?? defaultMapping.customer,
    contract: given.contract ?? defaultMapping.contract,
    lines: given.lines ?? defaultMapping.lines,
  };
}

async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch(() =>
    refuse('import_invalid', `The mapping ${path} cannot be read. Is it there?`),
  );
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return refuse('import_invalid', `The mapping ${path} is no JSON: ${quoted(reason)}.`);
  }
}

/** Every problem with the place it is at, such as lines[2].price. */
function sentenceOf({ issues }: z.ZodError): string {
  return issues
    .map(({ path, message }) => {
      const place = path
        .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
        .join('')
        .replace(/^\./, '');
      return `${place || 'the mapping'}: ${message}`;
    })
    .join('; ');
}
