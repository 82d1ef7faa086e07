import { Router, type Request, type RequestHandler, type Response } from 'express';
import type { Logger } from 'pino';
import { DomainError } from '../../domain/errors.js';
import { organisationIdSchema, type OrganisationId } from '../../domain/identifiers.js';
import { parseAttemptOrder } from '../../providers/telephony/addresses.js';
import type { VoiceScript } from '../../providers/telephony/voice-script.js';
import type { TelephonyWebhooks } from '../../providers/telephony/webhooks.js';
import type { Metrics } from '../metrics.js';
import { describeError } from '../../domain/describe-error.js';
import { noteRoute } from '../middleware/request-log.js';
import { withinTime } from '../use-cases/time-limit.js';
import type { EmergencyScripts } from './emergency-scripts.js';
import { readForm, type Form } from './form.js';

export interface WebhookRequest {
  readonly form: Form;
  readonly query: Readonly<Record<string, unknown>>;
}

/**
 * How what people do by a webhook comes into the audit trail. `timeline`: the case tells of it, and the trail is derived from
 * that (ADR 18). `handler`: it is about no case, and recorded where it is done. A webhook waits for neither.
 */
export type WebhookAudit = { readonly recordedBy: 'timeline' | 'handler' } | { readonly nothing: string };

/** What a webhook is answered with: a script for the caller, a text back, or nothing. */
export type WebhookRoute = { readonly path: string; readonly audit: WebhookAudit } & (
  | { readonly answers: 'script'; readonly serve: (request: WebhookRequest) => Promise<VoiceScript> }
  | { readonly answers: 'text'; readonly serve: (request: WebhookRequest) => Promise<string | undefined> }
  | { readonly answers: 'nothing'; readonly serve: (request: WebhookRequest) => Promise<void> | void }
);

export interface WebhookRouterDependencies {
  readonly webhooks: Pick<TelephonyWebhooks, 'isGenuine'>;
  readonly emergencyScripts: EmergencyScripts;
  readonly renderVoiceScript: (script: VoiceScript) => string;
  readonly renderTextReply: (body?: string) => string;
  /** The address under which the provider knows us: signatures cover it. */
  readonly publicUrl: string;
  readonly metrics: Pick<Metrics, 'webhook'>;
  readonly log: Logger;
}

/** The provider waits 15 s for a script and then gives up the call. Milliseconds. */
const longestScript = 9_000;

/** Serves the provider's webhooks. What is not signed changes nothing; what fails ends in no dead line. */
export function createWebhookRouter(
  routes: readonly WebhookRoute[],
  dependencies: WebhookRouterDependencies,
): Router {
  const router = Router({ caseSensitive: true });
  for (const route of routes) router.post(route.path, handlerOf(route, dependencies));
  return router;
}

function handlerOf(route: WebhookRoute, dependencies: WebhookRouterDependencies): RequestHandler {
  const { metrics } = dependencies;
  return async (request, response) => {
    noteRoute(response, route.path);
    const form = await readForm(request, response);
    if (!isGenuine(request, form, dependencies)) {
      metrics.webhook(route.path, 'forged');
      throw new DomainError('forbidden', 'The signature of this webhook is not valid.');
    }
    await serve(route, { form, query: request.query }, response, dependencies);
  };
}

function isGenuine(
  request: Request,
  form: Form,
  { webhooks, publicUrl }: WebhookRouterDependencies,
): boolean {
  const address = `${publicUrl.replace(/\/$/, '')}${request.originalUrl}`;
  return webhooks.isGenuine(address, form, request.get('X-Twilio-Signature'));
}

async function serve(
  route: WebhookRoute,
  request: WebhookRequest,
  response: Response,
  dependencies: WebhookRouterDependencies,
): Promise<void> {
  const { metrics, renderTextReply } = dependencies;
  switch (route.answers) {
    case 'script':
      sendXml(response, await scriptOf(route, request, dependencies));
      return;
    case 'text': {
      const reply = await route.serve(request);
      metrics.webhook(route.path, 'served');
      sendXml(response, renderTextReply(reply));
      return;
    }
    case 'nothing':
      await route.serve(request);
      metrics.webhook(route.path, 'served');
      response.status(204).end();
  }
}

/** The script, rendered; whatever goes wrong, a script that connects the caller to somebody. */
async function scriptOf(
  route: Extract<WebhookRoute, { answers: 'script' }>,
  request: WebhookRequest,
  { emergencyScripts, renderVoiceScript, metrics, log }: WebhookRouterDependencies,
): Promise<string> {
  try {
    const script = renderVoiceScript(
      await withinTime(longestScript, 'The script', () => route.serve(request)),
    );
    metrics.webhook(route.path, 'served');
    return script;
  } catch (error) {
    metrics.webhook(route.path, 'failed');
    log.error({ route: route.path, ...describeError(error) }, 'A caller is connected to the emergency line');
    return renderVoiceScript(await emergencyScripts.of(organisationIn(request), request.form['AccountSid']));
  }
}

function organisationIn({ query }: WebhookRequest): OrganisationId | undefined {
  const named = organisationIdSchema.safeParse(query['organisation']);
  if (named.success) return named.data;
  try {
    return parseAttemptOrder(query['order']).organisationId;
  } catch {
    return undefined;
  }
}

function sendXml(response: Response, xml: string): void {
  response.status(200).set('Cache-Control', 'no-store').type('text/xml').send(xml);
}
