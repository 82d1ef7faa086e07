import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { eventually } from '../../dev/client/desk-api.js';
import { deskOrganisationId } from '../../domain/desk-organisation.js';
import { receivedMail } from './story/mailbox.js';
import { orderEvacuation } from './story/orders.js';
import { newPartner } from './story/partners.js';
import { askStatus, beginStory, found, register, report, type Story } from './story/story.js';
import { openCase } from './story/support-cases.js';

const totalSchema = z.looseObject({
  total: z.looseObject({
    all: z.looseObject({ open: z.number() }).optional(),
    unreached: z.number().optional(),
    currencies: z.array(z.unknown()).optional(),
    opened: z.number().optional(),
  }),
});
type Total = z.infer<typeof totalSchema>['total'];

describe('reports of what has happened', () => {
  let story: Story;
  beforeAll(async () => {
    story = await beginStory();
  });
  afterAll(() => story.end());

  it('count incidents, status calls, orders and support cases, and come by mail (R3, I11)', async () => {
    const { api, phones, people } = story;
    const { provider, frieda, toni, carla, anna } = people;
    const month = new Intl.DateTimeFormat('sv', {
      ...{ timeZone: 'Europe/Berlin', year: 'numeric', month: '2-digit' },
    }).format(new Date());
    await phones.phone(provider.phone).answers({ press: '1' });
    const organisation = await found(story, {
      ...{ provider, authorising: [frieda] },
      statusCallPolicy: { channels: ['voice'], rounds: 1, replySeconds: 1 },
    });
    const incident = await report(story, organisation, { kind: 'medical' });
    await api.expectEntry(incident, 'taken');
    await orderEvacuation(story, incident);
    const statusCall = await askStatus(story, await register(story, organisation, toni));
    await api.expectStatusCall(statusCall, { state: 'unreached' });
    await api.must('POST', `/v1/incidents/${incident}/close`, { outcome: 'resolved' });
    const partner = await newPartner(story, carla);
    await openCase(partner.browser, 'Where is it?', { 'idempotency-key': `report of ${carla.phone}` });

    // What was computed within the last minute is told again.
    const told = (kind: string, isTold: (total: Total) => boolean, of = organisation) =>
      eventually(async () => {
        const path = `/v1/organisations/${of}/reports/${kind}?from=${month}&to=${month}`;
        const { total } = totalSchema.parse(await api.must('GET', path));
        return isTold(total) ? total : undefined;
      }, 90);
    expect(await told('incidents', ({ all }) => all?.open === 0)).toMatchObject({
      all: { opened: 1, toFirstCall: { count: 1 }, toReach: { count: 1 }, outcomes: { resolved: 1 } },
      byKind: { medical: { opened: 1 } },
    });
    expect(await told('status-calls', ({ unreached }) => unreached === 1)).toMatchObject({
      ...{ asked: 1, responseRate: 0 },
    });
    expect(await told('costs', ({ currencies }) => currencies?.length === 1)).toMatchObject({
      currencies: [{ currency: 'EUR', ordered: 1, started: 0, estimate: 0 }],
    });
    const opened = await told('support-cases', (total) => (total.opened ?? 0) > 0, deskOrganisationId);
    expect(opened).toBeDefined();

    await api.must(
      'PUT',
      `/v1/organisations/${organisation}/report-plan`,
      {
        reports: [
          { kind: 'incidents', every: 'month', language: 'de', formats: ['pdf'], recipients: [anna.email] },
        ],
      },
      { 'if-match': '*' },
    );
    const mail = await eventually(
      () => receivedMail(story, anna, /^Bericht: Vorfälle/).catch(() => undefined),
      90,
    );
    expect(mail?.text.replace(/\D/g, '')).toContain(provider.phone.replace(/\D/g, ''));
  });
});
