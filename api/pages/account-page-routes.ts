import type { RequestHandler, Response } from 'express';
import type { ContactBook, DeskLines } from '../../db/contact-book/contact-book.js';
import type { AccountLinkPurpose } from '../../db/store.js';
import { passwordLength } from '../../domain/access/password-rule.js';
import type { User } from '../../domain/access/user.js';
import { DomainError } from '../../domain/errors.js';
import type { TextKey } from '../../wording/locale.js';
import { formatPhoneNumber } from '../../wording/format.js';
import type { Wording } from '../../wording/wording.js';
import { originOfRequest } from '../audit/origin.js';
import type { RecordedRoute, Recordings } from '../audit/recording.js';
import type { AccountLinks } from '../sign-in/account-links.js';
import { readForm } from '../telephony/form.js';
import { ifKnown } from '../use-cases/time-limit.js';
import type { PageRoute } from './page-router.js';
import { sendPage, type Page } from './page.js';

export interface AccountPageDependencies {
  readonly links: Pick<AccountLinks, 'holder' | 'choosePassword'>;
  readonly recordings: Recordings;
  readonly contactBook: Pick<ContactBook, 'emergencyNumber'>;
  readonly wording: Wording;
  readonly desk: Pick<DeskLines, 'language' | 'emergencyNumber'>;
}

/** Recorded as what it is by the API, too. */
const recordedAs: Readonly<Record<AccountLinkPurpose, RecordedRoute>> = {
  invitation: recorded('acceptInvitation'),
  'password-reset': recorded('completePasswordReset'),
};

function recorded(operationId: string): RecordedRoute {
  return {
    method: 'post',
    access: 'anybody',
    urgent: false,
    operationId,
    audit: { recordedBy: 'handler' },
  };
}

type AccountKey = Extract<TextKey, `page.account.${string}`>;

/**
 * The pages behind links about somebody's own account. GET changes nothing and uses nothing up, since scanners of mails
 * follow links; the form's POST sets the password.
 */
export function accountPageRoutes(dependencies: AccountPageDependencies): readonly PageRoute[] {
  const { links, recordings, contactBook, wording, desk } = dependencies;

  async function frameOf(user: User | undefined): Promise<Pick<Page, 'language' | 'footer'>> {
    const language = user?.language ?? desk.language;
    const organisationId = user?.organisationId;
    const number = organisationId && (await ifKnown(300, () => contactBook.emergencyNumber(organisationId)));
    const emergencyNumber = formatPhoneNumber(number ?? desk.emergencyNumber);
    return { language, footer: wording.text(language, 'page.emergencyNumber', { emergencyNumber }) };
  }

  async function sendForm(
    response: Response,
    status: number,
    purpose: AccountLinkPurpose,
    user: User,
    complaint?: Exclude<AccountKey, 'page.account.password'>,
  ): Promise<void> {
    const frame = await frameOf(user);
    const { language } = frame;
    sendPage(response, status, {
      ...frame,
      title: wording.text(language, `page.account.${purpose}`),
      paragraphs: complaint === undefined ? [] : [wording.text(language, complaint)],
      passwords: [
        {
          name: 'password',
          label: wording.text(language, 'page.account.password', { length: passwordLength.least }),
        },
        { name: 'repeat', label: wording.text(language, 'page.account.repeat') },
      ],
      buttons: [{ value: 'save', text: wording.text(language, 'page.account.choose'), kind: 'primary' }],
    });
  }

  async function sendEnd(
    response: Response,
    status: number,
    user: User | undefined,
    key: 'page.account.done' | 'page.account.over' | 'page.account.taken',
  ): Promise<void> {
    const frame = await frameOf(user);
    sendPage(response, status, {
      ...frame,
      title: status === 200 ? 'Beistand' : wording.text(frame.language, 'page.expired.title'),
      paragraphs: [wording.text(frame.language, key)],
      buttons: [],
    });
  }

  function pageOf(purpose: AccountLinkPurpose): PageRoute {
    const tokenOf = (given: unknown) => (typeof given === 'string' ? given : '');

    const show: RequestHandler = async (request, response) => {
      const user = await links.holder(purpose, tokenOf(request.params['token']));
      if (user === undefined) await sendEnd(response, 404, undefined, 'page.account.over');
      else await sendForm(response, 200, purpose, user);
    };

    const choose: RequestHandler = async (request, response) => {
      const token = tokenOf(request.params['token']);
      const user = await links.holder(purpose, token);
      if (user === undefined) {
        await sendEnd(response, 404, undefined, 'page.account.over');
        return;
      }
      const { password = '', repeat = '' } = await readForm(request, response);
      if (password !== repeat) {
        await sendForm(response, 400, purpose, user, 'page.account.different');
        return;
      }
      try {
        const recording = recordings.of(recordedAs[purpose], undefined, originOfRequest(request));
        await recording.around({ params: {}, query: {}, body: undefined }, async (notes) => {
          notes.isDoneBy(user);
          await links.choosePassword(purpose, token, password);
          return { status: 200 };
        });
        await sendEnd(response, 200, user, 'page.account.done');
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        if (error.kind === 'invalid-input') {
          await sendForm(response, 400, purpose, user, 'page.account.refused');
        } else if (error.kind === 'conflict') await sendEnd(response, 409, user, 'page.account.taken');
        else if (error.kind === 'not-found') await sendEnd(response, 404, user, 'page.account.over');
        else throw error;
      }
    };

    return {
      path: `/account/${purpose}/:token`,
      show,
      answer: choose,
      audit: {
        show: { nothing: 'it shows a form, and nothing of whose it is' },
        answer: { as: recordedAs[purpose].operationId },
      },
    };
  }

  return [pageOf('invitation'), pageOf('password-reset')];
}
