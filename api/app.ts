import express, { type Express } from 'express';
import helmet from 'helmet';
import { createRecordings } from './audit/recording.js';
import type { ApiDependencies } from './dependencies.js';
import { createBodyBudget } from './middleware/body-budget.js';
import { createErrorHandler, refuseUnknownRoute } from './middleware/error-handler.js';
import { createRateLimits, limitAnonymous } from './middleware/rate-limits.js';
import { createRequestLog } from './middleware/request-log.js';
import { createRequestMetrics } from './middleware/request-metrics.js';
import { serveRoutes } from './middleware/serve-routes.js';
import { createDocsRouter } from './openapi/docs-router.js';
import { openApiDocument } from './openapi/document.js';
import { accountPageRoutes } from './pages/account-page-routes.js';
import { createFrontPageRouter } from './pages/front-page.js';
import { createPageRouter, type PageRoute } from './pages/page-router.js';
import { pinPageRoute } from './pages/pin-page-route.js';
import { questionPageRoute } from './pages/question-page-route.js';
import { createCaseWork, createRoutes } from './resources.js';
import { createMetricsRouter } from './routes/metrics-router.js';
import { createAccountWork } from './sign-in/account-work.js';
import { furtherQuestions } from './support/support-routes.js';
import { createConversations } from './telephony/conversations.js';
import type { WebhookRoute } from './telephony/webhook-router.js';
import type { Route } from './openapi/route.js';

/** The API, and everything by which it can be asked. */
export interface AssembledApp {
  readonly app: Express;
  readonly routes: readonly Route[];
  readonly webhooks: readonly WebhookRoute[];
  readonly pages: readonly PageRoute[];
}

/** The API: resources under `/v1`, the telephony's webhooks, the pages behind links, and the process's own health. */
export function createApp(dependencies: ApiDependencies): Express {
  return assembleApp(dependencies).app;
}

/** The same, with what it is assembled of. */
export function assembleApp(dependencies: ApiDependencies): AssembledApp {
  const { settings, metrics, log } = dependencies;
  const work = createCaseWork(dependencies);
  const accounts = createAccountWork(dependencies);
  const routes = createRoutes(dependencies, work, accounts);
  const limits = createRateLimits(settings.rateLimits);
  const recordings = createRecordings({ trail: dependencies.auditTrail, now: dependencies.now });
  const conversations = createConversations(dependencies, work, limits);
  const accountPages = [
    ...accountPageRoutes({ ...dependencies, links: accounts.links, recordings }),
    pinPageRoute({ ...dependencies, ownPins: accounts.ownPins, recordings }),
    questionPageRoute({ ...dependencies, questions: furtherQuestions(dependencies), recordings }),
  ];

  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', 'simple');
  app.set('trust proxy', [...settings.trustedProxies]);
  app.use(createRequestLog(log), createRequestMetrics(metrics), helmet());
  app.use(
    serveRoutes(routes, {
      authentication: accounts.authentication,
      sessions: accounts.sessions,
      publicUrl: settings.publicUrl,
      limits,
      bodies: createBodyBudget(settings.bodyBudget),
      recordings,
    }),
  );
  app.use(...conversations.routers);
  app.use(createPageRouter(accountPages, limitAnonymous(limits)));
  app.use(
    createDocsRouter(() => openApiDocument(routes, settings)),
    createMetricsRouter(metrics),
  );
  app.use(createFrontPageRouter());
  app.use(refuseUnknownRoute, createErrorHandler(log));
  return {
    app,
    routes,
    webhooks: conversations.webhooks,
    pages: [...conversations.pages, ...accountPages],
  };
}
