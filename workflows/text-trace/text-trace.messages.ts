/** The type name of the workflow and what starts it. */
export const textTraceWorkflowType = 'textTrace';

export interface TextTraceStart {
  /** Sealed, since it names a telephone number. */
  readonly sealed: string;
}

/** The workflow ID says which text it is about, so that a trace is carried once. */
export function textTraceWorkflowId(traceId: string): string {
  return `text-trace:${traceId}`;
}
