/** `npm run advance -- 45d [--customer NUMBER]`: moves the cycles of a running Fairbill ahead. */
import { parseArgs } from 'node:util';
import { connect } from '../db/orm.ts';
import { runCommand } from './run-command.ts';
import { advanceOpenCycles, namesOwnServers } from './start/advance.ts';
import { showCycles } from './start/cycle-table.ts';
import { readDuration } from './start/options.ts';
import { runningTemporal } from './start/running.ts';
import { connectTemporal } from './temporal-connection.ts';
import { line } from './terminal.ts';
import { openDatabase } from './which-database.ts';

const usage = `npm run advance -- 45d [--customer NUMBER] [--data .fairbill] [--in-production]

Moves open cycles ahead in virtual time, on the running npm start or on TEMPORAL_ADDRESS.`;

runCommand(usage, async (args) => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      customer: { type: 'string' },
      data: { type: 'string', default: '.fairbill' },
      'in-production': { type: 'boolean', default: false },
    },
  });
  const milliseconds = readDuration(positionals[0] ?? '');
  const isOwnTemporal = process.env['TEMPORAL_ADDRESS'] !== undefined;
  const address = isOwnTemporal ? undefined : await runningTemporal(values.data);
  const opened = await openDatabase(line, { dataFolder: values.data });
  const database = await connect({ url: opened.url });
  const temporal = await connectTemporal(address);
  try {
    await advanceOpenCycles(database, temporal, {
      milliseconds,
      isOwn: namesOwnServers(process.env),
      inProduction: values['in-production'],
      customer: values.customer,
    });
    line();
    await showCycles(database);
  } finally {
    await temporal.close();
    await database.close(true);
    await opened.close();
  }
});
