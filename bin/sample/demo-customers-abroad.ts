import type { SampleCustomer } from './customers.ts';

/** Customers of the Estonian seller outside the European Union. Nobody here exists. */
export const demoCustomersAbroad: readonly SampleCustomer[] = [
  {
    number: 'D-1016',
    name: 'Hartley & Daughters Ltd',
    email: 'accounts@hartley-daughters.example',
    place: 'britain',
    address: ['14 Chapel Row', 'BA1 1HN', 'Bath'],
    isBusiness: true,
    vatNumber: 'GB999999918',
    contracts: [
      {
        every: 'month',
        calendar: { daysAgo: 0, periodsBefore: 14 },
        services: ['support-24', 'backup-1tb*2'],
        termDays: 30,
      },
    ],
  },
  {
    number: 'D-1017',
    name: 'Siân Llewellyn',
    email: 'sian.llewellyn@example.com',
    place: 'britain',
    address: ['7 Mill Lane', 'CF10 1FL', 'Cardiff'],
    contracts: [
      { every: 'month', calendar: { daysAgo: 3, periodsBefore: 15 }, services: ['backup-1tb'] },
    ],
  },
  {
    number: 'D-1018',
    name: 'Bergkristall AG',
    email: 'buchhaltung@bergkristall.example',
    place: 'switzerland',
    address: ['Bahnhofstrasse 21', '8001', 'Zürich'],
    isBusiness: true,
    vatNumber: 'CHE999999973MWST',
    contracts: [
      {
        every: 'month',
        calendar: { daysAgo: 0, periodsBefore: 16 },
        services: ['fibre-500', 'support-24'],
        termDays: 30,
      },
    ],
  },
  {
    number: 'D-1019',
    name: 'Łukasz Brönnimann',
    email: 'lukasz.broennimann@example.net',
    place: 'switzerland',
    address: ['Marktgasse 5', '3011', 'Bern'],
    contracts: [
      {
        every: 'quarter',
        calendar: { daysAgo: 2, periodsBefore: 5 },
        services: ['backup-1tb', 'static-ip'],
      },
    ],
  },
  {
    number: 'D-1020',
    name: 'Fjordlys AS',
    email: 'faktura@fjordlys.example',
    place: 'norway',
    address: ['Bryggen 11', '5003', 'Bergen'],
    isBusiness: true,
    vatNumber: 'NO999999980MVA',
    contracts: [
      {
        every: 'month',
        calendar: { daysAgo: 0, periodsBefore: 15 },
        services: ['support-24', 'static-ip'],
        termDays: 14,
      },
    ],
  },
  {
    number: 'D-1021',
    name: 'Ingebjørg Åsen',
    email: 'ingebjorg.asen@example.org',
    place: 'norway',
    address: ['Kirkegata 6', '7011', 'Trondheim'],
    contracts: [
      { every: 'year', calendar: { daysAgo: 1, periodsBefore: 4 }, services: ['backup-1tb'] },
    ],
  },
  {
    number: 'D-1022',
    name: 'Harbor Lights LLC',
    email: 'billing@harborlights.example',
    place: 'newYork',
    address: ['210 Water Street', '10038', 'New York, NY'],
    isBusiness: true,
    contracts: [
      {
        every: 'month',
        calendar: { daysAgo: 0, periodsBefore: 14 },
        services: ['support-24', 'backup-1tb*10'],
        termDays: 30,
      },
    ],
  },
  {
    number: 'D-1023',
    name: 'Dolores Nuñez',
    email: 'dolores.nunez@example.com',
    place: 'newYork',
    address: ['88 Prospect Avenue', '11215', 'Brooklyn, NY'],
    contracts: [{ every: 'month', calendar: { anchorDay: 31 }, services: ['backup-1tb'] }],
  },
  {
    number: 'D-1024',
    name: 'Wayne O’Connell',
    email: 'wayne.oconnell@example.net',
    place: 'california',
    address: ['5 Juniper Court', '94110', 'San Francisco, CA'],
    contracts: [
      {
        every: 'month',
        calendar: { daysAgo: 4, periodsBefore: 16 },
        services: ['backup-1tb', 'support-24'],
      },
    ],
  },
  {
    number: 'D-1025',
    name: '東京データ株式会社',
    email: 'seikyu@tokyo-data.example',
    place: 'japan',
    address: ['千代田区丸の内1-1', '100-0005', '東京'],
    isBusiness: true,
    vatNumber: 'T9999999999901',
    contracts: [
      {
        every: 'month',
        calendar: { daysAgo: 0, periodsBefore: 14 },
        services: ['support-24', 'backup-1tb*4'],
        termDays: 30,
      },
    ],
  },
  {
    number: 'D-1026',
    name: '山田 花子',
    email: 'hanako.yamada@example.org',
    place: 'japan',
    address: ['中央区銀座4-2', '104-0061', '東京'],
    contracts: [{ every: 'month', calendar: { anchorDay: 31 }, services: ['backup-1tb'] }],
  },
];
