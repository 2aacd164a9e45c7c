/** How a bill names a discount, in the customer's language; another language is written in English. */
import type { Discount } from './discount.ts';

export type DiscountTold = {
  readonly kind: Discount['kind'];
  readonly basisPoints: number | null;
  readonly serviceName: string | null;
  readonly bills: number;
};

type Words = {
  readonly percent: (percent: string) => string;
  readonly free: string;
  readonly amount: string;
  readonly price: (service: string) => string;
};

const languages: Readonly<Record<string, Words>> = {
  en: {
    percent: (percent) => `Discount ${percent} %`,
    free: 'Free of charge',
    amount: 'Discount',
    price: (service) => `Better price: ${service}`,
  },
  de: {
    percent: (percent) => `Rabatt ${percent} %`,
    free: 'Kostenfrei',
    amount: 'Rabatt',
    price: (service) => `Besserer Preis: ${service}`,
  },
  et: {
    percent: (percent) => `Soodustus ${percent} %`,
    free: 'Tasuta',
    amount: 'Soodustus',
    price: (service) => `Soodsam hind: ${service}`,
  },
  sl: {
    percent: (percent) => `Popust ${percent} %`,
    free: 'Brezplačno',
    amount: 'Popust',
    price: (service) => `Ugodnejša cena: ${service}`,
  },
};

export function discountWords(told: DiscountTold, language: string): string {
  const spoken = Object.hasOwn(languages, language) ? language : 'en';
  const words = languages[spoken] ?? languages['en'];
  if (!words) return 'Discount';
  switch (told.kind) {
    case 'percent': {
      if (told.basisPoints === 10_000) return words.free;
      const percent = new Intl.NumberFormat(spoken).format((told.basisPoints ?? 0) / 100);
      return words.percent(percent);
    }
    case 'amount':
      return words.amount;
    case 'price':
      return words.price(told.serviceName ?? '');
  }
}
