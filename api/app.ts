import { OpenAPIHono } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import { except } from 'hono/combine';
import { createMiddleware } from 'hono/factory';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { requestId } from 'hono/request-id';
import { secureHeaders } from 'hono/secure-headers';
import { timeout } from 'hono/timeout';
import { authenticate } from './auth.ts';
import { bankRoutes } from './bank.ts';
import { bankStatementRoutes, bankStatementsPath } from './bank-statements.ts';
import { billPageRoutes } from './bill-page/routes.ts';
import { billingProblemRoutes } from './billing-problems.ts';
import { callerCheckRoutes } from './caller-checks.ts';
import { correctionRoutes } from './corrections.ts';
import { customerCreditRoutes } from './customer-credit.ts';
import { creditRefundRoutes } from './customer-credit-refunds.ts';
import { customerCardRoutes } from './customer-card.ts';
import { customerRoutes } from './customers.ts';
import { cycleRoutes } from './cycles.ts';
import { deskAuthorityRoutes } from './desk-authority.ts';
import { deskRoutes } from './desk/routes.ts';
import { deskCaseRoutes } from './desk-cases.ts';
import { disputeRoutes } from './disputes.ts';
import { docsRoutes } from './docs.ts';
import { problemOf, tooLate } from './failures.ts';
import { healthRoutes } from './health.ts';
import { homeRoutes } from './home.ts';
import { invoicePaperRoutes } from './invoice-papers.ts';
import { invoiceRoutes } from './invoices.ts';
import { mailRoutes } from './mail.ts';
import { openCycleRoutes } from './open-cycle.ts';
import { pagePolicy, pageRoutes } from './page.ts';
import { paymentRoutes } from './payments.ts';
import { problemResponse } from './problems.ts';
import { promiseRoutes } from './promises.ts';
import { reportPaymentRoutes } from './report-payment.ts';
import { reportRoutes } from './reports.ts';
import { logFailure, requestLog } from './request-log.ts';
import { reversalRoutes } from './reversals.ts';
import { runRoutes } from './runs.ts';
import { sellerRoutes } from './sellers.ts';
import { signInRoutes } from './sign-in.ts';
import { knowStaff } from './staff-session.ts';
import { staffRoutes } from './staff.ts';
import type { AllServices, Services } from './services.ts';
import { stripeWebhookRoutes } from './stripe-webhook.ts';
import type { ApiEnv } from './environment.ts';

/** More than any request here has to say, in bytes. */
const bodySizeMax = 256 * 1024;

const defaults = {
  clock: Date.now,
  log: () => undefined,
  issueTimeoutMs: 15_000,
  // Above the longest wait for Temporal, so that only a database that hangs is cut off by it.
  answerTimeoutMs: 25_000,
};

/** The whole API as one handler of requests; it listens to nothing by itself. */
export function createApp(given: Services): OpenAPIHono<ApiEnv> {
  const services = { ...defaults, ...given };
  const { database, clock, log } = services;
  const app = new OpenAPIHono<ApiEnv>();

  app.use(requestId({ limitLength: 64 }), requestLog(log, clock), secureHeaders(), policy);
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (c, methods) => {
        c.header('Allow', methods.join(', '));
        return problemResponse(c, {
          code: 'method_not_allowed',
          detail: `${c.req.method} is not possible here. What is: ${methods.join(', ')}.`,
        });
      },
    }),
  );
  app.use(
    except(
      `/v1${bankStatementsPath}`,
      bodyLimit({
        maxSize: bodySizeMax,
        onError: (c) =>
          problemResponse(c, { code: 'body_too_large', detail: 'A body holds at most 256 KB.' }),
      }),
    ),
  );
  app.use('/v1/*', timeout(services.answerTimeoutMs, tooLate));
  // Stripe signs what it says instead of holding a key.
  app.route('/v1', stripeWebhookRoutes(services));
  app.use('/v1/*', knowStaff(services));
  // Whatever is for people alone asks for their session, and for no key.
  mountForStaff(app, services);
  app.use('/v1/*', authenticate(database));

  mountResources(app, services);

  app.notFound((c) =>
    problemResponse(c, { code: 'route_unknown', detail: `There is nothing at ${c.req.path}.` }),
  );
  app.onError((error, c) => {
    const problem = problemOf(error);
    if (problem) return problemResponse(c, problem);
    logFailure(log, clock, c, error);
    const detail = `Tell us the request’s id: ${c.get('requestId')}.`;
    return problemResponse(c, { code: 'internal', detail });
  });
  return app;
}

/** Pages that need more than styles and pictures of our own say so themselves. */
const policy = createMiddleware<ApiEnv>(async function contentSecurityPolicy(c, next) {
  c.header('Content-Security-Policy', pagePolicy);
  await next();
});

function mountForStaff(app: OpenAPIHono<ApiEnv>, services: AllServices): void {
  app.route('/v1', signInRoutes(services));
  app.route('/v1', staffRoutes(services));
  app.route('/v1', callerCheckRoutes(services));
  app.route('/v1', deskCaseRoutes(services));
  app.route('/v1', deskAuthorityRoutes(services));
}

function mountResources(app: OpenAPIHono<ApiEnv>, services: AllServices): void {
  app.route('/', healthRoutes(services));
  app.route('/v1', openCycleRoutes(services));
  app.route('/v1', cycleRoutes(services));
  app.route('/v1', promiseRoutes(services));
  app.route('/v1', correctionRoutes(services));
  app.route('/v1', disputeRoutes(services));
  app.route('/v1', runRoutes(services));
  app.route('/v1', billingProblemRoutes(services));
  app.route('/v1', reportPaymentRoutes(services));
  app.route('/v1', reversalRoutes(services));
  app.route('/v1', paymentRoutes(services));
  app.route('/v1', bankStatementRoutes(services));
  app.route('/v1', bankRoutes(services));
  app.route('/v1', invoiceRoutes(services));
  app.route('/v1', invoicePaperRoutes(services));
  app.route('/v1', customerRoutes(services));
  app.route('/v1', customerCardRoutes(services));
  app.route('/v1', customerCreditRoutes(services));
  app.route('/v1', creditRefundRoutes(services));
  app.route('/v1', sellerRoutes(services));
  app.route('/v1', reportRoutes(services));
  app.route('/', billPageRoutes(services));
  app.route('/', homeRoutes(services));
  app.route('/', pageRoutes());
  app.route('/', deskRoutes(services));
  app.route('/', docsRoutes(app));
  if (services.mail) app.route('/', mailRoutes(services.mail));
}
