/** Incidents have their own queue and worker, so that nothing else can make them wait. */
export const incidentTaskQueue = 'incidents';
export const statusCallTaskQueue = 'status-calls';
/** Where cases run: somebody has to poll both, or people are not called. */
export const caseTaskQueues = [incidentTaskQueue, statusCallTaskQueue] as const;
/** Outgoing webhooks: other people's slow servers keep only each other waiting. */
export const webhookTaskQueue = 'webhooks';
