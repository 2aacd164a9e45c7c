import { MikroORM } from '@mikro-orm/postgresql';
import { Migrator } from '@mikro-orm/migrations';
import { BankEntry, BankFile, BankStatement } from './entities/bank.ts';
import { CustomerCard } from './entities/cards.ts';
import { Contract, ContractLine, Ladder, Service } from './entities/contracts.ts';
import {
  BillingCycle,
  BillingProblem,
  BillingRun,
  Charge,
  Journal,
  PromiseToPay,
  Reminder,
} from './entities/cycles.ts';
import {
  Allocation,
  CreditRefund,
  Invoice,
  InvoiceLine,
  Payment,
  PaymentReversal,
} from './entities/papers.ts';
import { ApiKey, Customer, Seller } from './entities/parties.ts';
import { driverLimits, type Limits } from './limits.ts';
import { releaseLostConnections } from './lost-connections.ts';
import { TheHouse } from './migrations/migration-0001-the-house.ts';
import { Bank } from './migrations/migration-0002-bank.ts';
import { CreditRefunds } from './migrations/migration-0003-credit-refund.ts';
import { Cards } from './migrations/migration-0004-cards.ts';
import { Disputes } from './migrations/migration-0005-disputes.ts';
import { Staff } from './migrations/migration-0006-staff.ts';
import { Links } from './migrations/migration-0009-links.ts';
import { DiscountLines } from './migrations/migration-0010-discount-lines.ts';
import { Approvals } from './migrations/migration-0011-approvals.ts';

const entities = [
  Seller,
  Customer,
  ApiKey,
  Service,
  Ladder,
  Contract,
  ContractLine,
  BillingRun,
  BillingCycle,
  BillingProblem,
  Reminder,
  PromiseToPay,
  Charge,
  Journal,
  Invoice,
  InvoiceLine,
  Payment,
  Allocation,
  PaymentReversal,
  CreditRefund,
  BankFile,
  BankStatement,
  BankEntry,
  CustomerCard,
];

export type ConnectOptions = {
  /** PostgreSQL connection string. */
  url: string;
  /** How many connections this process may hold at once. */
  poolSize?: number;
  /** Left out where somebody waits beside it: imports, migrations, the proof of the books. */
  limits?: Limits;
  /** Hears of every statement; benchmarks count them. */
  onStatement?: (sql: string) => void;
};

/** Connects to the database. Fork an EntityManager for every request and activity. */
export async function connect({ url, poolSize = 10, limits, onStatement }: ConnectOptions) {
  return MikroORM.init({
    clientUrl: url,
    entities,
    pool: { min: 0, max: poolSize },
    driverOptions: {
      // A PostgreSQL that does not answer must fail a request, not hold it.
      connectionTimeoutMillis: 10_000,
      onPoolCreated: releaseLostConnections,
      ...driverLimits(limits),
    },
    extensions: [Migrator],
    migrations: {
      tableName: 'fairbill_migration',
      migrationsList: [
        { name: 'migration-0001-the-house', class: TheHouse },
        { name: 'migration-0002-bank', class: Bank },
        { name: 'migration-0003-credit-refund', class: CreditRefunds },
        { name: 'migration-0004-cards', class: Cards },
        { name: 'migration-0005-disputes', class: Disputes },
        { name: 'migration-0006-staff', class: Staff },
        { name: 'migration-0009-links', class: Links },
        { name: 'migration-0010-discount-lines', class: DiscountLines },
        { name: 'migration-0011-approvals', class: Approvals },
      ],
      snapshot: false,
      silent: true,
      transactional: true,
      allOrNothing: true,
    },
    ...(onStatement && { debug: ['query'], logger: onStatement }),
  });
}

export type Database = Awaited<ReturnType<typeof connect>>;
