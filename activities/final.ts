import { ApplicationFailure } from '@temporalio/common';
import { RefusalError } from '../domain/errors.ts';

/** A refusal does not change by being tried again; its code crosses as the failure's type. */
export async function final<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    throw ApplicationFailure.nonRetryable(error.message, error.code);
  }
}
