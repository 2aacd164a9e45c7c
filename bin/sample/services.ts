import type { BookService } from '../../domain/import/book.ts';

/** A service with its price for a month, in minor units of each currency it is sold in. */
export type SampleService = Omit<BookService, 'seller'> & {
  readonly monthlyMinor: Readonly<Record<string, number>>;
};

export const sampleServices: readonly SampleService[] = [
  {
    code: 'fibre-100',
    names: {
      en: 'Fibre 100 Mbit/s',
      et: 'Valguskaabel 100 Mbit/s',
      sl: 'Optika 100 Mbit/s',
      de: 'Glasfaser 100 Mbit/s',
    },
    taxCategory: 'standard',
    monthlyMinor: { EUR: 19_90, USD: 21_90, GBP: 17_50, CHF: 24_90, JPY: 3_200, NOK: 239_00 },
  },
  {
    code: 'fibre-500',
    names: {
      en: 'Fibre 500 Mbit/s',
      et: 'Valguskaabel 500 Mbit/s',
      sl: 'Optika 500 Mbit/s',
      de: 'Glasfaser 500 Mbit/s',
    },
    taxCategory: 'standard',
    monthlyMinor: { EUR: 29_90, USD: 32_90, GBP: 25_90, CHF: 34_90, JPY: 4_800, NOK: 349_00 },
  },
  {
    code: 'mobile-20',
    names: {
      en: 'Mobile 20 GB',
      et: 'Mobiil 20 GB',
      sl: 'Mobilni 20 GB',
      de: 'Mobilfunk 20 GB',
    },
    taxCategory: 'standard',
    monthlyMinor: { EUR: 12_90, USD: 14_90, GBP: 10_90, CHF: 16_90, JPY: 2_080, NOK: 149_00 },
  },
  {
    code: 'tv-basic',
    names: { en: 'Television', et: 'Televisioon', sl: 'Televizija', de: 'Fernsehen' },
    taxCategory: 'standard',
    monthlyMinor: { EUR: 9_90, USD: 10_90, GBP: 8_50, CHF: 11_90, JPY: 1_580, NOK: 115_00 },
  },
  {
    code: 'backup-1tb',
    names: {
      en: 'Cloud backup 1 TB',
      et: 'Pilvevarundus 1 TB',
      sl: 'Varnostna kopija v oblaku 1 TB',
      de: 'Cloud-Sicherung 1 TB',
    },
    taxCategory: 'standard',
    monthlyMinor: { EUR: 7_90, USD: 8_90, GBP: 6_90, CHF: 8_90, JPY: 1_280, NOK: 89_00 },
  },
  {
    code: 'support-24',
    names: {
      en: 'Support around the clock',
      et: 'Ööpäevaringne tugi',
      sl: 'Podpora 24 ur na dan',
      de: 'Unterstützung rund um die Uhr',
    },
    taxCategory: 'standard',
    monthlyMinor: { EUR: 49_00, USD: 53_00, GBP: 42_00, CHF: 55_00, JPY: 7_800, NOK: 569_00 },
  },
  {
    code: 'static-ip',
    names: {
      en: 'Fixed IP address',
      et: 'Püsiv IP-aadress',
      sl: 'Stalni naslov IP',
      de: 'Feste IP-Adresse',
    },
    taxCategory: 'standard',
    monthlyMinor: { EUR: 4_90, USD: 5_50, GBP: 4_50, CHF: 5_90, JPY: 780, NOK: 55_00 },
  },
  {
    code: 'router',
    names: {
      en: 'Router, included',
      et: 'Ruuter, hinna sees',
      sl: 'Usmerjevalnik, vključen',
      de: 'Router, inbegriffen',
    },
    taxCategory: 'standard',
    monthlyMinor: { EUR: 0, USD: 0, GBP: 0, CHF: 0, JPY: 0, NOK: 0 },
  },
];
