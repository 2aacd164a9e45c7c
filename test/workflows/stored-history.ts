/** Histories on disk: what really happened on the server, without anything of the machine it was. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { WorkflowHandle } from '@temporalio/client';
import proto from '@temporalio/proto';

type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

const { History: histories } = proto.temporal.api.history.v1;

const folder = fileURLToPath(new URL('../histories', import.meta.url));

/** The names of the stored histories. */
export async function storedNames(): Promise<string[]> {
  const files = await readdir(folder);
  return files.filter((file) => file.endsWith('.json')).map((file) => file.slice(0, -5));
}

export async function readStored(name: string): Promise<{ text: string; history: History }> {
  const text = await readFile(join(folder, `${name}.json`), 'utf8');
  const plain = JSON.parse(text) as Record<string, Json>;
  return { text: withPayloads(text), history: histories.fromObject(plain) };
}

/** The text of a history with what its payloads say. */
function withPayloads(text: string): string {
  return text.replaceAll(/"data":"([^"]*)"/g, (_all, data: string) =>
    Buffer.from(data, 'base64').toString('utf8'),
  );
}

/** One event a line, so that a change of a history can be read. */
export async function store(name: string, history: History): Promise<void> {
  const made = histories.fromObject(history);
  const plain = histories.toObject(made, { longs: String, enums: String, bytes: String });
  const events = neutral(plain['events'] as Json[]);
  const lines = events.map((event) => JSON.stringify(event)).join(',\n');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${name}.json`), `{"events":[\n${lines}\n]}\n`);
}

/** What a replay does not look at, and what tells of the machine. */
const dropped = new Set([
  'historySizeBytes',
  'identity',
  'requestId',
  'stackTrace',
  'stickyAttributes',
  'taskId',
  'workerVersion',
]);

/** A sticky queue is named after the worker's process. */
const workerName = /^\d+@.*/;
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Ids are numbered in the order of their appearance, also within payloads. */
function neutral(events: readonly Json[]): Json[] {
  const numbers = new Map<string, number>();
  const numbered = (text: string) =>
    text.replaceAll(uuid, (id) => {
      const number = numbers.get(id) ?? numbers.size + 1;
      numbers.set(id, number);
      return `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;
    });
  const walk = (value: Json, key: string): Json => {
    if (typeof value === 'string') {
      if (key !== 'data') return numbered(value).replace(workerName, 'sticky');
      const text = Buffer.from(value, 'base64').toString('utf8');
      return Buffer.from(numbered(text), 'utf8').toString('base64');
    }
    if (Array.isArray(value)) return value.map((item: Json) => walk(item, key));
    if (value === null || typeof value !== 'object') return value;
    const kept = Object.entries(value).filter(([name]) => !dropped.has(name));
    return Object.fromEntries(kept.map(([name, item]) => [name, walk(item, name)]));
  };
  return events.map((event) => walk(event, ''));
}
