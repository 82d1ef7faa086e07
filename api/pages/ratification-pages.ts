import type { Cases } from '../../cases/cases.js';
import type { RatificationLink } from '../../cases/link-tokens.js';
import type { IncidentView } from '../../domain/case-record.js';
import { isUndecided } from '../../domain/incident/override.js';
import { formatMoney } from '../../wording/format.js';
import type { Wording } from '../../wording/wording.js';
import type { GiveRatificationAnswer } from '../../workflows/incident/incident.messages.js';
import { gatherKnownFacts, type KnownFacts, type KnownFactsDependencies } from '../telephony/known-facts.js';
import type { CaseReading } from '../use-cases/case-reading.js';
import { derivedIdentifier } from '../use-cases/identifiers.js';
import { tellDecision, type Untold } from './decision-telling.js';
import type { PageFrame, PageFrames } from './page-frames.js';
import type { Page } from './page.js';

export interface RatificationPageDependencies extends KnownFactsDependencies {
  readonly frames: Pick<PageFrames, 'of'>;
  readonly incidents: Pick<Cases['incidents'], 'giveRatification'>;
  readonly reading: Pick<CaseReading, 'runningIncident'>;
  readonly wording: Wording;
}

/**
 * The pages on which an authorising person ratifies an override, or a late acknowledger gives their word on it (I8). They ask
 * as long as nobody has decided, also when the incident is closed meanwhile; then they tell what was decided.
 */
export interface RatificationPages {
  /** Changes nothing: scanners follow links. */
  ask(question: RatificationLink): Promise<Page>;
  /** Passes the answer on; undefined: the page has no such button. */
  answer(question: RatificationLink, value: string | undefined): Promise<Page | undefined>;
}

const viewPatience = 1_000;

interface KnownOverride {
  readonly frame: PageFrame;
  readonly facts: KnownFacts;
  /** Undefined: nobody can tell at the moment. */
  readonly view: IncidentView | undefined;
}

type Outcome = 'ratified' | 'refused' | 'not-ratified' | 'word-recorded' | 'over';

export function createRatificationPages(dependencies: RatificationPageDependencies): RatificationPages {
  const { frames, incidents, reading, wording } = dependencies;

  async function look(question: RatificationLink): Promise<KnownOverride> {
    const { organisationId, caseId: incidentId } = question;
    const [frame, facts, running] = await Promise.all([
      frames.of(question),
      gatherKnownFacts(dependencies, organisationId, { case: 'incident', incidentId }),
      // The projection may not have caught up with what has just been decided.
      reading.runningIncident(incidentId, viewPatience),
    ]);
    return { frame, facts, view: running ?? facts.view };
  }

  function asking(
    { frame, facts, view }: KnownOverride,
    question: RatificationLink,
    hint: readonly string[] = [],
  ): Page {
    const { language, organisation, footer } = frame;
    const group = isWord(question) ? 'word' : 'ratify';
    const override = view?.override;
    return {
      language,
      title: wording.text(language, `page.${group}.title`),
      paragraphs: [
        ...hint,
        wording.text(language, `page.${group}.text`, {
          organisation: facts.organisationName ?? organisation,
          who: facts.travellerName ?? wording.text(language, 'names.actor.unknownCaller'),
          ceiling: formatMoney(override?.state === 'fired' ? override.ceiling : facts.ceiling, language),
        }),
        ...(view?.silent === true ? [wording.text(language, 'page.underDuress')] : []),
      ],
      buttons: [
        { value: 'accept', text: wording.text(language, `page.${group}.accept`), kind: 'primary' },
        { value: 'decline', text: wording.text(language, `page.${group}.decline`), kind: 'secondary' },
      ],
      footer,
    };
  }

  function telling({ language, footer }: PageFrame, text: string): Page {
    const title = wording.text(language, 'page.approve.outcomeTitle');
    return { language, title, paragraphs: [text], buttons: [], footer };
  }

  function outcomePage(frame: PageFrame, outcome: Outcome): Page {
    return telling(frame, wording.text(frame.language, `page.ratify.outcome.${outcome}`));
  }

  function tell(question: RatificationLink, answer: 'ratified' | 'refused') {
    const { caseId, target } = question;
    const updateId = derivedIdentifier('lnk', caseId, 'ratify', target.role, target.id, answer);
    const message = { by: { by: 'target', target }, means: 'link', answer } as const;
    return tellDecision(() => incidents.giveRatification(caseId, message, updateId));
  }

  function pageAfter(
    known: KnownOverride,
    question: RatificationLink,
    told: GiveRatificationAnswer | Untold,
  ): Page {
    const { frame } = known;
    const standing = standingOf(known.view, question);
    switch (told) {
      case 'not-theirs':
        return telling(frame, wording.text(frame.language, 'page.approve.notTheirs'));
      case 'gone':
        return outcomePage(frame, standing === 'asked' ? 'over' : standing);
      case 'unknown':
        return asking(known, question, [wording.text(frame.language, 'page.trouble')]);
    }
    return outcomePage(frame, told.decided === 'over' && standing !== 'asked' ? standing : told.decided);
  }

  return {
    async ask(question) {
      const known = await look(question);
      const standing = standingOf(known.view, question);
      return standing === 'asked' ? asking(known, question) : outcomePage(known.frame, standing);
    },

    async answer(question, value) {
      if (value !== 'accept' && value !== 'decline') return undefined;
      const known = await look(question);
      return pageAfter(known, question, await tell(question, value === 'accept' ? 'ratified' : 'refused'));
    },
  };
}

/** Whoever is no authorising person covers no costs: what they say is their word. */
function isWord({ target }: RatificationLink): boolean {
  return target.role !== 'authorising-person';
}

function standingOf(view: IncidentView | undefined, question: RatificationLink): 'asked' | Outcome {
  // While nobody can tell, it is asked: the incident judges the answer.
  if (view === undefined) return 'asked';
  const { override, state } = view;
  if (override.state !== 'fired') return 'over';
  const { ratification } = override;
  if (isUndecided(ratification)) return isWord(question) && state !== 'open' ? 'over' : 'asked';
  return isWord(question) ? 'over' : ratification;
}
