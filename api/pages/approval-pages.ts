import type { Cases } from '../../cases/cases.js';
import type { ApprovalLink } from '../../cases/link-tokens.js';
import type { Money } from '../../domain/escalation/policy.js';
import type { OrderView } from '../../domain/orders/order.js';
import { amountAsked } from '../../domain/orders/question.js';
import { deskScope } from '../../domain/scope.js';
import { formatMoment, formatMoney } from '../../wording/format.js';
import type { Wording } from '../../wording/wording.js';
import type { DecideOrderAnswer } from '../../workflows/incident/incident.messages.js';
import type { Decision } from '../telephony/answers.js';
import { gatherKnownFacts, type KnownFacts, type KnownFactsDependencies } from '../telephony/known-facts.js';
import type { CaseReading } from '../use-cases/case-reading.js';
import { derivedIdentifier } from '../use-cases/identifiers.js';
import { ifKnown } from '../use-cases/time-limit.js';
import { tellDecision, type Untold } from './decision-telling.js';
import { linkStanding, type OrderOutcome, type OrderStanding } from './order-standing.js';
import type { PageFrame, PageFrames } from './page-frames.js';
import type { Page } from './page.js';

export interface ApprovalPageDependencies extends KnownFactsDependencies {
  readonly frames: Pick<PageFrames, 'of'>;
  readonly incidents: Pick<Cases['incidents'], 'decideOrder'>;
  readonly reading: Pick<CaseReading, 'runningIncident'>;
  readonly wording: Wording;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/**
 * The pages on which an order is approved or refused (I9): as long as what the link was sent for is asked, then they tell what
 * was decided.
 */
export interface ApprovalPages {
  /** Changes nothing: scanners follow links. */
  ask(question: ApprovalLink): Promise<Page>;
  /** Passes the decision on; undefined: the page has no such button. */
  answer(question: ApprovalLink, value: string | undefined): Promise<Page | undefined>;
}

const viewPatience = 1_000;
const wordsPatience = 300;

interface KnownOrder {
  readonly frame: PageFrame;
  readonly facts: KnownFacts;
  /** Whether anything is known of the incident now. */
  readonly isRead: boolean;
  readonly order: OrderView | undefined;
  /** In the words of whoever placed it. */
  readonly description: string | undefined;
}

type AskedStanding = Extract<OrderStanding, { is: 'asked' }>;

export function createApprovalPages(dependencies: ApprovalPageDependencies): ApprovalPages {
  const { frames, incidents, reading, store, wording, now } = dependencies;

  async function look(question: ApprovalLink): Promise<KnownOrder> {
    const { organisationId, orderId, caseId: incidentId } = question;
    const [frame, facts, running, texts] = await Promise.all([
      frames.of(question),
      gatherKnownFacts(dependencies, organisationId, { case: 'incident', incidentId }),
      // The projection may not have caught up with what has just been decided.
      reading.runningIncident(incidentId, viewPatience),
      ifKnown(wordsPatience, () => store.intakes.texts(deskScope, [orderId])),
    ]);
    const view = running ?? facts.view;
    const order = view?.orders?.find(({ id }) => id === orderId);
    return { frame, facts, isRead: view !== undefined, order, description: texts?.get(orderId) };
  }

  function asking(
    { frame, facts, description }: KnownOrder,
    order: OrderView,
    standing: AskedStanding,
    hint: readonly string[] = [],
  ): Page {
    const { language, organisation, footer } = frame;
    const { service, estimate, expiresAt } = order;
    const until = formatMoment(expiresAt, facts.timeZone ?? 'UTC', language);
    const amount = amountAsked(order, now());
    const values = {
      organisation: facts.organisationName ?? organisation,
      kind: wording.text(language, `voice.kind.${facts.kind ?? 'other'}`),
      service: wording.text(language, `names.feeService.${service}`),
      price: formatMoney(estimate, language),
    };
    const question = {
      start: () => wording.text(language, 'page.approve.text', values),
      ratification: () => wording.text(language, 'page.approve.started', values),
      excess: () =>
        wording.text(language, 'page.approve.excess', { ...values, actual: formatMoney(amount, language) }),
    };
    return {
      language,
      title: wording.text(language, 'page.approve.title'),
      paragraphs: [
        ...hint,
        question[standing.question](),
        ...(description === undefined ? [] : [description]),
        ...(standing.question === 'start' ? [wording.text(language, 'page.approve.until', { until })] : []),
      ],
      buttons: [
        {
          value: buttonOf('accept', amount),
          text: wording.text(language, 'page.approve.accept'),
          kind: 'primary',
        },
        {
          value: buttonOf('decline', amount),
          text: wording.text(language, 'page.approve.decline'),
          kind: 'secondary',
        },
      ],
      footer,
    };
  }

  function telling({ language, footer }: PageFrame, text: string): Page {
    const title = wording.text(language, 'page.approve.outcomeTitle');
    return { language, title, paragraphs: [text], buttons: [], footer };
  }

  function outcome(frame: PageFrame, is: OrderOutcome): Page {
    const { language, footer } = frame;
    if (is !== 'expired') return telling(frame, wording.text(language, `page.approve.outcome.${is}`));
    return {
      language,
      title: wording.text(language, 'page.expired.title'),
      paragraphs: [wording.text(language, 'page.expired.text')],
      buttons: [],
      footer,
    };
  }

  function decide(
    { caseId, orderId, target }: ApprovalLink,
    { answer, amount }: Pressed,
    asked: string,
  ): Promise<DecideOrderAnswer | Untold> {
    const told = amount === undefined ? 'any' : `${amount.amountMinor} ${amount.currency}`;
    // The same button is the same decision, however often it is pressed; another question has other buttons.
    const updateId = derivedIdentifier('lnk', caseId, orderId, target.role, target.id, answer, asked, told);
    const message = {
      by: { by: 'target', target },
      means: 'link',
      orderId,
      answer,
      ...(amount === undefined ? {} : { amount }),
    } as const;
    return tellDecision(() => incidents.decideOrder(caseId, message, updateId));
  }

  function pageAfter(
    known: KnownOrder,
    standing: AskedStanding | undefined,
    decided: DecideOrderAnswer | Untold,
  ): Page {
    const { frame, order } = known;
    const { language } = frame;
    if (decided === 'not-theirs') return telling(frame, wording.text(language, 'page.approve.notTheirs'));
    const over = wording.text(language, 'page.approve.over');
    if (decided === 'gone') return telling(frame, over);
    if (decided === 'unknown') {
      const trouble = wording.text(language, 'page.trouble');
      return order !== undefined && standing !== undefined
        ? asking(known, order, standing, [trouble])
        : telling(frame, trouble);
    }
    if (decided.decided !== 'over') return outcome(frame, decided.decided);
    // Of what was ratified the state tells nothing.
    if (decided.state === 'asking' || decided.state === 'overridden') return telling(frame, over);
    return outcome(frame, decided.state);
  }

  return {
    async ask(question) {
      const known = await look(question);
      const { frame, order } = known;
      if (order === undefined) return telling(frame, wording.text(frame.language, 'page.approve.unknown'));
      const standing = linkStanding(order, question, now());
      return standing.is === 'asked' ? asking(known, order, standing) : outcome(frame, standing.outcome);
    },

    async answer(question, value) {
      const pressed = pressedButton(value);
      if (pressed === undefined) return undefined;
      const known = await look(question);
      // Unless the order can be read nobody knows whether this link's question is the one that is asked.
      if (known.order === undefined) return pageAfter(known, undefined, known.isRead ? 'gone' : 'unknown');
      const standing = linkStanding(known.order, question, now());
      if (standing.is === 'over') return outcome(known.frame, standing.outcome);
      return pageAfter(known, standing, await decide(question, pressed, standing.question));
    },
  };
}

/** A button of the page, with the amount that was shown above it: what has become another amount is another question. */
interface Pressed extends Decision {
  /** Undefined: the page was made before amounts stood in its buttons. */
  readonly amount: Money | undefined;
}

function buttonOf(answer: 'accept' | 'decline', { amountMinor, currency }: Money): string {
  return `${answer} ${amountMinor} ${currency}`;
}

function pressedButton(value = ''): Pressed | undefined {
  const [, button, minor, currency] = /^(accept|decline)(?: (\d{1,15}) ([A-Z]{3}))?$/.exec(value) ?? [];
  if (button === undefined) return undefined;
  const amount =
    minor === undefined || currency === undefined ? undefined : { amountMinor: Number(minor), currency };
  return { answer: button === 'accept' ? 'approved' : 'refused', amount };
}
