import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { anna, setStage, type Stage } from '../testing/stage.js';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
  stage.application.on('/answer', '<Say>Thank you</Say><Hangup/>');
});
beforeEach(async () => {
  await stage.phones.reset();
});
afterAll(async () => {
  await stage.end();
});

/** The last request to the address that a question names. */
async function answered(): Promise<Readonly<Record<string, string>>> {
  await stage.phones.expectEvent(anna, 'gathered');
  await stage.phones.expectHeard(anna, /Thank you/);
  return stage.application.to('/answer').at(-1)?.form ?? {};
}

describe('a question by Gather', () => {
  it('takes the keys, relative to its document, and goes on with what is answered', async () => {
    stage.application.on(
      '/ask',
      '<Gather action="answer" numDigits="2"><Say>Two keys, please</Say></Gather>',
    );
    await stage.phones.phone(anna).answers({ press: '42' });
    const sid = await stage.order(anna, '/ask');
    const form = await answered();
    expect(form).toMatchObject({
      CallSid: sid,
      CallStatus: 'in-progress',
      Direction: 'outbound-api',
      Digits: '42',
      FinishedOnKey: '',
      To: anna,
    });
    await stage.phones.expectEnded(anna, { status: 'completed' });
  });

  it('is finished by # or by a pause after the last key', async () => {
    stage.application.on('/ask', '<Gather action="/answer" timeout="1"><Say>Your code</Say></Gather>');
    await stage.phones.phone(anna).answers({ press: '123#' });
    await stage.order(anna, '/ask');
    expect(await answered()).toMatchObject({ Digits: '123', FinishedOnKey: '#' });

    await stage.phones.phone(anna).answers({ press: '77' });
    await stage.order(anna, '/ask');
    expect(await answered()).toMatchObject({ Digits: '77', FinishedOnKey: '' });
  });

  it('keeps no code in the journal, be it keyed in at once or key by key, but a choice', async () => {
    stage.application.on('/ask', '<Gather action="/choose" numDigits="11"><Say>Your PIN</Say></Gather>');
    stage.application.on(
      '/choose',
      '<Gather action="/answer" numDigits="1" timeout="9"><Say>Your choice</Say></Gather>',
    );
    const begun = (await stage.phones.journal()).length;
    await stage.phones.phone(anna).answers({
      then: [
        { do: 'press', digits: '407182#' },
        { do: 'press', digits: '2' },
      ],
    });
    await stage.order(anna, '/ask');
    await answered();
    expect(stage.application.to('/choose').at(-1)?.form).toMatchObject({ Digits: '407182' });
    await stage.phones.phone(anna).answers({
      then: '407182#'.split('').map((digits) => ({ do: 'press', digits })),
    });
    await stage.order(anna, '/ask');
    await stage.phones.expectHeard(anna, /Your choice/);
    expect(stage.application.to('/choose').at(-1)?.form).toMatchObject({ Digits: '407182' });
    const journal = (await stage.phones.journal()).slice(begun);
    expect(JSON.stringify(journal)).not.toContain('407182');
    const pressed = journal.filter((event) => event.event === 'pressed').map(({ digits }) => digits);
    expect(pressed).toEqual(['••••', '2', ...Array.from({ length: 7 }, () => '••••')]);
    expect(journal).toContainEqual(expect.objectContaining({ event: 'gathered', digits: '2' }));
  });

  it('takes speech with its confidence, and ignores it where only keys count', async () => {
    stage.application.on(
      '/ask',
      '<Gather action="/keys" numDigits="1" timeout="1"><Say>Keys only</Say></Gather>' +
        '<Gather action="/answer" input="dtmf speech" language="de-DE" hints="Hilfe,OK"><Say>Speak</Say></Gather>',
    );
    await stage.phones.phone(anna).answers({ say: 'Hilfe', confidence: 0.42 });
    await stage.order(anna, '/ask');
    expect(await answered()).toMatchObject({ SpeechResult: 'Hilfe', Confidence: '0.42' });
    expect(stage.application.to('/keys')).toEqual([]);
  });

  it('lets the answer interrupt the prompt', async () => {
    stage.application.on(
      '/ask',
      '<Gather action="/answer" numDigits="1"><Say>Press one</Say><Pause length="600"/><Say>Too late</Say></Gather>',
    );
    await stage.phones.phone(anna).answers({ press: '1' });
    await stage.order(anna, '/ask');
    expect(await answered()).toMatchObject({ Digits: '1' });
    const heard = (await stage.phones.journal()).filter((event) => event.event === 'heard');
    expect(heard.map((event) => event.text)).not.toContain('Too late');
  });

  it('goes on behind itself when nobody answers, or asks with nothing if told to', async () => {
    stage.application.on(
      '/ask',
      '<Gather action="/never" timeout="1"/><Say>Nobody there</Say>' +
        '<Gather action="/answer" timeout="1" actionOnEmptyResult="true"/>',
    );
    await stage.phones.phone(anna).answers();
    await stage.order(anna, '/ask');
    await stage.phones.expectHeard(anna, /Nobody there/);
    await stage.phones.expectHeard(anna, /Thank you/);
    expect(stage.application.to('/answer').at(-1)?.form).toMatchObject({ Digits: '' });
    expect(stage.application.to('/never')).toEqual([]);
  });

  it('keeps what is pressed too early for the next question', async () => {
    stage.application.on(
      '/ask',
      '<Say>Welcome</Say><Pause length="4"/><Gather action="/answer" numDigits="1"><Say>Now</Say></Gather>',
    );
    await stage.phones.phone(anna).isAnsweredByHand();
    await stage.order(anna, '/ask');
    await stage.phones.expectEvent(anna, 'ringing');
    await stage.phones.phone(anna).picksUp();
    await stage.phones.phone(anna).presses('5');
    expect(await answered()).toMatchObject({ Digits: '5' });
  });

  it('sends the answer of somebody who hangs up in the same moment', async () => {
    stage.application.on('/ask', '<Gather action="/answer" numDigits="1"/>');
    await stage.phones.phone(anna).answers({ press: '1', hangUp: true });
    const before = stage.application.to('/answer').length;
    await stage.order(anna, '/ask', { StatusCallback: `${stage.application.url}/hung-up` });
    await stage.phones.expectEnded(anna, { status: 'completed' });
    const answer = await stage.application.received('/answer', before);
    expect(answer.form).toMatchObject({ Digits: '1', CallStatus: 'in-progress' });
    await stage.application.received('/hung-up');
    const heard = (await stage.phones.journal()).filter((event) => event.event === 'heard');
    expect(heard).toEqual([]);
  });
});

describe('Record', () => {
  it('ends with a key and goes on with its action', async () => {
    stage.application.on('/record', '<Record action="/recorded" timeout="5" finishOnKey="#"/>');
    stage.application.on('/recorded', '<Say>Thank you</Say>');
    await stage.phones.phone(anna).answers({ press: '#' });
    await stage.order(anna, '/record');
    await stage.phones.expectHeard(anna, /Thank you/);
    const form = (await stage.application.received('/recorded')).form;
    expect(form['RecordingSid']).toMatch(/^RE[0-9a-f]{32}$/);
    expect(form).toMatchObject({ Digits: '#' });
  });

  it('ends with silence', async () => {
    stage.application.on('/record', '<Record action="/silence" timeout="2"/>');
    await stage.phones.phone(anna).isVoicemail();
    await stage.order(anna, '/record');
    expect((await stage.application.received('/silence')).form).toMatchObject({ Digits: '' });
  });
});
