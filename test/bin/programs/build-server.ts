/** Builds the Temporal Server into the file given, by whatever `go` the PATH has. */
import { buildServer } from '../../../bin/embedded/temporal-build.ts';

const [target = ''] = process.argv.slice(2);
await buildServer(target, '0.0.0', { environment: process.env, say: console.log });
console.log('built');
