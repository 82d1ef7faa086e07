import type { Connection, Model } from 'mongoose';
import { Schema } from 'mongoose';
import type {
  AccountId,
  SupportCaseId,
  SupportMessageId,
  SupportNoteId,
  UserId,
} from '../../domain/identifiers.js';
import type { SupportCaseCourse, SupportCaseState } from '../../domain/support-case/support-case.js';
import type { AnswerStanding, SupportCaseView } from '../../domain/support-case/support-case-view.js';
import type { SupportEvent } from '../../domain/support-case/support-event.js';
import type {
  MailTrouble,
  SupportCaseDetails,
  SupportMessage,
  SupportNote,
  SupportOpening,
} from '../support-store.js';
import { schemaOptions } from './schema-options.js';

export type AnswerColumn = AnswerStanding['is'] | 'due-soon';

export interface SupportCaseDocument {
  readonly _id: SupportCaseId;
  readonly number: string;
  readonly referenceId: string;
  readonly accountId: AccountId;
  readonly topic: string;
  readonly openedAt: Date;
  /** As it was asked; never changed. */
  readonly opening: Omit<SupportOpening, 'id'>;
  /** Changed since; absent: as it was asked. */
  readonly details?: SupportCaseDetails;
  /** How often they were changed; absent: never. */
  readonly detailsRevision?: number;
  /** Present until the workflow has started: what the sweeper looks for. */
  readonly awaitsStart?: true;
  readonly state: SupportCaseState;
  /** Something is still to happen: the auditor watches it. */
  readonly open: boolean;
  readonly assignee?: UserId;
  /** How the promised answer stands. Absent: nothing was recorded yet. */
  readonly answer?: AnswerColumn;
  /** When the answer is due, or was; absent while none is owed. */
  readonly dueAt?: Date;
  /** At first the opening itself: a case whose workflow never recorded anything is overdue too. */
  readonly nextActionAt?: Date;
  readonly revision: number;
  readonly view?: SupportCaseView;
  /** Where it stood at the last record. */
  readonly course?: SupportCaseCourse;
  readonly timelineThrough: number;
  readonly highestSequence: number;
  /** Entries up to here were told of by mail. Absent: cases of an earlier release, until something happens in them. */
  readonly mailedThrough?: number;
  /** Entries behind it are still to be told of. */
  readonly unmailed?: true;
  /** What the case is found by: of its opening, and of what was written. */
  readonly searchTokens: readonly string[];
  readonly followUps: readonly SupportCaseId[];
  readonly mailTrouble?: MailTrouble;
  /** How often that was marked; absent: never, or in an earlier release. It stays when the mark goes. */
  readonly timesMailTroubleMarked?: number;
  /** How many notes were ever added. */
  readonly notes: number;
}

const caseSchema = new Schema<SupportCaseDocument>(
  {
    _id: String,
    number: String,
    referenceId: String,
    accountId: String,
    topic: String,
    openedAt: Date,
    opening: Schema.Types.Mixed,
    details: Schema.Types.Mixed,
    detailsRevision: Number,
    awaitsStart: Boolean,
    state: String,
    open: Boolean,
    assignee: String,
    answer: String,
    dueAt: Date,
    nextActionAt: Date,
    revision: Number,
    view: Schema.Types.Mixed,
    course: Schema.Types.Mixed,
    timelineThrough: Number,
    highestSequence: Number,
    mailedThrough: Number,
    unmailed: Boolean,
    searchTokens: [String],
    followUps: [String],
    mailTrouble: Schema.Types.Mixed,
    timesMailTroubleMarked: Number,
    notes: Number,
  },
  schemaOptions,
);
caseSchema.index({ number: 1 }, { unique: true });
caseSchema.index({ referenceId: 1 }, { unique: true });
caseSchema.index({ accountId: 1, openedAt: -1, _id: -1 });
caseSchema.index({ openedAt: -1, _id: -1 });
caseSchema.index({ searchTokens: 1 });
// Lists that the desk narrows, in their order: what is narrowed comes first, so that a page reads no more than it shows. Each has
// keys of its own, and thus a name of its own: those of an earlier release may stand beside them.
caseSchema.index({ state: 1, openedAt: -1, _id: -1 });
caseSchema.index({ assignee: 1, openedAt: -1, _id: -1 });
caseSchema.index({ topic: 1, openedAt: -1, _id: -1 });
// Few owe an answer, and few have lost a mail: partial, so that all others cost nothing.
caseSchema.index(
  { answer: 1, openedAt: -1, _id: -1 },
  { partialFilterExpression: { dueAt: { $exists: true } } },
);
caseSchema.index({ dueAt: 1, _id: 1 }, { partialFilterExpression: { dueAt: { $exists: true } } });
caseSchema.index(
  { openedAt: -1, _id: -1, mailTrouble: 1 },
  { partialFilterExpression: { mailTrouble: { $exists: true } } },
);
caseSchema.index({ openedAt: 1 }, { partialFilterExpression: { awaitsStart: true } });
caseSchema.index({ openedAt: 1, _id: 1, unmailed: 1 }, { partialFilterExpression: { unmailed: true } });
caseSchema.index(
  { 'view.mergedInto': 1 },
  { partialFilterExpression: { 'view.mergedInto': { $exists: true } } },
);
caseSchema.index({ nextActionAt: 1 }, { partialFilterExpression: { open: true } });

export interface SupportEntryDocument {
  readonly _id: string;
  readonly caseId: SupportCaseId;
  readonly accountId: AccountId;
  readonly sequence: number;
  /** Epoch milliseconds, by the workflow's clock. */
  readonly at: number;
  readonly event: SupportEvent;
}

const entrySchema = new Schema<SupportEntryDocument>(
  {
    _id: String,
    caseId: String,
    accountId: String,
    sequence: Number,
    at: Number,
    event: Schema.Types.Mixed,
  },
  schemaOptions,
);

export type SupportMessageDocument = Omit<SupportMessage, 'id'> & {
  readonly _id: SupportMessageId;
  /** Of the entry by which the case took it; absent: not taken yet. */
  readonly sequence?: number;
};

const messageSchema = new Schema<SupportMessageDocument>(
  {
    _id: String,
    caseId: String,
    accountId: String,
    by: Schema.Types.Mixed,
    channel: String,
    at: Date,
    text: String,
    quoted: String,
    attachments: Schema.Types.Mixed,
    receivedMailId: String,
    leftOut: Schema.Types.Mixed,
    isCut: Boolean,
    bodyHash: String,
    sender: String,
    sequence: Number,
  },
  schemaOptions,
);
messageSchema.index({ caseId: 1, sequence: 1 });
messageSchema.index({ 'attachments.id': 1 }, { sparse: true });

export type SupportNoteDocument = Omit<SupportNote, 'id'> & {
  readonly _id: SupportNoteId;
  readonly sequence: number;
};

const noteSchema = new Schema<SupportNoteDocument>(
  {
    _id: String,
    caseId: String,
    by: Schema.Types.Mixed,
    at: Date,
    text: String,
    sequence: Number,
  },
  schemaOptions,
);
noteSchema.index({ caseId: 1, sequence: 1 }, { unique: true });

/** The last case number of a year. */
export interface SupportNumberDocument {
  readonly _id: string;
  readonly last: number;
}

const numberSchema = new Schema<SupportNumberDocument>({ _id: String, last: Number }, schemaOptions);

export interface SupportModels {
  readonly cases: Model<SupportCaseDocument>;
  readonly entries: Model<SupportEntryDocument>;
  readonly messages: Model<SupportMessageDocument>;
  readonly notes: Model<SupportNoteDocument>;
  readonly numbers: Model<SupportNumberDocument>;
}

export function supportModels(connection: Connection): SupportModels {
  return {
    cases: connection.model<SupportCaseDocument>('SupportCase', caseSchema, 'support_cases'),
    entries: connection.model<SupportEntryDocument>('SupportEntry', entrySchema, 'support_entries'),
    messages: connection.model<SupportMessageDocument>('SupportMessage', messageSchema, 'support_messages'),
    notes: connection.model<SupportNoteDocument>('SupportNote', noteSchema, 'support_notes'),
    numbers: connection.model<SupportNumberDocument>('SupportNumber', numberSchema, 'support_numbers'),
  };
}
