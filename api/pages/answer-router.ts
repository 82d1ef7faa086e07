import { Router, type RequestHandler, type Response } from 'express';
import type { LinkQuestion, LinkTokens } from '../../cases/link-tokens.js';
import { DomainError, invalidInput } from '../../domain/errors.js';
import { HttpProblem } from '../middleware/http-problem.js';
import type { RateLimits } from '../middleware/rate-limits.js';
import { noteRoute } from '../middleware/request-log.js';
import { readForm } from '../telephony/form.js';
import type { AnswerPages } from './answer-pages.js';
import { sendPage } from './page.js';

const path = '/a/:token';

/** The pages behind links in texts and mails. GET changes nothing; the button's POST answers. */
export function createAnswerRouter(
  pages: AnswerPages,
  linkTokens: Pick<LinkTokens, 'verify'>,
  limits: Pick<RateLimits, 'page'>,
): Router {
  const router = Router({ caseSensitive: true });

  /** The question behind the link; undefined when the page that says why there is none has been sent. */
  function questionOf(token: unknown, response: Response): LinkQuestion | undefined {
    noteRoute(response, path);
    try {
      return linkTokens.verify(typeof token === 'string' ? token : '');
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      sendPage(response, error.kind === 'conflict' ? 410 : 404, pages.expired());
      return undefined;
    }
  }

  const limit: RequestHandler = async (request, _response, next) => {
    await limits.page(request.ip ?? 'unknown');
    next();
  };

  const show: RequestHandler = async (request, response) => {
    const question = questionOf(request.params['token'], response);
    if (question !== undefined) sendPage(response, 200, await pages.ask(question));
  };

  const answer: RequestHandler = async (request, response) => {
    const question = questionOf(request.params['token'], response);
    if (question === undefined) return;
    const { answer: value } = await readForm(request, response);
    const page = await pages.answer(question, value);
    if (page === undefined) {
      throw invalidInput('The page has no such button.', [
        { path: '/answer', message: 'is not one of the buttons' },
      ]);
    }
    sendPage(response, 200, page);
  };

  router
    .route(path)
    .all(limit)
    .get(show)
    .post(answer)
    .all(() => {
      throw new HttpProblem(405, 'This address allows GET, HEAD, POST.', { Allow: 'GET, HEAD, POST' });
    });
  return router;
}
