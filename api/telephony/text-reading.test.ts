import { describe, expect, it } from '@jest/globals';
import type { Language } from '../../domain/language.js';
import { createWording } from '../../wording/wording.js';
import { readText, type OpenQuestion } from './text-reading.js';

const wording = createWording();

function question(purpose: OpenQuestion['purpose'], yes = 1): OpenQuestion {
  const isStatus = purpose === 'status';
  return {
    number: '+493023125011',
    organisationId: 'org_abcdef',
    subject: isStatus
      ? { workflowId: 'status-call:stc_abcdef', caseId: 'stc_abcdef' }
      : { workflowId: 'incident:inc_abcdef', caseId: 'inc_abcdef' },
    purpose,
    target: { role: isStatus ? 'traveller' : 'internal-contact', id: 'someone' },
    yes,
    no: yes + 1,
  };
}

const read = (body: string, questions: readonly OpenQuestion[] = [], language: Language = 'en') =>
  readText(body, questions, wording, language);

const help = { answer: 'help', lifeInDanger: false };

describe('answers to a status call by text (I2)', () => {
  const status = [question('status')];

  it.each([
    ['1', { answer: 'ok' }],
    [' 1. ', { answer: 'ok' }],
    ['OK', { answer: 'ok' }],
    ['Yes', { answer: 'ok' }],
    ['Alles gut', { answer: 'ok' }],
    ['2', help],
    ['HELP', help],
    ['Hilfe', help],
    ['segítség', help],
    ['no', help],
    ['There is smoke in the corridor', help],
    ['1 person is hurt', help],
    ['I am not ok', help],
  ])('%s', (body, answer) => {
    expect(read(body, status)).toMatchObject({ as: 'answer', answer });
  });

  it('asks again after mere thanks', () => {
    expect(read('Thank you', status)).toMatchObject({ as: 'unclear', question: status[0] });
  });
});

describe('answers of contacts by text (I6)', () => {
  const inform = [question('inform')];

  it.each([
    ['1', { answer: 'yes', lifeInDanger: false }],
    ['yes', { answer: 'yes', lifeInDanger: false }],
    ['I take over', { answer: 'yes', lifeInDanger: false }],
    ['Ich übernehme', { answer: 'yes', lifeInDanger: false }],
    ['2', { answer: 'no' }],
    ['nein', { answer: 'no' }],
  ])('%s', (body, answer) => {
    expect(read(body, inform, 'de')).toMatchObject({ as: 'answer', answer });
  });

  it.each(['What is this about?', 'I will help', 'OK', '3'])('asks again after %s', (body) => {
    expect(read(body, inform)).toMatchObject({ as: 'unclear' });
  });

  it('takes the bare word for a call for help, also from a contact', () => {
    expect(read('HELP', inform)).toMatchObject({ as: 'help', lifeInDanger: false });
  });

  it('tells several questions apart by their codes, and asks for one where words do not', () => {
    const two = [question('inform', 3), question('take', 1)];
    expect(read('4', two)).toMatchObject({ as: 'answer', question: two[0], answer: { answer: 'no' } });
    expect(read('1', two)).toMatchObject({ as: 'answer', question: two[1], answer: { answer: 'yes' } });
    expect(read('I take over', two)).toMatchObject({ as: 'unclear' });
  });
});

describe('texts of somebody who was not asked (I1, I5)', () => {
  it.each([
    ['2', 'other', false],
    ['help', 'other', false],
    ['Somebody follows me', 'other', false],
    ['', 'other', false],
    ['My life is in danger', 'other', true],
    ['I need a doctor', 'medical', false],
  ])('%s opens an incident', (body, kind, lifeInDanger) => {
    const reading = read(body);
    expect(reading).toMatchObject({ as: 'help', lifeInDanger });
    if (kind === 'other') expect(reading).toMatchObject({ kind });
  });

  it.each(['1', 'OK', 'Danke', 'köszönöm', 'thanks!', 'yes', 'no'])('%s does not', (body) => {
    expect(read(body)).toEqual({ as: 'nothing' });
  });
});

describe('answers to a test by text (I13)', () => {
  const test = [question('test')];

  it.each(['1', 'OK', 'yes', 'Ja', 'jól vagyok'])('%s confirms', (body) => {
    const languages = { Ja: 'de', 'jól vagyok': 'hu' } as const;
    const language = body in languages ? languages[body as keyof typeof languages] : 'en';
    expect(read(body, test, language)).toMatchObject({ as: 'answer', answer: { answer: 'yes' } });
  });

  it.each(['thanks', 'got it', 'no', 'what is this?'])('%s is asked again, and opens nothing', (body) => {
    expect(read(body, test)).toMatchObject({ as: 'unclear' });
  });

  it.each(['help', 'somebody was shot', 'I need help'])('%s is a call for help all the same', (body) => {
    expect(read(body, test)).toMatchObject({ as: 'help' });
  });

  it('waits behind a real question', () => {
    const both = [question('test', 3), question('inform', 1)];
    expect(read('yes', both)).toMatchObject({ as: 'answer', question: { purpose: 'inform' } });
    expect(read('3', both)).toMatchObject({ as: 'answer', question: { purpose: 'test' } });
  });
});
