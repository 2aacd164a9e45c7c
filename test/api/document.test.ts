import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApiDocument } from '../../api/docs.ts';
import { type Media, operationsOf, type Operation } from './document.ts';
import { type Kit, openKit } from './kit.ts';

let kit: Kit;
let document: ReturnType<typeof openApiDocument>;
let operations: Operation[];

beforeAll(async () => {
  kit = await openKit();
  document = openApiDocument(kit.app);
  operations = operationsOf(document);
});

afterAll(() => kit.close());

test('the document is valid OpenAPI 3.1, and is what the API serves', async () => {
  const served = (await kit.ask('GET', '/openapi.json', { key: null })).body;
  expect(served).toEqual(JSON.parse(JSON.stringify(document)));
  const result = await new Validator().validate({ ...structuredClone(document) });
  expect(result.errors ?? []).toEqual([]);
  expect(result.valid).toBe(true);
});

/** What is for browsers, and how the framework names a parameter. */
const pages = /^\/($|bill\/|desk|docs|htmx\.js|mail|problems|page\.css|openapi\.json)/;

test('every route is in the document, and the document has no other', () => {
  const routes = kit.app.routes
    .filter(({ method, path }) => method !== 'ALL' && !pages.test(path))
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
  const documented = operations.map(({ method, path }) => `${method} ${path}`);
  expect(new Set(documented)).toEqual(new Set(routes));
  expect(documented.length).toBeGreaterThanOrEqual(18);
});

test('every operation has an id of its own', () => {
  const ids = operations.map(({ operationId }) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
});

test('every body has an example, and every example is as its schema says', () => {
  const bodies = operations.flatMap(bodiesOf);
  expect(bodies.length).toBeGreaterThan(50);
  for (const { where, media } of bodies) {
    const examples = Object.values(media.examples ?? {}).map(({ value }) => value);
    if (media.example !== undefined) examples.push(media.example);
    expect(examples.length, `${where} has no example`).toBeGreaterThan(0);
    const check = compiled(media.schema);
    for (const example of examples) {
      check(example);
      expect(check.errors ?? [], where).toEqual([]);
    }
  }
});

test('every operation under /v1 documents what can go wrong with its key', () => {
  const isForKeyHolders = /^\/v1\/(?!webhooks\/)/;
  for (const { path, responses } of operations.filter((one) => isForKeyHolders.test(one.path))) {
    expect(Object.keys(responses), path).toEqual(expect.arrayContaining(['401', '403', '503']));
  }
});

function bodiesOf({ method, path, requestBody, responses }: Operation) {
  const named = (part: string, content: Record<string, Media> | undefined) =>
    Object.values(content ?? {}).map((media) => ({ where: `${method} ${path} ${part}`, media }));
  return [
    ...named('request', requestBody?.content),
    ...Object.entries(responses).flatMap(([status, { content }]) => named(status, content)),
  ];
}

const known = new Map<string, ValidateFunction>();

/** References lead into the document, so its components go along with every schema. */
function compiled(schema: Media['schema']): ValidateFunction {
  const key = JSON.stringify(schema);
  const before = known.get(key);
  if (before) return before;
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const { components } = document;
  const made = ajv.compile({ ...schema, components });
  known.set(key, made);
  return made;
}
