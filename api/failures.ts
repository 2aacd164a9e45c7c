/** From whatever was thrown to the problem that the caller is told. */
import { DriverException } from '@mikro-orm/core';
import {
  isGrpcServiceError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { HTTPException } from 'hono/http-exception';
import { isRefusalCode, RefusalError } from '../domain/errors.ts';
import type { Problem } from './problems.ts';

/** The problem behind an error, or null when it is a bug of ours. */
export function problemOf(error: unknown): Problem | null {
  if (error instanceof RefusalError) return { code: error.code, detail: error.message };
  if (error instanceof HTTPException) return problemOfHttp(error);
  if (error instanceof WorkflowUpdateFailedError) return refusalOfWorkflow(error.cause);
  if (isTemporalGone(error)) return temporalUnavailable;
  if (isDatabaseGone(error)) return databaseUnavailable;
  return null;
}

const temporalUnavailable: Problem = {
  code: 'temporal_unavailable',
  detail: 'The Temporal Server cannot be reached. Nothing was done; try again in a moment.',
};

const databaseUnavailable: Problem = {
  code: 'database_unavailable',
  detail: 'The database cannot be reached. Nothing was done; try again in a moment.',
};

/** Calls to Temporal end by themselves, so a request that takes too long waits for the database. */
export function tooLate(): HTTPException {
  return new HTTPException(503);
}

/** A refusal of the workflow is the same refusal over HTTP. */
function refusalOfWorkflow(cause: Error | undefined): Problem | null {
  if (!(cause instanceof ApplicationFailure) || !isRefusalCode(cause.type)) return null;
  return { code: cause.type, detail: cause.message };
}

/** What the HTTP library itself refuses before a route is asked. */
function problemOfHttp({ status }: HTTPException): Problem | null {
  switch (status) {
    case 400:
      return { code: 'body_invalid', detail: 'The body is not JSON that can be read.' };
    case 415:
      return {
        code: 'media_type_unsupported',
        detail: 'Send the body as JSON, with the header "Content-Type: application/json".',
      };
    case 503:
      return {
        code: 'database_unavailable',
        detail: 'The database did not answer in time. Asking again is safe.',
      };
    default:
      return null;
  }
}

/** CANCELLED, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED and UNAVAILABLE, by gRPC's numbers. */
const goneStatuses: readonly number[] = [1, 4, 8, 14];

/** Whether the Temporal Server did not answer in time, or not at all. */
export function isTemporalGone(error: unknown): boolean {
  return causesOf(error).some(
    (cause) =>
      cause instanceof WorkflowUpdateRPCTimeoutOrCancelledError ||
      (isGrpcServiceError(cause) && goneStatuses.includes(cause.code)),
  );
}

/**
 * Network errors, and PostgreSQL's classes 08 (connection), 53 (resources) and 57P (shutdown), and
 * what it says when it ends a statement (57014) or an idle transaction (25P03) that took too long.
 */
const goneCode =
  /^(E(CONN\w+|PIPE|TIMEDOUT|AI_AGAIN|NOTFOUND|HOSTUNREACH|NETUNREACH)|08...|53...|57P..|57014|25P03)$/;

/** How pg says the same where it gives no code. */
const goneMessage = /connection terminated|not queryable|timeout exceeded when trying to connect/i;

function isDatabaseGone(error: unknown): boolean {
  if (!(error instanceof DriverException) && !hasGoneCode(error)) return false;
  return causesOf(error).some((cause) => hasGoneCode(cause) || goneMessage.test(cause.message));
}

function hasGoneCode(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && goneCode.test(code);
}

function causesOf(error: unknown): Error[] {
  const causes: Error[] = [];
  for (let cause = error; cause instanceof Error && causes.length < 10; cause = cause.cause) {
    causes.push(cause);
  }
  return causes;
}
