import type { Db, Document } from 'mongodb';
import { loopback } from '../service.js';
import { adminUri, withDatabase } from './mongodb-ready.js';

export const replicaSetName = 'beistand';

// https://github.com/mongodb/mongo/blob/master/src/mongo/base/error_codes.yml
const alreadyInitialized = 23;

/**
 * Makes the server on that port the only member and primary of a replica set. Resolves once it takes writes; rejects while
 * it does not yet, and may then be called again.
 */
export async function ensureReplicaSetOfOne(port: number): Promise<void> {
  await withDatabase(adminUri(port), async (admin) => {
    const status = await admin.command({ hello: 1 });
    if (status['isWritablePrimary'] === true) return;
    await initiate(admin, `${loopback}:${port}`);
    throw new Error('The replica set has no primary yet.');
  });
}

async function initiate(admin: Db, host: string): Promise<void> {
  try {
    await admin.command({ replSetInitiate: { _id: replicaSetName, members: [{ _id: 0, host }] } });
  } catch (error) {
    if (!hasCode(error, alreadyInitialized)) throw error;
    await moveTo(admin, host);
  }
}

/** The data remember the port of the start before; on another one the server does not recognise itself as a member. */
async function moveTo(admin: Db, host: string): Promise<void> {
  const answer = await admin.command({ replSetGetConfig: 1 });
  const config = answer['config'] as Document;
  const [member] = config['members'] as Document[];
  if (member === undefined || member['host'] === host) return;
  await admin.command({
    replSetReconfig: {
      ...config,
      version: Number(config['version']) + 1,
      members: [{ ...member, host }],
    },
    force: true,
  });
}

function hasCode(error: unknown, code: number): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
