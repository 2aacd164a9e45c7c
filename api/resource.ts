import { OpenAPIHono } from '@hono/zod-openapi';
import type { ApiEnv } from './environment.ts';
import { refuseInvalid } from './validation.ts';

/** A small app for one resource, to be mounted by `app.route`. */
export function newResource() {
  return new OpenAPIHono<ApiEnv>({ defaultHook: refuseInvalid });
}
