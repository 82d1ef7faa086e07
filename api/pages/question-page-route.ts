import type { RequestHandler, Response } from 'express';
import type { DeskLines } from '../../db/contact-book/contact-book.js';
import type { QuestionTokens } from '../../domain/mail/question-token.js';
import { mostSupportText, supportTextSchema } from '../../domain/support-case/support-text.js';
import type { TextKey } from '../../wording/locale.js';
import { formatPhoneNumber } from '../../wording/format.js';
import type { Wording } from '../../wording/wording.js';
import { originOfRequest } from '../audit/origin.js';
import type { RecordedRoute, Recordings } from '../audit/recording.js';
import type { FurtherQuestions, QuestionedCase } from '../support/further-questions.js';
import { questionPagePath } from '../support-mail/case-links.js';
import { readForm } from '../telephony/form.js';
import { unlessAway } from '../use-cases/time-limit.js';
import type { PageRoute } from './page-router.js';
import { sendPage, type Page } from './page.js';

export interface QuestionPageDependencies {
  readonly questions: FurtherQuestions;
  readonly questionTokens: Pick<QuestionTokens, 'verify'>;
  readonly recordings: Recordings;
  readonly wording: Pick<Wording, 'text'>;
  readonly desk: Pick<DeskLines, 'language' | 'emergencyNumber'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Recorded as what it is by the API, too. */
const recordedAs: RecordedRoute = {
  method: 'post',
  access: 'anybody',
  urgent: false,
  operationId: 'followUpSupportCase',
  audit: { recordedBy: 'handler' },
};

type Complaint = Extract<TextKey, `page.question.${'empty' | 'tooLong' | 'later'}`>;

/** The page behind the link by which further questions about a closed case are asked (C6). GET changes nothing. */
export function questionPageRoute({
  questions,
  questionTokens,
  recordings,
  wording,
  desk,
  now,
}: QuestionPageDependencies): PageRoute {
  function frameOf(about: QuestionedCase | undefined): Pick<Page, 'language' | 'footer'> {
    const language = about?.user?.language ?? about?.theCase.opening.language ?? desk.language;
    const emergencyNumber = formatPhoneNumber(desk.emergencyNumber);
    return { language, footer: wording.text(language, 'page.emergencyNumber', { emergencyNumber }) };
  }

  function sendForm(
    response: Response,
    status: number,
    about: QuestionedCase,
    typed = '',
    complaint?: Complaint,
  ): void {
    const frame = frameOf(about);
    const { language } = frame;
    sendPage(response, status, {
      ...frame,
      title: wording.text(language, 'page.question.title'),
      paragraphs: [
        ...(complaint === undefined
          ? []
          : [wording.text(language, complaint, { most: String(mostSupportText) })]),
        wording.text(language, 'page.question.text', { number: about.theCase.opening.number }),
      ],
      longText: { name: 'text', label: wording.text(language, 'page.question.label'), value: typed },
      buttons: [{ value: 'send', text: wording.text(language, 'page.question.send'), kind: 'primary' }],
    });
  }

  function sendEnd(
    response: Response,
    status: number,
    about: QuestionedCase,
    key: 'page.question.open' | 'page.question.done' | 'page.question.tooMany',
    number: string,
  ): void {
    const frame = frameOf(about);
    sendPage(response, status, {
      ...frame,
      title: wording.text(frame.language, 'page.question.title'),
      paragraphs: [wording.text(frame.language, key, { number })],
      buttons: [],
    });
  }

  /** The closed case that may be asked about; undefined when the page that says why not has been sent. */
  async function closedCaseOf(token: unknown, response: Response): Promise<QuestionedCase | undefined> {
    const right = questionTokens.verify(typeof token === 'string' ? token : '', now());
    const about = right === undefined ? undefined : await questions.about(right);
    if (about === undefined) {
      const frame = frameOf(undefined);
      sendPage(response, 404, {
        ...frame,
        title: wording.text(frame.language, 'page.expired.title'),
        paragraphs: [wording.text(frame.language, 'page.expired.text')],
        buttons: [],
      });
      return undefined;
    }
    const { opening, view } = about.theCase;
    if (view?.state === 'closed') return about;
    sendEnd(response, 409, about, 'page.question.open', opening.number);
    return undefined;
  }

  const show: RequestHandler = async (request, response) => {
    const about = await closedCaseOf(request.params['token'], response);
    if (about !== undefined) sendForm(response, 200, about);
  };

  const ask: RequestHandler = async (request, response) => {
    const about = await closedCaseOf(request.params['token'], response);
    if (about === undefined) return;
    const { text: typed = '' } = await readForm(request, response);
    // Browsers send lines with CRLF, of which forms show and count one.
    const checked = supportTextSchema.safeParse(typed.replace(/\r\n/g, '\n'));
    if (!checked.success) {
      const isEmpty = typed.trim() === '';
      sendForm(response, 400, about, typed, isEmpty ? 'page.question.empty' : 'page.question.tooLong');
      return;
    }
    const recording = recordings.of(recordedAs, undefined, originOfRequest(request));
    const asked = await unlessAway(() => askRecorded(about, checked.data, recording));
    if (asked === undefined) sendForm(response, 503, about, typed, 'page.question.later');
    else if (asked === 'too-many') {
      sendEnd(response, 429, about, 'page.question.tooMany', about.theCase.opening.number);
    } else sendEnd(response, 200, about, 'page.question.done', asked.number);
  };

  async function askRecorded(
    about: QuestionedCase,
    text: string,
    recording: ReturnType<Recordings['of']>,
  ): Promise<{ readonly number: string } | 'too-many'> {
    const { user, theCase } = about;
    const { body } = await recording.around({ params: {}, query: {}, body: undefined }, async (notes) => {
      const asked = await questions.ask(about, text);
      if (asked === 'too-many') return { status: 429, body: asked };
      const { id, number } = asked.opening;
      const after = { id, number, followUpOf: theCase.opening.id };
      if (user === undefined) notes.isDoneByVisitor({ what: 'support-case', id, after });
      else {
        notes.isDoneBy(user);
        notes.changed({ after });
      }
      return { status: 200, body: { number } };
    });
    return body;
  }

  return {
    path: `${questionPagePath}/:token`,
    show,
    answer: ask,
    audit: {
      show: { nothing: 'it shows a form, and of the case its number only' },
      answer: { as: recordedAs.operationId },
    },
  };
}
