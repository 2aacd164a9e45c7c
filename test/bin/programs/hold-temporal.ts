/**
 * Starts a Temporal Server on a file in the folder given, says its address, and stays until killed.
 */
import { freePort } from '../../../bin/embedded/ports.ts';
import { startTemporal } from '../../../bin/embedded/temporal.ts';

const [dataFolder = ''] = process.argv.slice(2);
const { address } = await startTemporal({
  dataFolder,
  port: await freePort(),
  namespace: 'default',
  environment: process.env,
  say: console.log,
});
console.log(`address ${address}`);
setInterval(() => undefined, 1_000);
