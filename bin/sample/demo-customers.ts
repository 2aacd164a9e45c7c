import type { SampleCustomer } from './customers.ts';

/** Customers of the Estonian seller in the European Union. Nobody here exists. */
export const demoCustomers: readonly SampleCustomer[] = [
  {
    number: 'D-1001',
    name: 'Mari Tamm',
    email: 'mari.tamm@example.com',
    place: 'estonia',
    address: ['Pikk 12-4', '10123', 'Tallinn'],
    contracts: [
      {
        every: 'month',
        calendar: { daysAgo: 0, periodsBefore: 14 },
        services: ['fibre-500', 'tv-basic', 'router'],
      },
    ],
  },
  {
    number: 'D-1002',
    name: 'Õie Ööbik',
    email: 'oie.oobik@example.org',
    place: 'estonia',
    address: ['Jõe 3', '51007', 'Tartu'],
    contracts: [{ every: 'month', calendar: { anchorDay: 31 }, services: ['fibre-100', 'router'] }],
  },
  {
    number: 'D-1003',
    name: 'Jüri Kõiv',
    email: 'jyri.koiv@example.net',
    place: 'estonia',
    address: ['Rüütli 41', '80011', 'Pärnu'],
    contracts: [
      { every: 'month', calendar: { daysAgo: 2, periodsBefore: 16 }, services: ['mobile-20*2'] },
    ],
  },
  {
    number: 'D-1004',
    name: 'Äripäike OÜ',
    email: 'arved@aripaike.example',
    place: 'estonia',
    address: ['Narva mnt 7', '10117', 'Tallinn'],
    isBusiness: true,
    vatNumber: 'EE100000036',
    contracts: [
      {
        every: 'month',
        calendar: { daysAgo: 0, periodsBefore: 14 },
        services: ['fibre-500', 'support-24', 'static-ip*2'],
        termDays: 30,
      },
    ],
  },
  {
    number: 'D-1005',
    name: 'Kalev Põder',
    email: 'kalev.poder@example.com',
    place: 'estonia',
    address: ['Võidu 8', '20308', 'Narva'],
    contracts: [
      { every: 'two_weeks', calendar: { daysAgo: 3, periodsBefore: 31 }, services: ['mobile-20'] },
    ],
  },
  {
    number: 'D-1006',
    name: 'Ženja Šults',
    email: 'zenja.sults@example.org',
    place: 'estonia',
    address: ['Kesk 19', '93811', 'Kuressaare'],
    contracts: [
      {
        every: 'quarter',
        calendar: { daysAgo: 1, periodsBefore: 7 },
        services: ['fibre-100', 'tv-basic'],
      },
    ],
  },
  {
    number: 'D-1007',
    name: 'Liisa-Ly Rätsep',
    email: 'liisa.ratsep@example.net',
    place: 'estonia',
    address: ['Lossi 2', '65609', 'Võru'],
    contracts: [
      { every: 'year', calendar: { daysAgo: 4, periodsBefore: 2 }, services: ['backup-1tb'] },
    ],
  },
  {
    number: 'D-1008',
    name: 'Weber & Söhne GmbH',
    email: 'rechnung@weber-soehne.example',
    place: 'germany',
    address: ['Lindenstraße 8', '10969', 'Berlin'],
    isBusiness: true,
    vatNumber: 'DE999999987',
    contracts: [
      {
        every: 'month',
        calendar: { daysAgo: 0, periodsBefore: 15 },
        services: ['fibre-500', 'support-24', 'backup-1tb*5'],
        termDays: 30,
      },
    ],
  },
  {
    number: 'D-1009',
    name: 'Jörg Müßig',
    email: 'joerg.muessig@example.com',
    place: 'germany',
    address: ['Königsallee 60', '40212', 'Düsseldorf'],
    contracts: [
      { every: 'month', calendar: { daysAgo: 5, periodsBefore: 16 }, services: ['backup-1tb'] },
    ],
  },
  {
    number: 'D-1010',
    name: 'Annegret Voß',
    email: 'annegret.voss@example.org',
    place: 'germany',
    address: ['Sögestraße 4', '28195', 'Bremen'],
    contracts: [
      {
        every: 'month',
        calendar: { anchorDay: 30 },
        services: ['backup-1tb', 'support-24'],
      },
    ],
  },
  {
    number: 'D-1011',
    name: 'Pohjola Data Oy',
    email: 'laskut@pohjoladata.example',
    place: 'finland',
    address: ['Aleksanterinkatu 15', '00100', 'Helsinki'],
    isBusiness: true,
    vatNumber: 'FI99999984',
    contracts: [
      {
        every: 'quarter',
        calendar: { daysAgo: 0, periodsBefore: 6 },
        services: ['support-24', 'static-ip*4'],
        termDays: 21,
      },
    ],
  },
  {
    number: 'D-1012',
    name: 'Väinö Hämäläinen',
    email: 'vaino.hamalainen@example.net',
    place: 'finland',
    address: ['Hämeenkatu 9', '33100', 'Tampere'],
    contracts: [
      {
        every: 'month',
        calendar: { daysAgo: 6, periodsBefore: 16 },
        services: ['mobile-20', 'backup-1tb'],
      },
    ],
  },
  {
    number: 'D-1013',
    name: 'Aino Sjöström',
    email: 'aino.sjostrom@example.com',
    place: 'finland',
    address: ['Linnankatu 30', '20100', 'Turku'],
    contracts: [
      { every: 'two_weeks', calendar: { daysAgo: 0, periodsBefore: 30 }, services: ['mobile-20'] },
    ],
  },
  {
    number: 'D-1014',
    name: 'Ελληνικά Δίκτυα ΑΕ',
    email: 'invoices@ellinika-diktya.example',
    place: 'greece',
    address: ['Ερμού 25', '105 63', 'Αθήνα'],
    isBusiness: true,
    vatNumber: 'EL999999981',
    contracts: [
      {
        every: 'month',
        calendar: { daysAgo: 1, periodsBefore: 15 },
        services: ['support-24', 'backup-1tb*3'],
        termDays: 30,
      },
    ],
  },
  {
    number: 'D-1015',
    name: 'Σοφία Παπαδοπούλου',
    email: 'sofia.p@example.org',
    place: 'greece',
    address: ['Τσιμισκή 40', '546 23', 'Θεσσαλονίκη'],
    contracts: [{ every: 'month', calendar: { anchorDay: 29 }, services: ['backup-1tb'] }],
  },
];
