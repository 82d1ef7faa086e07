import { Connection, isGrpcServiceError } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';

/** The types that `temporal server start-dev --search-attribute` takes. */
export type SearchAttributeType = 'Text' | 'Keyword' | 'Int' | 'Double' | 'Bool' | 'Datetime' | 'KeywordList';

// gRPC status codes: https://grpc.github.io/grpc/core/md_doc_statuscodes.html
const statusNotFound = 5;
const statusAlreadyExists = 6;
const connectTimeoutMilliseconds = 2000;
const retentionDays = 3;

/**
 * Resolves when the server can run workflows in the namespace; rejects when it cannot yet. Asking for a workflow that
 * does not exist goes all the way: frontend, its registry of namespaces (which learns of new ones late), history service,
 * database.
 */
export async function probeNamespace(address: string, namespace: string): Promise<void> {
  await withConnection(address, async ({ workflowService }) => {
    try {
      await workflowService.describeWorkflowExecution({
        namespace,
        execution: { workflowId: 'probe-of-a-workflow-that-does-not-exist' },
      });
    } catch (error) {
      if (hasStatus(error, statusNotFound)) {
        await workflowService.describeNamespace({ namespace });
        return;
      }
      throw error;
    }
  });
}

/** Resolves when a server answers that knows no namespaces yet, as a test server; rejects when none does. */
export async function probeConnection(address: string): Promise<void> {
  await withConnection(address, () => Promise.resolve());
}

/** Creates the namespace of a server that somebody else runs, unless it exists. */
export async function ensureNamespace(address: string, namespace: string): Promise<void> {
  await withConnection(address, async ({ workflowService }) => {
    try {
      await workflowService.registerNamespace({
        namespace,
        workflowExecutionRetentionPeriod: msToTs(`${retentionDays} days`),
      });
    } catch (error) {
      if (!hasStatus(error, statusAlreadyExists)) throw error;
    }
  });
}

function hasStatus(error: unknown, status: number): boolean {
  if (!isGrpcServiceError(error)) return false;
  const code: number = error.code;
  return code === status;
}

async function withConnection(
  address: string,
  work: (connection: Connection) => Promise<void>,
): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: connectTimeoutMilliseconds });
  try {
    await connection.withDeadline(Date.now() + connectTimeoutMilliseconds, () => work(connection));
  } finally {
    await connection.close();
  }
}
