import type { BookSeller } from '../../domain/import/book.ts';

/** Made up, like the other; the addresses are at domains that belong to nobody (RFC 2606). */
export const demoSeller: BookSeller = {
  code: 'fairbill-demo',
  name: 'Fairbill Demo OÜ',
  addressLine: 'Lai tänav 1',
  postalCode: '10133',
  city: 'Tallinn',
  country: 'EE',
  vatNumber: 'EE100000094',
  email: 'arved@fairbill-demo.example',
  iban: 'EE382200221020145685',
  bic: 'HABAEE2X',
  language: 'en',
  currency: 'EUR',
  timeZone: 'Europe/Tallinn',
  weekendRule: 'next_working_day',
  oneStopShop: true,
  invoicePrefix: 'FD',
};

export const jadranSeller: BookSeller = {
  code: 'jadran-demo',
  name: 'Jadran Demo d.o.o.',
  addressLine: 'Čopova ulica 2',
  postalCode: '1000',
  city: 'Ljubljana',
  country: 'SI',
  vatNumber: 'SI99999960',
  email: 'racuni@jadran-demo.example',
  iban: 'SI56263300012039086',
  bic: 'LJBASI2X',
  language: 'sl',
  currency: 'EUR',
  timeZone: 'Europe/Ljubljana',
  weekendRule: 'keep',
  oneStopShop: true,
  invoicePrefix: 'JD',
};
