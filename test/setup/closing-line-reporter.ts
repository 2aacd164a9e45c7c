import { writeSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/**
 * Ends the run with `N passed, N failed` alone on the very last line. A file that could not be
 * loaded counts as failed, and so does a run that never came to its tests: an empty run is no
 * success.
 */
export default class ClosingLineReporter implements Reporter {
  #counts: Counts | undefined;

  onInit(): void {
    // Other reporters, and the servers' stop, still speak after the last test.
    process.once('exit', (code) => {
      const { passed, failed } = this.#counts ?? { passed: 0, failed: 1 };
      if (failed > 0 || passed === 0) process.exitCode = code || 1;
      writeLine(`${passed} passed, ${failed} failed`);
    });
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const counts = modules.map(countsOf);
    const passed = sum(counts.map((count) => count.passed));
    const failed = sum(counts.map((count) => count.failed)) + unhandled.length;
    this.#counts = { passed, failed };
  }
}

function countsOf(module: TestModule): Counts {
  const tests = [...module.children.allTests()].map((test) => test.result().state);
  const failed = tests.filter((state) => state === 'failed' || state === 'pending').length;
  const couldNotLoad = module.state() === 'failed' && failed === 0;
  return {
    passed: tests.filter((state) => state === 'passed').length,
    failed: failed + (couldNotLoad ? 1 : 0),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** Written at once, because after `exit` nothing is waited for; a full pipe is tried again. */
function writeLine(line: string): void {
  for (let rest = Buffer.from(`${line}\n`); rest.length > 0; ) {
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) return;
    }
  }
}
