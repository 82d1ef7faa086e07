import { defaultForms } from '../../domain/forms/default-forms.js';
import { defaultIdentifierTypes } from '../../domain/partner-identifiers/default-identifier-types.js';
import { createMailCaseOpening } from '../inbound-mail/mail-case-opening.js';
import { createMailFiling } from '../inbound-mail/mail-filing.js';
import { createMailWords } from '../inbound-mail/mail-words.js';
import { createMailWriters } from '../inbound-mail/mail-writer.js';
import { createOpeningByDesk } from '../inbound-mail/new-case-by-desk.js';
import type { ApiDependencies } from '../dependencies.js';
import type { Route } from '../openapi/route.js';
import { createSupportMessageShowing } from '../representations/support-message.js';
import { cannedAnswerRoutes } from '../routes/canned-answers.js';
import { deskTaskRoutes } from '../routes/desk-tasks.js';
import { inboundMailFileRoutes } from '../routes/inbound-mail-files.js';
import { inboundMailRoutes } from '../routes/inbound-mails.js';
import { supportActionRoutes } from '../routes/support-actions.js';
import { supportCaseRoutes } from '../routes/support-cases.js';
import { supportDetailRoutes } from '../routes/support-details.js';
import { supportFormRoutes } from '../routes/support-forms.js';
import { supportMessageRoutes } from '../routes/support-messages.js';
import { supportNoteRoutes } from '../routes/support-notes.js';
import { supportPolicyRoutes } from '../routes/support-policies.js';
import { supportTimelineRoutes } from '../routes/support-timeline.js';
import type { KnownReferences } from '../use-cases/known-references.js';
import { createMerging } from './case-merging.js';
import { createSupportCaseOpening } from './case-opening.js';
import { createSupportCaseReading } from './case-reading.js';
import { createFollowUp } from './follow-up.js';
import { createFurtherQuestions, type FurtherQuestions } from './further-questions.js';
import { createMessageAdding } from './message-adding.js';
import { createNamedFiles } from './named-files.js';
import { createSupportForms } from './support-forms.js';

/** Questions about closed cases by whoever has a link from a mail. */
export function furtherQuestions({
  store,
  cases: { supportCases },
  background,
  now,
}: Pick<ApiDependencies, 'store' | 'cases' | 'background' | 'now'>): FurtherQuestions {
  const reading = createSupportCaseReading({ store, supportCases });
  const opening = createSupportCaseOpening({ store, supportCases, background, now });
  const followUp = createFollowUp({ opening, reading, users: store.users });
  return createFurtherQuestions({ store, attemptLimits: store.attemptLimits, reading, followUp });
}

/** Everything about support cases in `/v1`, and the mails that belong to them. */
export function supportRoutes(
  { store, cases: { supportCases }, background, desk, mailIntake, parseMail, now }: ApiDependencies,
  references: KnownReferences,
): readonly Route[] {
  const forms = createSupportForms(store.supportForms, defaultForms);
  const reading = createSupportCaseReading({ store, supportCases });
  const opening = createSupportCaseOpening({ store, supportCases, background, now });
  const adding = createMessageAdding({ store, supportCases });
  const files = createNamedFiles(store.attachments);
  const words = createMailWords(store.attachments);
  const findWriter = createMailWriters(store.users);
  return [
    ...supportFormRoutes({
      forms,
      published: store.supportForms,
      identifierTypes: defaultIdentifierTypes,
      now,
    }),
    ...supportPolicyRoutes({ forms, policies: store.supportPolicies }),
    ...supportCaseRoutes({
      store,
      forms,
      identifierTypes: defaultIdentifierTypes,
      opening,
      reading,
      files,
      references,
    }),
    ...supportDetailRoutes({ store, forms, reading }),
    ...supportMessageRoutes({
      store,
      reading,
      adding,
      followUp: createFollowUp({ opening, reading, users: store.users }),
      files,
      show: createSupportMessageShowing(store.users),
      now,
    }),
    ...supportTimelineRoutes({ store, reading }),
    ...supportNoteRoutes({ store, reading, now }),
    ...cannedAnswerRoutes({ store, reading, deskName: desk.name, now }),
    ...deskTaskRoutes({ store, now }),
    ...inboundMailRoutes({
      receivedMails: store.receivedMails,
      parseMail,
      intake: mailIntake,
      file: createMailFiling({
        receivedMails: store.receivedMails,
        parseMail,
        findWriter,
        words,
        adding,
      }),
      openCase: createOpeningByDesk({
        receivedMails: store.receivedMails,
        supportCases: store.supportCases,
        parseMail,
        users: store.users,
        findWriter,
        openCase: createMailCaseOpening({ supportCases: store.supportCases, words, opening }),
      }),
      reading,
      references,
      forms,
    }),
    ...inboundMailFileRoutes({ receivedMails: store.receivedMails, parseMail }),
    ...supportActionRoutes({
      users: store.users,
      supportCases,
      reading,
      merge: createMerging({ reading, supportCases }),
    }),
  ];
}
