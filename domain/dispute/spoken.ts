/** How a promise stands, in words for a page. Pure. */
import { serviceMinutesBetween, type ServiceHours } from './service-hours.ts';

/** A promise and when it was given. */
export type SpokenPromise = {
  readonly kind: 'first_answer' | 'resolution';
  readonly promisedAtMs: number;
  readonly dueAtMs: number;
};

/** `soon` when under a quarter of the promised time is left. */
export type TimeLeft = { readonly words: string; readonly mark: 'ok' | 'soon' | 'missed' };

const names = { first_answer: 'first answer', resolution: 'decision' } as const;
const quarters = 4;
const minuteMs = 60_000;
const minutesOfHour = 60;
const minutesOfDay = 24 * minutesOfHour;

/**
 * How long there is still, as the clock on the wall will show it, and whether that is little of
 * the service time that was promised: on Friday evening Monday noon is near for nobody.
 */
export function timeLeft(promise: SpokenPromise, nowMs: number, hours: ServiceHours): TimeLeft {
  const { kind, promisedAtMs, dueAtMs } = promise;
  const name = names[kind];
  if (nowMs >= dueAtMs) {
    return { words: `${name} was due ${duration(nowMs - dueAtMs)} ago`, mark: 'missed' };
  }
  const promised = serviceMinutesBetween(promisedAtMs, dueAtMs, hours);
  const left = serviceMinutesBetween(nowMs, dueAtMs, hours);
  return {
    words: `${name} due in ${duration(dueAtMs - nowMs)}`,
    mark: left * quarters < promised ? 'soon' : 'ok',
  };
}

/** In the two largest units that say something: `2 d 4 h`, `1 h 40 min`, `5 min`. */
function duration(ms: number): string {
  const minutes = Math.floor(ms / minuteMs);
  if (minutes === 0) return 'less than 1 min';
  const [days, hours] = [Math.floor(minutes / minutesOfDay), Math.floor(minutes / minutesOfHour)];
  const parts =
    days > 0
      ? [part(days, 'd'), part(hours % 24, 'h')]
      : [part(hours, 'h'), part(minutes % minutesOfHour, 'min')];
  return parts.filter((text) => text !== '').join(' ');
}

function part(count: number, unit: string): string {
  return count === 0 ? '' : `${count} ${unit}`;
}
