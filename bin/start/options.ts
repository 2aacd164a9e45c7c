import { parseArgs } from 'node:util';
import { type LocalDate, isLocalDate } from '../../domain/calendar.ts';
import { refuse } from '../../domain/errors.ts';

export type StartOptions = {
  readonly dataFolder: string;
  readonly port: number;
  readonly postgresPort: number;
  readonly temporalPort: number;
  readonly uiPort: number;
  readonly mailPort: number;
  readonly reset: boolean;
  readonly yes: boolean;
  /** Milliseconds by which open cycles are moved ahead in virtual time; nothing is left out. */
  readonly advanceMs: number;
  readonly inProduction: boolean;
  readonly asOf: LocalDate | null;
  /** Stop after the run instead of staying up; for tests and scripts. */
  readonly once: boolean;
};

export const usage = `npm start -- [options]

  --advance 45d        move open cycles ahead in virtual time (d days, h hours)
  --as-of DATE         bill as of this date instead of today
  --reset [--yes]      start anew: delete the data folder, after asking
  --once               stop everything after the run instead of staying up
  --port 3000          the API
  --temporal-ui-port 8233  the Temporal UI
  --temporal-port 7233 Temporal
  --postgres-port 5433 PostgreSQL
  --mail-port 1025     the mail catcher
  --data .fairbill     the data folder
  --in-production      allow --advance on a Temporal Server of your own (TEMPORAL_ADDRESS)

  DATABASE_URL, TEMPORAL_ADDRESS and SMTP_URL use your own servers instead of embedded ones.`;

const options = {
  advance: { type: 'string' },
  'as-of': { type: 'string' },
  reset: { type: 'boolean', default: false },
  yes: { type: 'boolean', default: false },
  once: { type: 'boolean', default: false },
  port: { type: 'string', default: '3000' },
  'temporal-ui-port': { type: 'string', default: '8233' },
  'temporal-port': { type: 'string', default: '7233' },
  'postgres-port': { type: 'string', default: '5433' },
  'mail-port': { type: 'string', default: '1025' },
  data: { type: 'string', default: '.fairbill' },
  'in-production': { type: 'boolean', default: false },
} as const;

/** Reads the command line, or refuses with a sentence what it cannot read. */
export function readOptions(args: readonly string[]): StartOptions {
  const { values } = parse(args);
  const asOf = values['as-of'];
  if (asOf !== undefined && !isLocalDate(asOf)) {
    refuse('date_invalid', `--as-of ${asOf} is not a date such as 2026-03-01.`);
  }
  return {
    dataFolder:
      values.data === ''
        ? refuse('body_invalid', '--data needs the name of a folder.')
        : values.data,
    port: port('--port', values.port),
    postgresPort: port('--postgres-port', values['postgres-port']),
    temporalPort: port('--temporal-port', values['temporal-port']),
    uiPort: port('--temporal-ui-port', values['temporal-ui-port']),
    mailPort: port('--mail-port', values['mail-port']),
    reset: values.reset,
    yes: values.yes,
    advanceMs: values.advance === undefined ? 0 : readDuration(values.advance),
    inProduction: values['in-production'],
    asOf: asOf ?? null,
    once: values.once,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, strict: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return refuse('body_invalid', `${reason}\n\n${usage}`);
  }
}

function port(option: string, text: string): number {
  const value = Number(text);
  const isPort = Number.isInteger(value) && value >= 1 && value <= 65_535;
  return isPort
    ? value
    : refuse('body_invalid', `${option} ${text} is not a port from 1 to 65535.`);
}

/** Milliseconds of a text such as 45d or 36h; at most ten years. */
export function readDuration(text: string): number {
  const match = /^(\d{1,4})([dh])$/.exec(text);
  const milliseconds = Number(match?.[1]) * (match?.[2] === 'd' ? 86_400_000 : 3_600_000);
  const isUsable = match !== null && milliseconds > 0 && milliseconds <= 3_650 * 86_400_000;
  return isUsable
    ? milliseconds
    : refuse('body_invalid', `${text} is not a duration such as 45d or 36h.`);
}
