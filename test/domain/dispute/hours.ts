import fc from 'fast-check';
import {
  type ServiceHours,
  type ServiceSpan,
  type Weekday,
  weekdays,
} from '../../../domain/dispute/service-hours.ts';

/** Monday to Friday from nine to five, in Tallinn. */
export const officeHours: ServiceHours = hoursOf([{ from: '09:00', to: '17:00' }]);

/** The same spans on the weekdays that are named. */
export function hoursOf(
  spans: readonly ServiceSpan[],
  on: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri'],
  rest: Partial<Omit<ServiceHours, 'weekly'>> = {},
): ServiceHours {
  const spansOn = (weekday: Weekday) => (on.includes(weekday) ? spans : []);
  return {
    timeZone: 'Europe/Tallinn',
    weekly: {
      mon: spansOn('mon'),
      tue: spansOn('tue'),
      wed: spansOn('wed'),
      thu: spansOn('thu'),
      fri: spansOn('fri'),
      sat: spansOn('sat'),
      sun: spansOn('sun'),
    },
    holidays: [],
    ...rest,
  };
}

/** The instant that a text such as `2026-03-02T09:00+02:00` names. */
export const at = (text: string): number => Date.parse(text);

const time = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** Rising spans from an even number of different minutes of a day. */
const spans: fc.Arbitrary<ServiceSpan[]> = fc
  .uniqueArray(fc.integer({ min: 0, max: 1_440 }), { maxLength: 6 })
  .map((minutes) => {
    const edges = [...minutes].sort((one, other) => one - other).map(time);
    return edges.flatMap((from, index) => {
      const to = edges[index + 1];
      return index % 2 === 0 && to !== undefined ? [{ from, to }] : [];
    });
  });

const anySpan: ServiceSpan = { from: '00:00', to: '24:00' };

/** Zones that change at two, at midnight and by half an hour, one that skipped a day, one without. */
const zones = [
  'Europe/Tallinn',
  'America/Sao_Paulo',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Asia/Tokyo',
];

/** An instant of 2000 to 2026, as often near a change of clocks as not. */
export const instant: fc.Arbitrary<number> = fc.oneof(
  fc.integer({ min: at('2000-01-01T00:00Z'), max: at('2026-12-31T00:00Z') }),
  fc
    .tuple(
      fc.constantFrom(
        '2026-03-29T01:00Z',
        '2026-10-25T01:00Z',
        '2006-11-05T03:00Z',
        '2007-02-25T02:00Z',
        '2006-10-29T02:31Z',
        '2011-12-30T10:00Z',
      ),
      fc.integer({ min: -3 * 86_400_000, max: 86_400_000 }),
    )
    .map(([text, shiftMs]) => at(text) + shiftMs),
);

export const anyHours: fc.Arbitrary<ServiceHours> = fc
  .record({
    timeZone: fc.constantFrom(...zones),
    weekly: fc.record({
      mon: spans,
      tue: spans,
      wed: spans,
      thu: spans,
      fri: spans,
      sat: spans,
      sun: spans,
    }),
    holidays: fc.subarray(['2026-03-30', '2026-10-26', '2011-12-31', '2006-11-06']),
  })
  .map((hours) => {
    const isOpen = weekdays.some((weekday) => hours.weekly[weekday].length > 0);
    return isOpen ? hours : { ...hours, weekly: { ...hours.weekly, wed: [anySpan] } };
  });
