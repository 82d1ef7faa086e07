import { providerLadder } from '../directory/ladder.js';
import { services } from '../incident/incident.js';
import { isProvider } from '../target.js';
import type { Finding } from './finding.js';
import { gapFindings, gapsBetween } from './gaps.js';
import { hasUsableChannel, peopleOf, type ReadinessQuestion } from './readiness-question.js';

const weekHours = 7 * 24;

/** When a provider is closed and nobody stands in for it but the desk (E1, E2). */
export function closedProviders(question: ReadinessQuestion): readonly Finding[] {
  const { settings, desk, at, rules } = question;
  const told = new Set<string>();
  return services.flatMap((service): readonly Finding[] => {
    const ladder = providerLadder(service, settings, desk).filter(({ target }) => isProvider(target));
    const [first] = ladder;
    const place = peopleOf(question).find(({ id }) => id === first?.target.id);
    // Where a service has no provider of its own, another one stands in, which is told of once.
    if (first?.hours === undefined || place === undefined || told.has(place.path)) return [];
    told.add(place.path);
    const usable = ladder.filter((provider) => hasUsableChannel(provider, rules));
    return gapFindings(
      gapsBetween(usable, at, weekHours),
      at,
      { path: `${place.path}/hours`, who: first.name },
      { now: 'provider-closed-now', later: 'provider-closed-sometimes' },
    );
  });
}
