import { ActivityFailure } from '@temporalio/common';
import { CancellationScope, condition } from '@temporalio/workflow';

/**
 * Waits for work that others may hold up for hours, such as a mail server that is away, but not
 * longer than until something is heard. Null when it was given up, or did not come to an end in
 * its time: then whoever asked looks at the cycle again, and at the clock.
 *
 * Giving up is harmless, because each such work asks the books, under the row's lock, whether it
 * is still to be done: it comes before what was heard, or not at all.
 */
export async function unlessHeard<Result>(
  heard: () => boolean,
  work: () => Promise<Result>,
): Promise<Result | null> {
  const scope = new CancellationScope();
  try {
    return await scope.run(() => Promise.race([work(), condition(heard).then(() => null)]));
  } catch (error) {
    if (error instanceof ActivityFailure && error.retryState === 'TIMEOUT') return null;
    throw error;
  } finally {
    // Ends what is still waited for; what has come to its end does not notice.
    scope.cancel();
  }
}
