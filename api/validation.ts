/** What zod refuses, told as a problem: where in the request, and what is wrong there. */
import type { Hook, z } from '@hono/zod-openapi';
import { isRefusalCode, type RefusalCode } from '../domain/errors.ts';
import { problemResponse } from './problems.ts';
import type { ApiEnv } from './environment.ts';

type Issue = z.core.$ZodIssue;

/** Answers a request that is not as described, with every fault in it. */
export const refuseInvalid: Hook<unknown, ApiEnv, string, Response | undefined> = (result, c) => {
  if (result.success) return undefined;
  const { issues } = result.error;
  const errors = issues.map((issue) => ({
    where: whereOf(result.target, issue),
    what: issue.message,
  }));
  const detail = errors.map(({ where, what }) => `${where}: ${what}`).join('; ');
  const fallback = result.target === 'json' ? 'body_invalid' : 'query_invalid';
  return problemResponse(c, { code: sharedCode(issues) ?? fallback, detail, errors });
};

/** A code of its own, if every fault names the same one. */
function sharedCode(issues: readonly Issue[]): RefusalCode | undefined {
  const codes = issues.map(codeOf);
  const [code] = codes;
  return isRefusalCode(code) && codes.every((other) => other === code) ? code : undefined;
}

function codeOf(issue: Issue): unknown {
  return issue.code === 'custom' ? issue.params?.['refusal'] : undefined;
}

function whereOf(target: string, { path }: Issue): string {
  const place = target === 'json' ? 'body' : target;
  return [place, ...path.map(String)].join('.');
}
