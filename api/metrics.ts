import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { SmtpRefusal } from '../providers/mail/inbound/smtp-receiver.js';
import type { AttemptReason } from '../domain/attempt.js';

/** What the API process counts. Labels are routes, enums and numbers, never identifiers or numbers of people. */
export interface Metrics {
  requestServed(
    request: { readonly method: string; readonly route: string; readonly status: number },
    seconds: number,
  ): void;
  webhook(kind: string, result: 'served' | 'forged' | 'failed'): void;
  attemptSettled(reason: AttemptReason, settled: 'in-time' | 'late'): void;
  overdueCases(count: number): void;
  overdueSupportCases(count: number): void;
  unseenCases(count: number): void;
  lateRetention(organisations: number): void;
  alarm(raised: boolean): void;
  outdatedFallbackDocuments(count: number): void;
  sweptStart(result: 'started' | 'exists' | 'failed'): void;
  /** A support case that should run and did not: `started` from what is stored, or it ran again by then. */
  lostSupportCase(result: 'started' | 'exists' | 'failed'): void;
  /** `refused`: it could not be recorded, so what was asked for did not happen. `lost`: it happened, unrecorded. */
  auditEntry(result: 'recorded' | 'refused' | 'lost'): void;
  webhookAnnounced(result: 'started' | 'exists' | 'failed'): void;
  webhookEndpoints(counts: { readonly failing: number; readonly disabled: number }): void;
  /** A mail that came in by SMTP; `stored`: it was accepted. */
  inboundMail(result: 'stored' | SmtpRefusal): void;
  /** @param oldestSeconds how long the oldest one has stood there. */
  inboundMailsStanding(state: string, count: number, oldestSeconds: number): void;
  /** A mail about a support case that somebody has taken from the outbox. */
  supportMail(result: 'sent' | 'dropped' | 'refused' | 'given-up' | 'put-off' | 'deferred' | 'failed'): void;
  /** @param oldestSeconds how long the oldest one has been waiting. */
  supportMailsPending(count: number, oldestSeconds: number): void;
  /** The text that Prometheus reads, and its content type. */
  expose(): Promise<{ readonly contentType: string; readonly text: string }>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const requests = new Histogram({
    name: 'beistand_http_request_seconds',
    help: 'Time from a request to its answer.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  const webhooks = new Counter({
    name: 'beistand_webhooks_total',
    help: 'Webhooks of the telephony provider.',
    labelNames: ['kind', 'result'] as const,
    registers,
  });
  const attempts = new Counter({
    name: 'beistand_attempts_settled_total',
    help: 'Attempts by how they ended; late: the case had gone on without them.',
    labelNames: ['reason', 'settled'] as const,
    registers,
  });
  const overdue = new Gauge({
    name: 'beistand_overdue_cases',
    help: 'Open cases whose next action is overdue.',
    registers,
  });
  const overdueSupport = new Gauge({
    name: 'beistand_overdue_support_cases',
    help: 'Open support cases whose next action is later than it should be.',
    registers,
  });
  const unseen = new Gauge({
    name: 'beistand_unseen_cases',
    help: 'Cases that were reported longer ago than the grace and have never been recorded.',
    registers,
  });
  const lateRetention = new Gauge({
    name: 'beistand_late_retention',
    help: 'Organisations in which no retention run, or no erasure of a person, has ended for more than 26 hours.',
    registers,
  });
  const alarm = new Gauge({
    name: 'beistand_alarm',
    help: '1 while the auditor has an alarm: cases are overdue or unseen, or Temporal is not at work.',
    registers,
  });
  const outdatedFallback = new Gauge({
    name: 'beistand_outdated_fallbacks',
    help: 'Fallback documents that are not hosted as the settings of today want them.',
    registers,
  });
  const swept = new Counter({
    name: 'beistand_sweeper_starts_total',
    help: 'Cases that had an intake but no workflow, by what starting them gave.',
    labelNames: ['result'] as const,
    registers,
  });
  const lostSupport = new Counter({
    name: 'beistand_lost_support_cases_total',
    help: 'Open support cases that the case engine did not run, by what became of taking them up.',
    labelNames: ['result'] as const,
    registers,
  });
  const auditEntries = new Counter({
    name: 'beistand_audit_entries_total',
    help: 'Entries of the audit trail by what became of them.',
    labelNames: ['result'] as const,
    registers,
  });
  const announced = new Counter({
    name: 'beistand_webhook_deliveries_started_total',
    help: 'Deliveries of outgoing webhooks, by what starting them gave.',
    labelNames: ['result'] as const,
    registers,
  });
  const endpoints = new Gauge({
    name: 'beistand_webhook_endpoints',
    help: 'Endpoints of outgoing webhooks that fail, and that are disabled.',
    labelNames: ['state'] as const,
    registers,
  });
  const inboundMails = new Counter({
    name: 'beistand_inbound_mails_total',
    help: 'Mails that came in by SMTP, by what they were answered.',
    labelNames: ['result'] as const,
    registers,
  });
  const standingMails = new Gauge({
    name: 'beistand_inbound_mails_standing',
    help: 'Mails that came in and wait, by what they wait for.',
    labelNames: ['state'] as const,
    registers,
  });
  const oldestStandingMail = new Gauge({
    name: 'beistand_inbound_mails_oldest_standing_seconds',
    help: 'How long the oldest of them has been waiting.',
    labelNames: ['state'] as const,
    registers,
  });
  const supportMails = new Counter({
    name: 'beistand_support_mails_total',
    help: 'Mails about support cases that were taken from the outbox, by what became of them.',
    labelNames: ['result'] as const,
    registers,
  });
  const supportMailsWaiting = new Gauge({
    name: 'beistand_support_mails_pending',
    help: 'Mails about support cases that are still to be sent.',
    registers,
  });
  const oldestSupportMail = new Gauge({
    name: 'beistand_support_mails_oldest_pending_seconds',
    help: 'How long the oldest of them has been waiting.',
    registers,
  });
  return {
    requestServed: ({ method, route, status }, seconds) => {
      requests.observe({ method, route, status: String(status) }, seconds);
    },
    webhook: (kind, result) => {
      webhooks.inc({ kind, result });
    },
    attemptSettled: (reason, settled) => {
      attempts.inc({ reason, settled });
    },
    overdueCases: (count) => {
      overdue.set(count);
    },
    overdueSupportCases: (count) => {
      overdueSupport.set(count);
    },
    unseenCases: (count) => {
      unseen.set(count);
    },
    lateRetention: (organisations) => {
      lateRetention.set(organisations);
    },
    alarm: (raised) => {
      alarm.set(raised ? 1 : 0);
    },
    outdatedFallbackDocuments: (count) => {
      outdatedFallback.set(count);
    },
    sweptStart: (result) => {
      swept.inc({ result });
    },
    lostSupportCase: (result) => {
      lostSupport.inc({ result });
    },
    auditEntry: (result) => {
      auditEntries.inc({ result });
    },
    webhookAnnounced: (result) => {
      announced.inc({ result });
    },
    webhookEndpoints: ({ failing, disabled }) => {
      endpoints.set({ state: 'failing' }, failing);
      endpoints.set({ state: 'disabled' }, disabled);
    },
    inboundMail: (result) => {
      inboundMails.inc({ result });
    },
    inboundMailsStanding: (state, count, oldestSeconds) => {
      standingMails.set({ state }, count);
      oldestStandingMail.set({ state }, oldestSeconds);
    },
    supportMail: (result) => {
      supportMails.inc({ result });
    },
    supportMailsPending: (count, oldestSeconds) => {
      supportMailsWaiting.set(count);
      oldestSupportMail.set(oldestSeconds);
    },
    expose: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}
