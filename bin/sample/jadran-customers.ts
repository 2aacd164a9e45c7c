import type { SampleCustomer } from './customers.ts';

/** Customers of the Slovenian seller. Nobody here exists. */
export const jadranCustomers: readonly SampleCustomer[] = [
  {
    number: 'J-2001',
    name: 'Žiga Žnidaršič',
    email: 'ziga.znidarsic@example.com',
    place: 'slovenia',
    address: ['Trubarjeva cesta 14', '1000', 'Ljubljana'],
    contracts: [
      {
        every: 'month',
        calendar: { daysAgo: 0, periodsBefore: 14 },
        services: ['fibre-500', 'tv-basic', 'router'],
      },
    ],
  },
  {
    number: 'J-2002',
    name: 'Špela Čebašek',
    email: 'spela.cebasek@example.org',
    place: 'slovenia',
    address: ['Glavni trg 3', '2000', 'Maribor'],
    contracts: [
      {
        every: 'month',
        calendar: { daysAgo: 1, periodsBefore: 15 },
        services: ['fibre-100', 'router', 'mobile-20'],
      },
    ],
  },
  {
    number: 'J-2003',
    name: 'Primož Đurić',
    email: 'primoz.duric@example.net',
    place: 'slovenia',
    address: ['Titov trg 9', '6000', 'Koper'],
    contracts: [{ every: 'month', calendar: { anchorDay: 31 }, services: ['mobile-20*3'] }],
  },
  {
    number: 'J-2004',
    name: 'Čebelica d.o.o.',
    email: 'racunovodstvo@cebelica.example',
    place: 'slovenia',
    address: ['Stritarjeva 6', '4000', 'Kranj'],
    isBusiness: true,
    vatNumber: 'SI99999986',
    contracts: [
      {
        every: 'month',
        calendar: { daysAgo: 0, periodsBefore: 14 },
        services: ['fibre-500', 'support-24', 'static-ip'],
        termDays: 30,
      },
    ],
  },
  {
    number: 'J-2005',
    name: 'Mojca Kovačič',
    email: 'mojca.kovacic@example.com',
    place: 'slovenia',
    address: ['Prešernova 22', '3000', 'Celje'],
    contracts: [
      { every: 'two_weeks', calendar: { daysAgo: 5, periodsBefore: 31 }, services: ['mobile-20'] },
    ],
  },
  {
    number: 'J-2006',
    name: 'Anže Šušteršič',
    email: 'anze.sustersic@example.org',
    place: 'slovenia',
    address: ['Kandijska 1', '8000', 'Novo mesto'],
    contracts: [
      {
        every: 'quarter',
        calendar: { daysAgo: 3, periodsBefore: 7 },
        services: ['fibre-100', 'tv-basic'],
      },
      { every: 'month', calendar: { daysAgo: 3, periodsBefore: 16 }, services: ['mobile-20'] },
    ],
  },
  {
    number: 'J-2007',
    name: 'Neža Hočevar',
    email: 'neza.hocevar@example.net',
    place: 'slovenia',
    address: ['Erjavčeva 12', '5000', 'Nova Gorica'],
    contracts: [
      { every: 'year', calendar: { daysAgo: 2, periodsBefore: 2 }, services: ['backup-1tb'] },
    ],
  },
  {
    number: 'J-2008',
    name: 'Sušak Logistika d.o.o.',
    email: 'racuni@susak-logistika.example',
    place: 'croatia',
    address: ['Korzo 18', '51000', 'Rijeka'],
    isBusiness: true,
    vatNumber: 'HR99999999986',
    contracts: [
      {
        every: 'month',
        calendar: { daysAgo: 0, periodsBefore: 15 },
        services: ['support-24', 'static-ip*3'],
        termDays: 30,
      },
    ],
  },
  {
    number: 'J-2009',
    name: 'Ivana Šarić',
    email: 'ivana.saric@example.com',
    place: 'croatia',
    address: ['Ilica 77', '10000', 'Zagreb'],
    contracts: [
      { every: 'month', calendar: { daysAgo: 6, periodsBefore: 16 }, services: ['backup-1tb'] },
    ],
  },
  {
    number: 'J-2010',
    name: 'Frantschach Holz GmbH',
    email: 'rechnung@frantschach-holz.example',
    place: 'austria',
    address: ['Hauptplatz 4', '9020', 'Klagenfurt'],
    isBusiness: true,
    vatNumber: 'ATU99999984',
    contracts: [
      {
        every: 'month',
        calendar: { daysAgo: 0, periodsBefore: 14 },
        services: ['support-24', 'backup-1tb*2'],
        termDays: 21,
      },
    ],
  },
  {
    number: 'J-2011',
    name: 'Grete Jäger',
    email: 'grete.jaeger@example.org',
    place: 'austria',
    address: ['Herrengasse 16', '8010', 'Graz'],
    contracts: [{ every: 'month', calendar: { anchorDay: 30 }, services: ['backup-1tb'] }],
  },
  {
    number: 'J-2012',
    name: 'Nina Weiß',
    email: 'nina.weiss@example.net',
    place: 'germany',
    address: ['Sendlinger Straße 2', '80331', 'München'],
    contracts: [
      { every: 'month', calendar: { daysAgo: 2, periodsBefore: 16 }, services: ['backup-1tb'] },
    ],
  },
  {
    number: 'J-2013',
    name: 'Κώστας Νικολάου',
    email: 'kostas.nikolaou@example.com',
    place: 'greece',
    address: ['Κορίνθου 8', '262 23', 'Πάτρα'],
    contracts: [
      { every: 'quarter', calendar: { daysAgo: 0, periodsBefore: 5 }, services: ['backup-1tb'] },
    ],
  },
  {
    number: 'J-2014',
    name: 'Alpenblick Treuhand AG',
    email: 'rechnungen@alpenblick.example',
    place: 'switzerland',
    address: ['Pilatusstrasse 3', '6003', 'Luzern'],
    isBusiness: true,
    vatNumber: 'CHE999999967MWST',
    contracts: [
      {
        every: 'month',
        calendar: { daysAgo: 1, periodsBefore: 15 },
        services: ['support-24'],
        termDays: 30,
      },
    ],
  },
];
