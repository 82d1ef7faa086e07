/** The bundle entry: every workflow of Beistand. */
export { incident } from './incident/incident.workflow.js';
export { statusCall } from './status-call/status-call.workflow.js';
