import { defineQuery, defineUpdate } from '@temporalio/workflow';
import type { AnswerMeans, StatusAnswer } from '../../domain/attempt.js';
import type { CaseRecord } from '../../domain/case-record.js';
import type { IncidentId, OrganisationId, StatusCallId, TravellerId } from '../../domain/identifiers.js';
import type { Actor } from '../../domain/timeline.js';

/** The type name of the workflow and what starts it. The workflow ID is `status-call:<id>`. */
export const statusCallWorkflowType = 'statusCall';

export interface StatusCallStart {
  readonly statusCallId: StatusCallId;
  readonly organisationId: OrganisationId;
  readonly travellerId: TravellerId;
  /** The incident that "Help" opens, derived beforehand so that call, text and link open the same one. */
  readonly incidentId: IncidentId;
  readonly requestedBy: Actor;
}

export interface AnswerStatus {
  readonly answer: StatusAnswer;
  readonly means: AnswerMeans;
  readonly lifeInDanger: boolean;
  /** Help, asked for by the duress code (I14). */
  readonly duress?: true;
}

/** A traveller may change an answer from OK to Help as long as the status call runs; Help stays Help. */
export const answerStatus = defineUpdate<{ readonly answer: StatusAnswer }, [AnswerStatus]>('answerStatus');
export const currentStatusRecord = defineQuery<CaseRecord>('currentRecord');
