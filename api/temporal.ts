/** The API's way to the Temporal Server: short waits, and no start-up that depends on it. */
import {
  Client,
  Connection,
  type ConnectionOptions,
  defaultGrpcRetryOptions,
  makeGrpcRetryInterceptor,
} from '@temporalio/client';

/**
 * A client whose connection is made by its first call and made anew whenever it is lost, so that
 * the API starts before the Temporal Server does. Its calls give up after a few tries: whoever
 * waits for an answer over HTTP is better told to come back.
 */
export function lazyTemporalClient(
  options: ConnectionOptions,
  namespace = 'default',
): { client: Client; close: () => Promise<void> } {
  const retry = defaultGrpcRetryOptions({ maxAttempts: 4 });
  const connection = Connection.lazy({
    ...options,
    interceptors: [makeGrpcRetryInterceptor(retry)],
    channelArgs: {
      'grpc.initial_reconnect_backoff_ms': 100,
      'grpc.max_reconnect_backoff_ms': 2_000,
      ...options.channelArgs,
    },
  });
  const client = new Client({ connection, namespace });
  return { client, close: () => connection.close() };
}

/** How long the server may take over one call, in milliseconds. */
export const callTimeoutMs = 5_000;

/** Runs calls that fail unless the server has answered in time. */
export function within<Result>(
  { connection }: Client,
  timeoutMs: number,
  call: () => Promise<Result>,
): Promise<Result> {
  return connection.withDeadline(Date.now() + timeoutMs, call);
}
