/** Incidents have their own queue and worker, so that nothing else can make them wait. */
export const incidentTaskQueue = 'incidents';
export const statusCallTaskQueue = 'status-calls';
export const supportTaskQueue = 'support-cases';
/** Where cases run: somebody has to poll all of them, or people are not called, and partners not answered. */
export const caseTaskQueues = [incidentTaskQueue, statusCallTaskQueue, supportTaskQueue] as const;
/** Outgoing webhooks: other people's slow servers keep only each other waiting. */
export const webhookTaskQueue = 'webhooks';
/** Purges: nobody waits for them, and they wait for everybody. */
export const retentionTaskQueue = 'retention';
