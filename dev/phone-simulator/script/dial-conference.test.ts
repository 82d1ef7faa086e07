import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { anna, ben, carla, hotline, setStage, type Stage } from '../testing/stage.js';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
beforeEach(async () => {
  await stage.phones.reset();
});
afterAll(async () => {
  await stage.end();
});

const room = (name: string, attributes: string, dial = ''): string =>
  `<Dial ${dial}><Conference ${attributes} statusCallback="/room-${name}" statusCallbackEvent="start end join leave">${name}</Conference></Dial>`;

describe('Dial with a conference', () => {
  it('lets people wait, meet and leave, and tells all of it', async () => {
    stage.application.on('/voice', room('lobby', 'participantLabel="caller" waitUrl="/wait"'));
    stage.application.on('/wait', '<Say>Please hold the line</Say><Pause length="1"/>');
    stage.application.on('/desk', room('lobby', 'participantLabel="desk"'));
    await stage.phones.phone(anna).calls(hotline);
    await stage.phones.expectHeard(anna, /hold the line/);
    await stage.phones.phone(ben).answers({ after: 3 });
    await stage.order(ben, '/desk');
    await stage.phones.expectTogether([anna, ben], { conference: 'lobby' });
    await stage.phones.phone(ben).says('How can I help?');
    await stage.phones.expectHeard(anna, /How can I help/);
    await stage.phones.phone(ben).hangsUp();
    await stage.phones.expectEvent(ben, 'left-conference');
    await stage.phones.phone(anna).hangsUp();
    await stage.application.received('/room-lobby', 5);
    const news = stage.application.to('/room-lobby').map((request) => request.form);
    expect(news.map((form) => [form['StatusCallbackEvent'], form['ParticipantLabel']])).toEqual([
      ['participant-join', 'caller'],
      ['participant-join', 'desk'],
      ['conference-start', undefined],
      ['participant-leave', 'desk'],
      ['participant-leave', 'caller'],
      ['conference-end', undefined],
    ]);
    expect(news.map((form) => form['SequenceNumber'])).toEqual(['1', '2', '3', '4', '5', '6']);
    expect(new Set(news.map((form) => form['ConferenceSid'])).size).toBe(1);
    expect(news[0]).toMatchObject({ FriendlyName: 'lobby', EndConferenceOnExit: 'false' });
    expect(news[3]).toMatchObject({ ReasonParticipantLeft: 'participant_hung_up' });
    expect(news[5]).toMatchObject({ ReasonConferenceEnded: 'last-participant-left' });
    const [conference] = await stage.phones.conferences();
    expect(conference).toMatchObject({ name: 'lobby', status: 'completed', participants: [] });
  });

  it('refuses a second participant with the same label, whose call goes on without it (error 16025)', async () => {
    stage.application.on('/voice', room('twins', 'participantLabel="caller"'));
    await stage.phones.phone(anna).calls(hotline);
    await stage.phones.expectEvent(anna, 'joined-conference');
    stage.application.on('/voice', `${room('twins', 'participantLabel="caller"')}<Say>Left out</Say>`);
    await stage.phones.phone(ben).calls(hotline);
    await stage.phones.expectHeard(ben, /Left out/);
    expect(
      (await stage.phones.conferences()).find(({ name }) => name === 'twins')?.participants,
    ).toHaveLength(1);
  });

  it('ends for all when somebody leaves who ends it; the others go on with their scripts', async () => {
    stage.application.on('/voice', room('short', '', 'action="/after"'));
    stage.application.on('/after', '<Say>You are alone again</Say>');
    stage.application.on('/chair', room('short', 'endConferenceOnExit="true"'));
    await stage.phones.phone(anna).calls(hotline);
    await stage.phones.expectEvent(anna, 'joined-conference');
    await stage.phones.phone(ben).answers({ then: [{ do: 'hang-up', afterSeconds: 3 }] });
    const sid = await stage.order(ben, '/chair');
    await stage.phones.expectTogether([anna, ben]);
    await stage.phones.expectHeard(anna, /alone again/);
    await stage.phones.expectEnded(anna);
    const end = (await stage.application.received('/room-short', 5)).form;
    expect(end).toMatchObject({
      StatusCallbackEvent: 'conference-end',
      ReasonConferenceEnded: 'participant-with-end-conference-on-exit-left',
      CallSidEndingConference: sid,
    });
    expect(stage.application.to('/after').at(-1)?.form).toMatchObject({ DialCallStatus: 'answered' });
  });

  it('does not start without somebody who may start it', async () => {
    stage.application.on('/voice', room('wait', 'startConferenceOnEnter="false" waitUrl=""'));
    await stage.phones.phone(anna).calls(hotline);
    await stage.phones.phone(ben).calls(hotline);
    await stage.phones.expectEvent(ben, 'joined-conference');
    expect((await stage.phones.conferences()).map((each) => each.status)).toEqual(['init']);
    stage.application.on('/chair', room('wait', ''));
    await stage.phones.phone(carla).answers();
    await stage.order(carla, '/chair');
    await stage.phones.expectTogether([anna, ben, carla]);
    expect((await stage.phones.conferences()).map((each) => each.status)).toEqual(['in-progress']);
  });

  it('lets a caller who is redirected leave, and asks the action first', async () => {
    stage.application.on('/voice', room('left', '', 'action="/cut"'));
    stage.application.on('/cut', '<Say>Never heard</Say>');
    stage.application.on('/instead', '<Say>Somebody else has taken over</Say>');
    const { sid } = await stage.phones.phone(anna).calls(hotline);
    await stage.phones.expectEvent(anna, 'joined-conference');
    await stage.post(`Calls/${sid}`, { Url: `${stage.application.url}/instead` });
    await stage.phones.expectEvent(anna, 'left-conference');
    await stage.phones.expectHeard(anna, /taken over/);
    await stage.phones.expectEnded(anna, { status: 'completed' });
    const paths = stage.application.requests.map((request) => request.path);
    expect(paths.indexOf('/cut')).toBeLessThan(paths.indexOf('/instead'));
    const heard = (await stage.phones.journal()).filter((event) => event.event === 'heard');
    expect(heard.map((event) => event.text)).not.toContain('Never heard');
  });
});
