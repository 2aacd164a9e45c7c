import { ApplicationFailure, TemporalFailure } from '@temporalio/common';
import { RefusalError } from '../domain/errors.ts';

/**
 * What leaves an activity as a failure. A refusal does not change by being tried again; its code
 * crosses as the failure's type. Any other error is tried again, and crosses without its message:
 * a mail server's answer or a database's "failing row" would carry personal data into histories.
 */
export async function final<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof RefusalError) {
      throw ApplicationFailure.nonRetryable(error.message, error.code);
    }
    throw error instanceof TemporalFailure ? error : withoutMessage(error);
  }
}

/** The error's class, its codes and where it was thrown: enough to find the cause. */
function withoutMessage(error: unknown): ApplicationFailure {
  if (!(error instanceof Error)) return ApplicationFailure.create({ message: 'unknown failure' });
  const codes = ['code', 'responseCode'].flatMap((name) => {
    const value: unknown = Reflect.get(error, name);
    return typeof value === 'string' || typeof value === 'number' ? [String(value)] : [];
  });
  const message = [error.name, ...codes].join(' ');
  const failure = ApplicationFailure.create({ message, type: error.name });
  const frames = (error.stack ?? '').split('\n').filter((frame) => /^\s+at /.test(frame));
  failure.stack = [message, ...frames].join('\n');
  return failure;
}
