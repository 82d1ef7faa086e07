import type { AnswerMeans } from '../../domain/attempt.js';
import type { Language } from '../../domain/language.js';
import type { Target } from '../../domain/target.js';
import type { Actor, TimelineEvent } from '../../domain/timeline.js';
import { formatList, formatMoment, formatMoney } from '../../wording/format.js';
import type { TextKey } from '../../wording/locale.js';
import type { Wording } from '../../wording/wording.js';
import { sentenceOfOrder } from './order-sentence.js';

/** Who reads a timeline: in which language, in which time zone, and what people are called. */
export interface Reader {
  readonly language: Language;
  readonly timeZone: string;
  readonly nameOfTarget: (target: Target) => Promise<string>;
  readonly nameOfActor: (actor: Actor) => Promise<string>;
}

type NameKey = TextKey extends infer Key ? (Key extends `names.${infer Name}` ? Name : never) : never;

/** What happened, as one sentence for a person (I10). */
export async function sentenceOf(event: TimelineEvent, wording: Wording, reader: Reader): Promise<string> {
  const { language, timeZone, nameOfTarget, nameOfActor } = reader;
  const name = (key: NameKey) => wording.text(language, `names.${key}`);
  const at = (moment: number) => formatMoment(moment, timeZone, language);
  const by = (means: AnswerMeans) => name(`means.${means}`);
  const namesOf = async (targets: readonly Target[]) =>
    formatList(await Promise.all(targets.map(nameOfTarget)), language);

  switch (event.type) {
    case 'reported':
      return wording.text(
        language,
        event.silent === true ? 'timeline.reported-under-duress' : 'timeline.reported',
        {
          source: name(`source.${event.source}`),
          kind: name(`kind.${event.kind}`),
          threat: name(`threat.${event.threat}`),
        },
      );
    case 'organisation-chosen':
      return wording.text(language, `timeline.organisation-chosen-${event.by}`);
    case 'duress-noted':
      return wording.text(language, 'timeline.duress-noted');
    case 'attempt-started':
      return wording.text(language, 'timeline.attempt-started', {
        track: name(`track.${event.track}`),
        round: event.round,
        who: await nameOfTarget(event.target),
        channel: name(`channel.${event.channel}`),
        purpose: name(`purpose.${event.purpose}`),
      });
    case 'attempt-ended': {
      const { reason, detail, means } = event;
      const parts = [
        name(`reason.${reason}`),
        ...(means === undefined ? [] : [by(means)]),
        ...(detail === undefined ? [] : [name(`detail.${detail}`)]),
      ];
      return wording.text(language, 'timeline.attempt-ended', {
        track: name(`track.${event.track}`),
        who: await nameOfTarget(event.target),
        channel: name(`channel.${event.channel}`),
        result: parts.join(', '),
      });
    }
    case 'skipped': {
      const skips = await Promise.all(
        event.skips.map(
          async ({ target, reason }) => `${await nameOfTarget(target)} (${name(`skip.${reason}`)})`,
        ),
      );
      return wording.text(language, 'timeline.skipped', {
        track: name(`track.${event.track}`),
        round: event.round,
        skips: formatList(skips, language),
      });
    }
    case 'round-ended':
      return wording.text(language, 'timeline.round-ended', {
        track: name(`track.${event.track}`),
        round: event.round,
        at: at(event.nextRoundAt),
      });
    case 'nobody-to-ask': {
      const track = name(`track.${event.track}`);
      return event.availableFrom === undefined
        ? wording.text(language, 'timeline.nobody-to-ask', { track })
        : wording.text(language, 'timeline.nobody-to-ask-until', { track, at: at(event.availableFrom) });
    }
    case 'notices-sent': {
      const results = await Promise.all(
        event.results.map(
          async ({ target, channel, outcome }) =>
            `${await nameOfTarget(target)} (${name(`channel.${channel}`)}: ${name(`noticeOutcome.${outcome}`)})`,
        ),
      );
      return wording.text(language, 'timeline.notices-sent', {
        notice: name(`notice.${event.notice}`),
        results: formatList(results, language),
      });
    }
    case 'taken':
    case 'declined':
    case 'mandate-accepted':
      return wording.text(language, `timeline.${event.type}`, {
        who: await nameOfActor(event.by),
        means: by(event.means),
      });
    case 'acknowledged':
      return wording.text(language, 'timeline.acknowledged', {
        who: await nameOfActor(event.by),
        means: by(event.means),
        until: at(event.expiresAt),
      });
    case 'threat-set': {
      const values = { threat: name(`threat.${event.threat}`), who: await nameOfActor(event.by) };
      return event.overrideAt === undefined
        ? wording.text(language, 'timeline.threat-set', values)
        : wording.text(language, 'timeline.threat-set-override-at', { ...values, at: at(event.overrideAt) });
    }
    case 'override-fired':
      return wording.text(language, 'timeline.override-fired', {
        basis: name(`basis.${event.basis}`),
        who: await nameOfActor(event.by),
        ceiling: formatMoney(event.ceiling, language),
        attempts: event.attempts,
      });
    case 'ratification-asked':
      return event.of.length === 0
        ? wording.text(language, 'timeline.ratification-asked-of-nobody')
        : wording.text(language, 'timeline.ratification-asked', { names: await namesOf(event.of) });
    case 'ratification-given': {
      const { covers } = event;
      const values = {
        who: await nameOfActor(event.by),
        decision: name(`decision.${event.answer}`),
        means: by(event.means),
      };
      return covers === undefined
        ? wording.text(language, 'timeline.ratification-given', values)
        : wording.text(language, 'timeline.ratification-given-covering', {
            ...values,
            covers: formatMoney(covers, language),
          });
    }
    case 'override-word-given':
      return wording.text(language, 'timeline.override-word-given', {
        who: await nameOfActor(event.by),
        word: name(`word.${event.answer}`),
        means: by(event.means),
      });
    case 'answer-not-counted':
      return wording.text(language, 'timeline.answer-not-counted', {
        who: await nameOfActor(event.by),
        means: by(event.means),
        why: name(event.why === 'limit-too-low' ? 'skip.limit-too-low' : 'detail.not-authorised'),
      });
    case 'routed':
      return wording.text(language, 'timeline.routed', {
        service: name(`service.${event.service}`),
        who: await nameOfActor(event.by),
      });
    case 'noted':
    case 'reopened':
    case 'acknowledgement-expired':
      return wording.text(language, `timeline.${event.type}`, { who: await nameOfActor(event.by) });
    case 'contacts-reached':
      return wording.text(language, 'timeline.contacts-reached', {
        who: await nameOfActor(event.by),
        names: await namesOf(event.contacts),
      });
    case 'caller-waiting':
    case 'caller-left':
    case 'ratification-lapsed':
      return wording.text(language, `timeline.${event.type}`);
    case 'caller-joined':
      return wording.text(language, 'timeline.caller-joined', {
        who:
          event.with === undefined
            ? wording.text(language, 'names.actor.somebody')
            : await nameOfTarget(event.with),
      });
    case 'bridge-failed':
      return wording.text(language, 'timeline.bridge-failed', {
        who:
          event.with === undefined
            ? wording.text(language, 'names.actor.somebody')
            : await nameOfTarget(event.with),
      });
    case 'call-back-given-up':
      return wording.text(language, 'timeline.call-back-given-up', { count: event.attempts });
    case 'call-ordered':
      return wording.text(language, 'timeline.call-ordered', {
        by: await nameOfActor(event.by),
        who: await nameOfTarget(event.target),
      });
    case 'call-back-ordered':
      return callBackSentence(event, wording, reader);
    case 'ordered-call-ended': {
      const who = await nameOfTarget(event.target);
      return event.outcome === 'not-reached'
        ? wording.text(language, 'timeline.ordered-call-not-reached', { who, count: event.attempts })
        : wording.text(language, `timeline.ordered-call-${event.outcome}`, { who });
    }
    case 'order-placed':
    case 'order-approved':
    case 'order-refused':
    case 'order-expired':
    case 'order-overridden':
    case 'order-ratification-given':
    case 'order-ratification-asked':
    case 'order-ratification-lapsed':
    case 'order-withdrawn':
    case 'cost-recorded':
    case 'excess-decided':
    case 'excess-lapsed':
      return sentenceOfOrder(event, wording, reader);
    case 'status-answered':
      return wording.text(
        language,
        `timeline.status-answered${event.duress === true ? '-under-duress' : ''}`,
        {
          answer: name(`statusAnswer.${event.answer}`),
          means: by(event.means),
        },
      );
    case 'status-unreached':
      return wording.text(language, 'timeline.status-unreached', { count: event.rounds });
    case 'closed':
      return wording.text(language, 'timeline.closed', {
        outcome: name(`outcome.${event.outcome}`),
        who: await nameOfActor(event.by),
        until: at(event.reopenUntil),
      });
  }
}

async function callBackSentence(
  event: Extract<TimelineEvent, { type: 'call-back-ordered' }>,
  wording: Wording,
  { language, nameOfActor, nameOfTarget }: Reader,
): Promise<string> {
  const by = await nameOfActor(event.by);
  const sentence =
    event.with === undefined
      ? wording.text(language, 'timeline.call-back-ordered', { who: by })
      : wording.text(language, 'timeline.call-back-ordered-with', {
          by,
          who: await nameOfTarget(event.with),
        });
  return event.despiteDuress === true
    ? `${sentence} ${wording.text(language, 'timeline.call-back-despite-duress', { who: by })}`
    : sentence;
}
