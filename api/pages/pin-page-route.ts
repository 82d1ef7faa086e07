import type { RequestHandler, Response } from 'express';
import type { ContactBook, DeskLines } from '../../db/contact-book/contact-book.js';
import { DomainError } from '../../domain/errors.js';
import { pinSchema } from '../../domain/organisation/pin.js';
import type { TextKey } from '../../wording/locale.js';
import { formatPhoneNumber } from '../../wording/format.js';
import type { Wording } from '../../wording/wording.js';
import { originOfRequest } from '../audit/origin.js';
import type { RecordedRoute, Recordings } from '../audit/recording.js';
import { personOf, type OwnPins } from '../pins/own-pins.js';
import type { PinHolder } from '../pins/pin-mails.js';
import { readForm } from '../telephony/form.js';
import { ifKnown } from '../use-cases/time-limit.js';
import type { PageRoute } from './page-router.js';
import { sendPage, type Page } from './page.js';

export interface PinPageDependencies {
  readonly ownPins: Pick<OwnPins, 'invited' | 'setByLink'>;
  readonly recordings: Recordings;
  readonly contactBook: Pick<ContactBook, 'emergencyNumber'>;
  readonly wording: Wording;
  readonly desk: Pick<DeskLines, 'language' | 'emergencyNumber'>;
}

/** Recorded as what it is by the API, too. */
const recordedAs: RecordedRoute = {
  method: 'post',
  access: 'anybody',
  urgent: false,
  operationId: 'acceptPinInvitation',
  audit: { recordedBy: 'handler' },
};

type Complaint = Extract<TextKey, 'page.pin.different' | 'page.pin.refused'>;

/** The page behind the link by which an authorising person sets their PIN (I9). The digits are shown to nobody. */
export function pinPageRoute(dependencies: PinPageDependencies): PageRoute {
  const { ownPins, recordings, contactBook, wording, desk } = dependencies;

  async function frameOf(holder: PinHolder | undefined): Promise<Pick<Page, 'language' | 'footer'>> {
    const language = holder?.person.language ?? holder?.organisation.settings.language ?? desk.language;
    const organisationId = holder?.organisation.id;
    const number = organisationId && (await ifKnown(300, () => contactBook.emergencyNumber(organisationId)));
    const emergencyNumber = formatPhoneNumber(number ?? desk.emergencyNumber);
    return { language, footer: wording.text(language, 'page.emergencyNumber', { emergencyNumber }) };
  }

  async function sendForm(
    response: Response,
    status: number,
    holder: PinHolder,
    complaint?: Complaint,
  ): Promise<void> {
    const frame = await frameOf(holder);
    const { language } = frame;
    const organisation = holder.organisation.settings.name;
    sendPage(response, status, {
      ...frame,
      title: wording.text(language, 'page.pin.title'),
      paragraphs: [
        ...(complaint === undefined ? [] : [wording.text(language, complaint)]),
        wording.text(language, 'page.pin.text', { organisation }),
      ],
      passwords: [
        { name: 'pin', label: wording.text(language, 'page.pin.digits') },
        { name: 'repeat', label: wording.text(language, 'page.pin.repeat') },
      ],
      buttons: [{ value: 'save', text: wording.text(language, 'page.pin.choose'), kind: 'primary' }],
    });
  }

  async function sendEnd(response: Response, holder: PinHolder | undefined): Promise<void> {
    const frame = await frameOf(holder);
    const { language } = frame;
    const isDone = holder !== undefined;
    sendPage(response, isDone ? 200 : 404, {
      ...frame,
      title: wording.text(language, isDone ? 'page.pin.title' : 'page.expired.title'),
      paragraphs: [wording.text(language, isDone ? 'page.pin.done' : 'page.pin.over')],
      buttons: [],
    });
  }

  const tokenOf = (given: unknown) => (typeof given === 'string' ? given : '');

  const show: RequestHandler = async (request, response) => {
    const holder = await ownPins.invited(tokenOf(request.params['token']));
    if (holder === undefined) await sendEnd(response, undefined);
    else await sendForm(response, 200, holder);
  };

  const choose: RequestHandler = async (request, response) => {
    const token = tokenOf(request.params['token']);
    const holder = await ownPins.invited(token);
    if (holder === undefined) {
      await sendEnd(response, undefined);
      return;
    }
    const { pin = '', repeat = '' } = await readForm(request, response);
    if (pin !== repeat) {
      await sendForm(response, 400, holder, 'page.pin.different');
      return;
    }
    if (!pinSchema.safeParse(pin).success) {
      await sendForm(response, 400, holder, 'page.pin.refused');
      return;
    }
    try {
      const recording = recordings.of(recordedAs, undefined, originOfRequest(request));
      await recording.around({ params: {}, query: {}, body: undefined }, async (notes) => {
        notes.isDoneByPerson(personOf(holder));
        await ownPins.setByLink(token, pin);
        return { status: 200 };
      });
      await sendEnd(response, holder);
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind !== 'not-found') throw error;
      await sendEnd(response, undefined);
    }
  };

  return {
    path: '/account/pin/:token',
    show,
    answer: choose,
    audit: {
      show: { nothing: 'it shows a form, and of whom only the organisation' },
      answer: { as: recordedAs.operationId },
    },
  };
}
