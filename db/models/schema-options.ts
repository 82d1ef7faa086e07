/**
 * Options of every schema. A schema names its paths and how they are stored; that they are there and right is the work of
 * the types and of the zod schemas at the border, which do it once. A path that the schema does not know is an error, in
 * updates and in filters, where mongoose would otherwise drop it silently and so widen the query. Indexes are made by
 * MongoStore.ensureIndexes, which tolerates that MongoDB is away.
 */
export const schemaOptions = {
  autoIndex: false,
  autoCreate: false,
  minimize: false,
  strict: 'throw',
  strictQuery: 'throw',
  versionKey: false,
} as const;

/** Options of subdocuments and of elements of arrays. */
export const subdocumentOptions = { _id: false, minimize: false, strict: 'throw' } as const;
