import { proxyActivities } from '@temporalio/workflow';

const { arrive } = proxyActivities<{ arrive(): Promise<void> }>({ startToCloseTimeout: '10 seconds' });

/** The least that a workflow can do: one regular activity. */
export async function bare(): Promise<void> {
  await arrive();
}
