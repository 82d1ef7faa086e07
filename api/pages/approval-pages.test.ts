import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { questionCode } from '../../cases/question-code.js';
import { conflict, DomainError } from '../../domain/errors.js';
import type { OrderView } from '../../domain/orders/order.js';
import { frieda, orderService, orderWords, type OrderedService } from '../testing/approvals.js';
import { openPlay, reset } from '../testing/play.js';
import type { Answer, Stage } from '../testing/stage.js';

let stage: Stage;
beforeAll(async () => {
  ({ stage } = await openPlay());
});
beforeEach(() => {
  reset(stage);
});
afterAll(() => stage.close());

/** Sent for what the order asks, or for what `more` says. */
function linkOf(
  { organisationId, incidentId, friedaId, order, attempt }: OrderedService,
  more: object = {},
): string {
  const token = stage.links.sign(
    {
      ask: 'approve',
      organisationId,
      caseId: incidentId,
      target: { role: 'authorising-person', id: friedaId },
      orderId: order.id,
      questionCode: questionCode(attempt.approval),
      ...more,
    },
    new Date(order.expiresAt),
  );
  return `/a/${token}`;
}

function press(path: string, answer: string): Promise<Answer> {
  return stage.ask('POST', path, new URLSearchParams({ answer }).toString(), {
    'content-type': 'application/x-www-form-urlencoded',
  });
}

/** Presses the button of a page that was shown. */
function pressShown(path: string, page: Answer, answer: 'accept' | 'decline'): Promise<Answer> {
  return press(path, new RegExp(`value="(${answer}[^"]*)"`).exec(page.text)?.[1] ?? 'none');
}

/** How the incident tells of the order from now on. */
function become({ incidentId, order }: OrderedService, change: Partial<OrderView>): void {
  stage.cases.view(incidentId, { orders: [{ ...order, ...change }] });
}

const decisionsOn = ({ incidentId }: OrderedService) =>
  stage.cases.told.filter(({ what, id }) => what === 'decideOrder' && id === incidentId);
const plain = ({ text }: Answer) => text.replaceAll(/[\u00A0\u202F]/g, ' ');

describe('the page on which an order is approved (I9)', () => {
  it('shows service, price, organisation, words and until when, in the language of the person, and changes nothing', async () => {
    const service = await orderService(stage);
    const page = await stage.ask('GET', linkOf(service));
    expect(page.status).toBe(200);
    for (const words of ['lang="de"', 'Evakuierung', '12.345 €', 'Example', orderWords, 'ME']) {
      expect(plain(page)).toContain(words);
    }
    expect(page.text.match(/<button/g)).toHaveLength(2);
    expect(decisionsOn(service)).toEqual([]);
  });

  it.each([
    ['accept', 'approved', 'Das ist genehmigt.'],
    ['decline', 'refused', 'Das ist abgelehnt'],
  ])(
    'passes the button %s on as the decision of that person, and then has none',
    async (button, answer, words) => {
      const service = await orderService(stage);
      const decided = await press(linkOf(service), button);
      expect(decided.text).toContain(words);
      expect(decided.text).not.toContain('<button');
      const { friedaId, order } = service;
      expect(decisionsOn(service)).toMatchObject([
        {
          message: {
            by: { by: 'target', target: { role: 'authorising-person', id: friedaId } },
            means: 'link',
            orderId: order.id,
            answer,
          },
        },
      ]);
    },
  );

  it('says in its buttons for which amount they stand', async () => {
    const service = await orderService(stage);
    const page = await stage.ask('GET', linkOf(service));
    await pressShown(linkOf(service), page, 'accept');
    const { estimate: amount } = service.order;
    expect(decisionsOn(service)).toMatchObject([{ message: { answer: 'approved', amount } }]);
    expect((await press(linkOf(service), 'accept 12 EUR 13')).status).toBe(400);
  });

  it('sends the same button pressed again as the same decision', async () => {
    const service = await orderService(stage);
    await press(linkOf(service), 'accept');
    await press(linkOf(service), 'accept');
    await press(linkOf(service), 'decline');
    const ids = decisionsOn(service).map(({ updateId }) => updateId);
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
    expect(ids[0]).toMatch(/^lnk_/);
  });

  it('tells what was decided, by whomever, and has no buttons any more', async () => {
    const decision = { by: { by: 'token', tokenId: 'tok_any' }, means: 'console', at: Date.now() } as const;
    const outcomes: readonly (readonly [Partial<OrderView>, string])[] = [
      [{ state: 'approved', decision, startedAt: Date.now() }, 'Das ist genehmigt.'],
      [{ state: 'refused', decision }, 'Das ist abgelehnt'],
      [{ state: 'withdrawn' }, 'zurückgezogen'],
      [{ state: 'expired' }, 'Dieser Link gilt nicht mehr'],
      [{ state: 'asking', expiresAt: Date.now() - 1 }, 'Dieser Link gilt nicht mehr'],
      [{ state: 'overridden', startedAt: 1 }, 'ohne Genehmigung begonnen'],
      [{ state: 'overridden', ratification: { state: 'ratified', decision } }, 'nachträglich genehmigt'],
      [{ state: 'overridden', ratification: { state: 'refused', decision } }, 'nachträglich abgelehnt'],
    ];
    const service = await orderService(stage);
    for (const [change, words] of outcomes) {
      become(service, change);
      const page = await stage.ask('GET', linkOf(service));
      expect(page.text).toContain(words);
      expect(page.text).not.toContain('<button');
    }
  });

  it('changes nothing when a button is pressed after the decision, and says what was decided', async () => {
    const service = await orderService(stage);
    stage.cases.decision = { decided: 'over', state: 'refused' };
    const late = await press(linkOf(service), 'accept');
    expect(late.text).toContain('Das ist abgelehnt');
    expect(late.text).not.toContain('<button');
    stage.cases.decision = { decided: 'over', state: 'expired' };
    expect((await press(linkOf(service), 'accept')).text).toContain('Dieser Link gilt nicht mehr');
  });

  it('asks to ratify what the override has started', async () => {
    const service = await orderService(stage, { started: true });
    const page = await stage.ask('GET', linkOf(service));
    expect(page.text).toContain('Genehmigen Sie es nachträglich?');
    expect(page.text).not.toContain('Sie können bis');
    stage.cases.decision = { decided: 'ratified', state: 'overridden' };
    expect((await press(linkOf(service), 'accept')).text).toContain('nachträglich genehmigt');
    stage.cases.decision = { decided: 'ratification-refused', state: 'overridden' };
    expect((await press(linkOf(service), 'decline')).text).toContain('nachträglich abgelehnt');
  });

  it('asks about what it has cost beyond what was approved, and passes on for which amount the answer is given', async () => {
    const service = await orderService(stage);
    const decision = { by: { by: 'token', tokenId: 'tok_any' }, means: 'console', at: 1 } as const;
    const cost = { amountMinor: 1_500_000, currency: 'EUR' };
    const actual = { cost, by: { by: 'rule' }, at: 2 } as const;
    const spent = { state: 'approved', decision, startedAt: 1, actual } as const;
    become(service, { ...spent, excess: { state: 'asked', total: cost } });
    const link = linkOf(service, { questionCode: questionCode({ started: true, actual: cost }) });
    const page = await stage.ask('GET', link);
    for (const words of ['mehr gekostet als genehmigt', '12.345 €', '15.000 €']) {
      expect(plain(page)).toContain(words);
    }
    expect(page.text).not.toContain('Sie können bis');
    stage.cases.decision = { decided: 'excess-refused', state: 'approved' };
    expect((await pressShown(link, page, 'decline')).text).toContain('Dieser Betrag ist abgelehnt');
    expect(decisionsOn(service)).toMatchObject([{ message: { answer: 'refused', amount: cost } }]);
    // Meanwhile it is another amount: that is asked about with another link.
    become(service, { ...spent, excess: { state: 'asked', total: { ...cost, amountMinor: 9_900_000 } } });
    for (const other of [await stage.ask('GET', link), await pressShown(link, page, 'accept')]) {
      expect(other.text).toContain('Inzwischen geht es um einen anderen Betrag');
      expect(other.text).not.toContain('<button');
    }
    expect(decisionsOn(service)).toHaveLength(1);
    for (const [state, words] of [
      ['approved', 'Dieser Betrag ist genehmigt'],
      ['refused', 'Dieser Betrag ist abgelehnt'],
      ['not-approved', 'niemand rechtzeitig genehmigt'],
    ] as const) {
      become(service, { ...spent, excess: { state, total: cost } });
      const over = await stage.ask('GET', link);
      expect(over.text).toContain(words);
      expect(over.text).not.toContain('<button');
    }
  });

  it('opens no later question of the order, whether or not its own was answered by it', async () => {
    const decision = { by: { by: 'token', tokenId: 'tok_any' }, means: 'link', at: 1 } as const;
    const total = { amountMinor: 1_500_000, currency: 'EUR' };
    const excess = { state: 'asked', total } as const;
    const overridden = { state: 'overridden', startedAt: 1 } as const;
    const later: readonly (readonly [Partial<OrderView>, string, object?])[] = [
      [{ state: 'approved', decision, startedAt: 1, excess }, 'Das ist genehmigt.'],
      [{ ...overridden, ratification: { state: 'asked' } }, 'ohne Genehmigung begonnen'],
      // Sent before links told what for.
      [{ state: 'approved', decision, excess }, 'Das ist genehmigt.', { questionCode: undefined }],
      [
        { ...overridden, ratification: { state: 'ratified', decision }, excess },
        'nachträglich genehmigt',
        { questionCode: questionCode({ started: true }) },
      ],
    ];
    const service = await orderService(stage);
    const before = await stage.ask('GET', linkOf(service));
    for (const [change, words, sentFor] of later) {
      become(service, change);
      const link = linkOf(service, sentFor);
      for (const page of [await stage.ask('GET', link), await pressShown(link, before, 'accept')]) {
        expect(page.text).toContain(words);
        expect(page.text).not.toContain('<button');
      }
    }
    expect(decisionsOn(service)).toEqual([]);
  });

  it('ends when another person takes over the entry of the settings, and stays when only the telephone changes', async () => {
    const service = await orderService(stage);
    const path = `/v1/organisations/${service.organisationId}`;
    const save = (person: object) =>
      stage.ask(
        'PUT',
        path,
        {
          name: 'Example',
          authorisingPersons: [{ id: service.friedaId, language: 'de', ...person }],
        },
        { 'if-match': '*' },
      );
    const both = [frieda, '+493023125032'];
    await save({ name: 'Frieda', phones: both });
    await save({ name: 'Frieda', phones: both.slice(1), email: 'frieda@example.org' });
    expect((await stage.ask('GET', linkOf(service))).text).toContain('<button');
    await save({ name: 'Gustav', phones: ['+493023125032'], email: 'frieda@example.org' });
    const page = await stage.ask('GET', linkOf(service));
    expect(page.status).toBe(410);
    expect(page.text).not.toContain('12.345');
    expect((await press(linkOf(service), 'accept')).status).toBe(410);
    expect(decisionsOn(service)).toEqual([]);
  });

  it('is a page for one person: whoever follows the link of somebody else decides nothing in their own name', async () => {
    const service = await orderService(stage);
    const other = linkOf(service, { target: { role: 'authorising-person', id: 'con_georg12345' } });
    // Nobody knows Georg: he has left the settings.
    expect((await press(other, 'accept')).status).toBe(410);
    stage.cases.refusal = new DomainError('forbidden', 'The limit does not reach so far.');
    const page = await press(linkOf(service), 'accept');
    expect(page.text).not.toContain('<button');
    expect(page.text).toContain('Sie können darüber nicht mehr entscheiden');
    stage.cases.refusal = undefined;
    const swapped = linkOf(service).slice(0, -20) + other.slice(-20);
    expect((await press(swapped, 'accept')).status).toBe(404);
  });

  it('says so when it is too old, forged, without such a button, or when nothing is known of the order', async () => {
    const service = await orderService(stage);
    const old = linkOf({ ...service, order: { ...service.order, expiresAt: Date.now() - 2 * 86_400_000 } });
    expect((await stage.ask('GET', old)).status).toBe(410);
    expect((await press(old, 'accept')).status).toBe(410);
    expect((await stage.ask('GET', `${linkOf(service)}A`)).status).toBe(404);
    expect((await press(linkOf(service), 'ok')).status).toBe(400);
    expect(decisionsOn(service)).toEqual([]);
    stage.cases.view(service.incidentId, { orders: [] });
    const unknown = await stage.ask('GET', linkOf(service));
    expect(unknown.text).not.toContain('<button');
    stage.cases.refusal = conflict('The incident has no such order.');
    expect((await press(linkOf(service), 'accept')).text).toContain('nicht mehr entschieden werden');
  });

  it('asks again when the decision could not be passed on', async () => {
    const service = await orderService(stage);
    stage.cases.away = true;
    const page = await press(linkOf(service), 'accept');
    stage.cases.away = false;
    expect(page.text).toContain('konnte nicht weitergegeben werden');
    expect(decisionsOn(service)).toEqual([]);
  });

  it('passes nothing on while nobody can tell what is asked: it could be another question than the link’s', async () => {
    const service = await orderService(stage);
    stage.cases.forget(service.incidentId);
    const page = await press(linkOf(service), 'accept');
    expect(page.text).toContain('konnte nicht weitergegeben werden');
    expect(decisionsOn(service)).toEqual([]);
  });

  it('escapes the words of the order', async () => {
    const service = await orderService(stage, { words: '<script>alert("x")</script>' });
    const page = await stage.ask('GET', linkOf(service));
    expect(page.text).toContain('&lt;script&gt;');
    expect(page.text).not.toContain('<script>');
  });
});

describe('a text in answer to the question whether an order is approved (I9)', () => {
  it('approves nothing, since anybody can send one in the name of anybody', async () => {
    const service = await orderService(stage);
    for (const [index, body] of ['1', 'OK', 'Ja', 'Ich übernehme'].entries()) {
      const answer = await stage.webhook('/telephony/inbound/text', {
        MessageSid: `SM-approval-${index}`,
        From: frieda,
        To: '+493023125099',
        Body: body,
      });
      expect(answer.status).toBe(200);
    }
    expect(decisionsOn(service)).toEqual([]);
    expect(stage.cases.completed.filter(({ key }) => key.workflowId.includes(service.incidentId))).toEqual(
      [],
    );
  });
});
