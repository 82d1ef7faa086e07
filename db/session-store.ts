import { createHash } from 'node:crypto';
import MongoStore from 'connect-mongo';
import { Store, type SessionData } from 'express-session';
import type { Connection } from 'mongoose';
import type { Within } from './deadline.js';
import { sessionCollection } from './models/session.js';

/** How old the stored end of a session may be before a request moves it on: not every request writes. Seconds. */
const touchAfterSeconds = 60;

type Done = (error?: unknown) => void;

/**
 * Sessions in MongoDB by connect-mongo, under the limits of every other operation: while MongoDB is away a request with a
 * session is answered `unavailable` instead of waiting.
 */
export class SessionStore extends Store {
  readonly #sessions: MongoStore;
  readonly #within: Within;

  constructor(connection: Connection, opened: Promise<void>, within: Within, database?: string) {
    super();
    this.#within = within;
    this.#sessions = new MongoStore({
      clientPromise: opened.then(() => connection.getClient()),
      ...(database === undefined ? {} : { dbName: database }),
      collectionName: sessionCollection,
      touchAfter: touchAfterSeconds,
      transformId: (sessionId) => createHash('sha256').update(sessionId).digest('hex'),
      // Made with all others, see MongoStore.ensureIndexes.
      autoRemove: 'disabled',
    });
  }

  override get(sessionId: string, callback: (error: unknown, session?: SessionData | null) => void): void {
    this.#within(
      'other',
      () =>
        new Promise<SessionData | null>((resolve, reject) => {
          this.#sessions.get(sessionId, (error: unknown, session) => {
            if (error instanceof Error) reject(error);
            else resolve(session ?? null);
          });
        }),
    ).then(
      (session) => {
        callback(undefined, session);
      },
      (error: unknown) => {
        callback(error);
      },
    );
  }

  override set(sessionId: string, session: SessionData, callback?: Done): void {
    this.#run((done) => {
      this.#sessions.set(sessionId, session, done);
    }, callback);
  }

  override touch(sessionId: string, session: SessionData, callback?: Done): void {
    this.#run((done) => {
      this.#sessions.touch(sessionId, session, done);
    }, callback);
  }

  override destroy(sessionId: string, callback?: Done): void {
    this.#run((done) => {
      this.#sessions.destroy(sessionId, done);
    }, callback);
  }

  #run(operation: (done: Done) => void, callback: Done = () => undefined): void {
    this.#within(
      'other',
      () =>
        new Promise<void>((resolve, reject) => {
          operation((error) => {
            if (error instanceof Error) reject(error);
            else resolve();
          });
        }),
    ).then(() => {
      callback();
    }, callback);
  }
}
