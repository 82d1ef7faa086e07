import { defaultForms } from '../../domain/forms/default-forms.js';
import { defaultIdentifierTypes } from '../../domain/partner-identifiers/default-identifier-types.js';
import { createMailFiling } from '../inbound-mail/mail-filing.js';
import { createMailWords } from '../inbound-mail/mail-words.js';
import type { ApiDependencies } from '../dependencies.js';
import type { Route } from '../openapi/route.js';
import { createSupportMessageShowing } from '../representations/support-message.js';
import { cannedAnswerRoutes } from '../routes/canned-answers.js';
import { deskTaskRoutes } from '../routes/desk-tasks.js';
import { inboundMailRoutes } from '../routes/inbound-mails.js';
import { supportActionRoutes } from '../routes/support-actions.js';
import { supportCaseRoutes } from '../routes/support-cases.js';
import { supportFormRoutes } from '../routes/support-forms.js';
import { supportMessageRoutes } from '../routes/support-messages.js';
import { supportNoteRoutes } from '../routes/support-notes.js';
import type { KnownReferences } from '../use-cases/known-references.js';
import { createMerging } from './case-merging.js';
import { createSupportCaseOpening } from './case-opening.js';
import { createSupportCaseReading } from './case-reading.js';
import { createFollowUp } from './follow-up.js';
import { createMessageAdding } from './message-adding.js';
import { createNamedFiles } from './named-files.js';

/** Everything about support cases in `/v1`, and the mails that belong to them. */
export function supportRoutes(
  { store, cases: { supportCases }, background, desk, mailIntake, now }: ApiDependencies,
  references: KnownReferences,
): readonly Route[] {
  const forms = defaultForms;
  const reading = createSupportCaseReading({ store, supportCases });
  const opening = createSupportCaseOpening({ store, supportCases, background, now });
  const adding = createMessageAdding({ store, supportCases });
  const files = createNamedFiles(store.attachments);
  return [
    ...supportFormRoutes({ forms }),
    ...supportCaseRoutes({
      store,
      forms,
      identifierTypes: defaultIdentifierTypes,
      opening,
      reading,
      files,
      references,
    }),
    ...supportMessageRoutes({
      store,
      reading,
      adding,
      followUp: createFollowUp({ opening, reading, users: store.users }),
      files,
      show: createSupportMessageShowing(store.users),
      now,
    }),
    ...supportNoteRoutes({ store, reading, now }),
    ...cannedAnswerRoutes({ store, reading, deskName: desk.name, now }),
    ...deskTaskRoutes({ store, now }),
    ...inboundMailRoutes({
      receivedMails: store.receivedMails,
      intake: mailIntake,
      file: createMailFiling({
        receivedMails: store.receivedMails,
        users: store.users,
        words: createMailWords(store.attachments),
        adding,
      }),
      reading,
    }),
    ...supportActionRoutes({
      users: store.users,
      supportCases,
      reading,
      merge: createMerging({ reading, supportCases }),
    }),
  ];
}
