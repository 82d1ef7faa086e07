import type { Connection, Model } from 'mongoose';
import { Schema } from 'mongoose';
import type { DeskTask, DeskTaskState } from '../../domain/desk-tasks/desk-task.js';
import type { DeskTaskId } from '../../domain/identifiers.js';
import { schemaOptions } from './schema-options.js';

export interface DeskTaskDocument extends Omit<DeskTask, 'id'> {
  readonly _id: DeskTaskId;
  /** By which lists ask. */
  readonly state: DeskTaskState;
}

const schema = new Schema<DeskTaskDocument>(
  {
    _id: String,
    about: Schema.Types.Mixed,
    createdAt: Date,
    done: Schema.Types.Mixed,
    state: String,
  },
  schemaOptions,
);
schema.index({ state: 1, createdAt: 1, _id: 1 });
schema.index({ createdAt: 1, _id: 1 });
schema.index({ 'about.caseId': 1 }, { partialFilterExpression: { state: 'open' } });

export function deskTaskModel(connection: Connection): Model<DeskTaskDocument> {
  return connection.model<DeskTaskDocument>('DeskTask', schema, 'desk_tasks');
}
