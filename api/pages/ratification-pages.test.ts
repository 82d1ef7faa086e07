import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { IncidentView, OverrideView } from '../../domain/case-record.js';
import { conflict, DomainError } from '../../domain/errors.js';
import type { Target } from '../../domain/target.js';
import { orderService, type OrderedService } from '../testing/approvals.js';
import { openPlay, reset, type Play } from '../testing/play.js';
import type { Answer, Stage } from '../testing/stage.js';

let play: Play;
let stage: Stage;
beforeAll(async () => {
  play = await openPlay();
  ({ stage } = play);
});
beforeEach(() => {
  reset(stage);
});
afterAll(() => stage.close());

type Fired = Extract<OverrideView, { state: 'fired' }>;

/** An incident whose override has fired, and Frieda who may ratify it. */
async function fired(change: Partial<Fired> = {}, more: Partial<IncidentView> = {}): Promise<OrderedService> {
  const service = await orderService(stage);
  become(service, change, more);
  return service;
}

function become(
  { incidentId }: OrderedService,
  change: Partial<Fired>,
  more: Partial<IncidentView> = {},
): void {
  const ceiling = { amountMinor: 250_000, currency: 'EUR' };
  const override = { state: 'fired', firedAt: 1, basis: 'rule', ceiling, ratification: 'asked' } as const;
  stage.cases.view(incidentId, { override: { ...override, ...change }, ...more });
}

function linkOf({ organisationId, incidentId, friedaId }: OrderedService, target?: Target): string {
  const token = stage.links.sign(
    {
      ask: 'ratify',
      organisationId,
      caseId: incidentId,
      target: target ?? { role: 'authorising-person', id: friedaId },
    },
    new Date(Date.now() + 86_400_000),
  );
  return `/a/${token}`;
}

function press(path: string, answer: string): Promise<Answer> {
  return stage.ask('POST', path, new URLSearchParams({ answer }).toString(), {
    'content-type': 'application/x-www-form-urlencoded',
  });
}

const givenOn = ({ incidentId }: OrderedService) =>
  stage.cases.told.filter(({ what, id }) => what === 'giveRatification' && id === incidentId);

describe('the page on which an override is ratified (I8, I9)', () => {
  it('tells the ceiling and that the limit counts, and changes nothing', async () => {
    const service = await fired();
    const page = await stage.ask('GET', linkOf(service));
    expect(page.status).toBe(200);
    for (const words of ['lang="de"', '2.500', 'innerhalb Ihres Limits', 'Example']) {
      expect(page.text.replaceAll(/[\u00A0\u202F]/g, ' ')).toContain(words);
    }
    expect(page.text.match(/<button/g)).toHaveLength(2);
    expect(givenOn(service)).toEqual([]);
  });

  it.each([
    ['accept', 'ratified', 'Das ist nachträglich genehmigt'],
    ['decline', 'refused', 'Das ist nachträglich abgelehnt'],
  ])(
    'passes the button %s on as that person’s answer, once however often it is pressed',
    async (button, answer, words) => {
      const service = await fired();
      const decided = await press(linkOf(service), button);
      expect(decided.text).toContain(words);
      expect(decided.text).not.toContain('<button');
      await press(linkOf(service), button);
      const { friedaId } = service;
      const by = { by: 'target', target: { role: 'authorising-person', id: friedaId } };
      expect(givenOn(service)).toMatchObject([{ message: { by, means: 'link', answer } }, {}]);
      expect(new Set(givenOn(service).map(({ updateId }) => updateId)).size).toBe(1);
    },
  );

  it('asks as well when the incident is closed meanwhile, and tells later what was decided', async () => {
    const service = await fired({}, { state: 'closed' });
    expect((await stage.ask('GET', linkOf(service))).text).toContain('<button');
    for (const [ratification, words] of [
      ['ratified', 'nachträglich genehmigt'],
      ['refused', 'nachträglich abgelehnt'],
      ['not-ratified', 'niemand rechtzeitig genehmigt'],
    ] as const) {
      become(service, { ratification }, { state: 'closed' });
      const page = await stage.ask('GET', linkOf(service));
      expect(page.text).toContain(words);
      expect(page.text).not.toContain('<button');
    }
  });

  it('says so when the answer does not count, or comes too late', async () => {
    const service = await fired();
    stage.cases.refusal = new DomainError('forbidden', 'Only an authorising person decides.');
    expect((await press(linkOf(service), 'accept')).text).toContain('nicht mehr entscheiden');
    stage.cases.refusal = conflict('No override has been fired.');
    expect((await press(linkOf(service), 'accept')).text).toContain('schon entschieden');
    stage.cases.refusal = undefined;
    expect((await press(linkOf(service), 'perhaps')).status).toBe(400);
    stage.cases.away = true;
    const unknown = await press(linkOf(service), 'accept');
    stage.cases.away = false;
    expect(unknown.text).toContain('konnte nicht weitergegeben werden');
    expect(unknown.text).toContain('<button');
  });

  it('asks a late acknowledger for a word, as long as the incident is open and nobody has decided', async () => {
    const service = await fired();
    const path = `/v1/organisations/${service.organisationId}`;
    const saved = await stage.ask(
      'PUT',
      path,
      {
        name: 'Example',
        internalContacts: [{ name: 'Anna', phones: ['+493023125011'], language: 'de' }],
        authorisingPersons: [{ id: service.friedaId, name: 'Frieda' }],
      },
      { 'if-match': '*' },
    );
    const { internalContacts } = saved.body as { internalContacts: [{ id: string }] };
    const link = linkOf(service, { role: 'internal-contact', id: internalContacts[0].id });
    const page = await stage.ask('GET', link);
    expect(page.text).toContain('Ihr Wort deckt keine Kosten');
    expect(page.text).toContain('Ich bin einverstanden');
    become(service, {}, { state: 'closed' });
    expect((await stage.ask('GET', link)).text).not.toContain('<button');
    become(service, { ratification: 'ratified' });
    expect((await stage.ask('GET', link)).text).toContain('schon entschieden');
  });
});
