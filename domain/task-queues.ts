/** Incidents have their own queue and worker, so that nothing else can make them wait. */
export const incidentTaskQueue = 'incidents';
export const statusCallTaskQueue = 'status-calls';
