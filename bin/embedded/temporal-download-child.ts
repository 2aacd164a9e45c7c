/**
 * Run by temporal-download.ts: `node temporal-download-child.ts FOLDER VERSION` downloads
 * Temporal's command-line program into FOLDER and tries it once.
 */
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { wordsOf } from './launcher-error.ts';

const [downloadDir = '.', version = 'default'] = process.argv.slice(2);
try {
  const environment = await TestWorkflowEnvironment.createLocal({
    server: { executable: { type: 'cached-download', downloadDir, version, ttl: '3650d' } },
  });
  await environment.teardown();
} catch (error) {
  console.error(wordsOf(error));
  process.exitCode = 1;
}
