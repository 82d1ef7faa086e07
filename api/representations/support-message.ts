import { z } from 'zod';
import type { AcceptedMessage, UserRepository } from '../../db/store.js';
import {
  attachmentIdSchema,
  receivedMailIdSchema,
  supportMessageIdSchema,
  userIdSchema,
} from '../../domain/identifiers.js';
import type { Scope } from '../../domain/scope.js';
import { momentSchema } from './shared.js';
import { createUserNames, userOf } from './user-names.js';

const authorSchema = z
  .strictObject({
    side: z.enum(['partner', 'desk']),
    name: z.string().exactOptional().meta({ description: 'Absent: by mail, or by a machine.' }),
    address: z
      .string()
      .exactOptional()
      .meta({ description: 'Who the mail says it is from; nothing proves it.' }),
    userId: userIdSchema
      .exactOptional()
      .meta({ description: 'Of people of the desk told to the desk only.' }),
  })
  .meta({ id: 'SupportAuthor' });

const leftOutSchema = z
  .strictObject({
    files: z.array(
      z.strictObject({
        index: z.int().meta({ description: 'Its place in the mail, from 0.' }),
        name: z.string(),
        sizeBytes: z.int(),
        why: z.enum(['program', 'too-large']),
      }),
    ),
    more: z.int().meta({ description: 'Files beyond the number that is read, without their names.' }),
  })
  .meta({ id: 'LeftOut', description: 'Files of the mail that stayed with it. Absent: none.' });

export const supportMessageSchema = z
  .strictObject({
    id: supportMessageIdSchema,
    sequence: z.number().int().meta({ description: 'Its place in the case.' }),
    author: authorSchema,
    channel: z.enum(['portal', 'mail', 'api']),
    at: momentSchema,
    text: z.string(),
    quoted: z.string().exactOptional().meta({ description: 'What the mail quoted.' }),
    attachments: z.array(
      z.strictObject({
        id: attachmentIdSchema,
        name: z.string(),
        sizeBytes: z.int(),
        mediaType: z.string(),
      }),
    ),
    leftOut: leftOutSchema.exactOptional(),
    isCut: z
      .literal(true)
      .exactOptional()
      .meta({ description: 'The text of the mail was longer: the original has the rest.' }),
    receivedMailId: receivedMailIdSchema
      .exactOptional()
      .meta({ description: 'The mail as it came. Told to the desk only.' }),
  })
  .meta({ id: 'SupportMessage' });
export type ShownSupportMessage = z.input<typeof supportMessageSchema>;

/** Shows messages with the names of their authors, each looked up once. */
export type ShowSupportMessages = (
  scope: Scope,
  messages: readonly AcceptedMessage[],
) => Promise<ShownSupportMessage[]>;

export function createSupportMessageShowing(users: Pick<UserRepository, 'nameOf'>): ShowSupportMessages {
  const namesOf = createUserNames(users);
  return async (scope, messages) => {
    const names = await namesOf(messages.flatMap(({ by }) => userOf(by) ?? []));
    const authorOf = ({ by, sender }: AcceptedMessage): ShownSupportMessage['author'] => {
      const userId = userOf(by);
      const name = userId === undefined ? undefined : names.get(userId);
      const isShown = userId !== undefined && (scope.of === 'desk' || by.by === 'partner');
      return {
        side: by.by === 'partner' ? 'partner' : 'desk',
        ...(name === undefined ? {} : { name }),
        ...(isShown ? { userId } : {}),
        ...(sender === undefined ? {} : { address: sender }),
      };
    };
    return messages.map((message) => {
      const { id, sequence, channel, at, text, quoted, attachments, leftOut, isCut, receivedMailId } =
        message;
      return {
        ...{ id, sequence, channel, text },
        author: authorOf(message),
        at: at.toISOString(),
        ...(quoted === undefined ? {} : { quoted }),
        attachments: attachments.map((file) => ({ ...file })),
        ...(leftOut === undefined ? {} : { leftOut: { files: [...leftOut.files], more: leftOut.more } }),
        ...(isCut === undefined ? {} : { isCut }),
        ...(receivedMailId === undefined || scope.of !== 'desk' ? {} : { receivedMailId }),
      };
    });
  };
}
