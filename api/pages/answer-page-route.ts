import type { RequestHandler, Response } from 'express';
import type { LinkQuestion, LinkTokens } from '../../cases/link-tokens.js';
import { DomainError, invalidInput } from '../../domain/errors.js';
import type { LinkRecording } from '../audit/link-recording.js';
import { originOfRequest } from '../audit/origin.js';
import { readForm } from '../telephony/form.js';
import type { AnswerPages } from './answer-pages.js';
import type { PageRoute } from './page-router.js';
import { sendPage } from './page.js';

export interface AnswerPageRouteDependencies {
  readonly pages: AnswerPages;
  readonly linkTokens: Pick<LinkTokens, 'verify'>;
  readonly recording: LinkRecording;
}

/** The page behind links in texts and mails. GET changes nothing; the button's POST answers. */
export function answerPageRoute({ pages, linkTokens, recording }: AnswerPageRouteDependencies): PageRoute {
  /** The question behind the link; undefined when the page that says why there is none has been sent. */
  async function questionOf(token: unknown, response: Response): Promise<LinkQuestion | undefined> {
    try {
      const question = linkTokens.verify(typeof token === 'string' ? token : '');
      if (await pages.holds(question)) return question;
      sendPage(response, 410, pages.expired());
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      sendPage(response, error.kind === 'conflict' ? 410 : 404, pages.expired());
    }
    return undefined;
  }

  const show: RequestHandler = async (request, response) => {
    const question = await questionOf(request.params['token'], response);
    if (question === undefined) return;
    recording.shown(question, originOfRequest(request));
    sendPage(response, 200, await pages.ask(question));
  };

  const answer: RequestHandler = async (request, response) => {
    const question = await questionOf(request.params['token'], response);
    if (question === undefined) return;
    const { answer: value } = await readForm(request, response);
    recording.answered(question, originOfRequest(request), value);
    const page = await pages.answer(question, value);
    if (page === undefined) {
      throw invalidInput('The page has no such button.', [
        { path: '/answer', message: 'is not one of the buttons' },
      ]);
    }
    sendPage(response, 200, page);
  };

  return {
    path: '/a/:token',
    show,
    answer,
    audit: { show: { as: 'openLink' }, answer: { as: 'answerLink' } },
  };
}
