/** The bundle entry: every workflow of Beistand. */
export { channelTest } from './channel-test/channel-test.workflow.js';
export { incident } from './incident/incident.workflow.js';
export { personErasure } from './persons/person-erasure.workflow.js';
export { retentionRun } from './retention/retention-run.workflow.js';
export { statusCall } from './status-call/status-call.workflow.js';
export { supportCase } from './support-case/support-case.workflow.js';
export { textTrace } from './text-trace/text-trace.workflow.js';
export { webhookDelivery } from './webhook-delivery/webhook-delivery.workflow.js';
