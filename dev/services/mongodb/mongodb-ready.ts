import { MongoClient } from 'mongodb';
import type { Db } from 'mongodb';
import { loopback } from '../service.js';

const answerMilliseconds = 2000;

/** Resolves when the server takes commands; rejects when it does not. */
export async function probeDatabase(uri: string): Promise<void> {
  await withDatabase(uri, async (database) => {
    await database.command({ ping: 1 });
  });
}

/** The administration database of the server on a port of 127.0.0.1. */
export function adminUri(port: number): string {
  return `mongodb://${loopback}:${port}/admin?directConnection=true`;
}

/** Runs some commands on the database that a URI names and disconnects. */
export async function withDatabase(uri: string, work: (database: Db) => Promise<void>): Promise<void> {
  const client = new MongoClient(uri, {
    serverSelectionTimeoutMS: answerMilliseconds,
    connectTimeoutMS: answerMilliseconds,
  });
  try {
    await work(client.db());
  } finally {
    await client.close();
  }
}
