/** Starts the embedded PostgreSQL in the folder given, says its address, and stays until killed. */
import { startPostgres } from '../../../bin/embedded/postgres.ts';

const [dataFolder = ''] = process.argv.slice(2);
const { url } = await startPostgres({ dataFolder, durable: false, say: () => undefined });
console.log(`ready ${url}`);
setInterval(() => undefined, 1_000);
