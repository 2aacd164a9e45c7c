import type { Interval } from '../../domain/calendar.ts';

/** When a contract's periods begin, told from today so that one of them has just begun. */
export type SampleCalendar =
  /** The period began so many days ago, and so many periods came before it. */
  | { readonly daysAgo: number; readonly periodsBefore: number }
  /** Anchored in January of the year before last, on a day that not every month has. */
  | { readonly anchorDay: 29 | 30 | 31 };

export type SampleContract = {
  readonly every: 'month' | 'quarter' | 'year' | 'two_weeks';
  readonly calendar: SampleCalendar;
  /** Codes of services; a number after a star is the quantity: `mobile-20*3`. */
  readonly services: readonly string[];
  /** Days until the invoice is due; two weeks unless told otherwise. */
  readonly termDays?: number;
};

export const sampleIntervals: Readonly<
  Record<SampleContract['every'], { readonly interval: Interval; readonly months: number }>
> = {
  month: { interval: { unit: 'month', count: 1 }, months: 1 },
  quarter: { interval: { unit: 'month', count: 3 }, months: 3 },
  year: { interval: { unit: 'year', count: 1 }, months: 12 },
  // Sold at half a month's price.
  two_weeks: { interval: { unit: 'week', count: 2 }, months: 0.5 },
};

/** Country, time zone, currency and language that customers of one place share. */
export type SamplePlace = {
  readonly country: string;
  readonly timeZone: string;
  readonly currency: string;
  readonly language: string;
};

export const samplePlaces = {
  estonia: { country: 'EE', timeZone: 'Europe/Tallinn', currency: 'EUR', language: 'et' },
  slovenia: { country: 'SI', timeZone: 'Europe/Ljubljana', currency: 'EUR', language: 'sl' },
  germany: { country: 'DE', timeZone: 'Europe/Berlin', currency: 'EUR', language: 'de' },
  austria: { country: 'AT', timeZone: 'Europe/Vienna', currency: 'EUR', language: 'de' },
  finland: { country: 'FI', timeZone: 'Europe/Helsinki', currency: 'EUR', language: 'en' },
  greece: { country: 'GR', timeZone: 'Europe/Athens', currency: 'EUR', language: 'en' },
  croatia: { country: 'HR', timeZone: 'Europe/Zagreb', currency: 'EUR', language: 'en' },
  britain: { country: 'GB', timeZone: 'Europe/London', currency: 'GBP', language: 'en' },
  switzerland: { country: 'CH', timeZone: 'Europe/Zurich', currency: 'CHF', language: 'de' },
  norway: { country: 'NO', timeZone: 'Europe/Oslo', currency: 'NOK', language: 'en' },
  newYork: { country: 'US', timeZone: 'America/New_York', currency: 'USD', language: 'en' },
  california: { country: 'US', timeZone: 'America/Los_Angeles', currency: 'USD', language: 'en' },
  japan: { country: 'JP', timeZone: 'Asia/Tokyo', currency: 'JPY', language: 'en' },
} satisfies Readonly<Record<string, SamplePlace>>;

export type SampleCustomer = {
  readonly number: string;
  readonly name: string;
  readonly email: string;
  readonly place: keyof typeof samplePlaces;
  /** Street, postal code, city. */
  readonly address: readonly [string, string, string];
  readonly isBusiness?: true;
  readonly vatNumber?: string;
  readonly contracts: readonly SampleContract[];
};
