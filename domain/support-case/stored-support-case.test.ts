import { describe, expect, it } from '@jest/globals';
import { courseTakenUp } from './stored-support-case.js';
import type { SupportCaseView } from './support-case-view.js';
import type { SupportCaseCourse } from './support-case.js';
import type { SupportEntry, SupportEvent } from './support-event.js';
import { defaultSupportPolicy as policy } from './support-policy.js';

const at = 1_000_000;
const waiting: SupportCaseCourse = {
  state: 'waiting-for-partner',
  assignee: 'usr_operator1',
  silence: { since: 1_000, reminded: 1 },
  answer: { target: { is: 'met', promise: policy.firstAnswer, at: 1_000, spent: 500 }, isWarned: false },
};
const view: SupportCaseView = {
  id: 'sup_abcdef',
  accountId: 'acc_partner1',
  state: 'waiting-for-partner',
  assignee: 'usr_operator1',
  openedAt: 0,
  messages: 2,
  lastMessageAt: 1_000,
  answer: { is: 'given', at: 1_000 },
};

function unseen(...events: readonly SupportEvent[]): readonly SupportEntry[] {
  return events.map((event, index) => ({ sequence: 4 + index, at: 2_000, event }));
}

describe('where a case stands that is taken up again (C6)', () => {
  it('is where its last record says', () => {
    expect(courseTakenUp({ view, course: waiting, unseen: [] }, at, policy)).toEqual(waiting);
  });

  it('is the desk’s turn after something that no record tells of, and with those who have it', () => {
    const message = {
      type: 'message-added',
      messageId: 'msg_abcdef',
      by: { by: 'partner', userId: 'usr_partner1' },
    } as const;
    expect(courseTakenUp({ view, course: waiting, unseen: unseen(message) }, at, policy)).toEqual({
      state: 'open',
      assignee: 'usr_operator1',
      answer: {
        target: { is: 'running', promise: policy.nextAnswer, since: at, spent: 0 },
        isWarned: false,
      },
    });
  });

  it('is the desk’s turn where no course was recorded: nobody is closed for a silence that was not counted', () => {
    expect(courseTakenUp({ view, unseen: [] }, at, policy)).toMatchObject({
      state: 'open',
      assignee: 'usr_operator1',
      answer: { target: { is: 'running', since: at } },
    });
  });

  it('is closed after a closure, though no record tells of it', () => {
    const closed = { type: 'closed', outcome: 'answered', by: { by: 'rule' } } as const;
    expect(courseTakenUp({ view, course: waiting, unseen: unseen(closed) }, at, policy)).toEqual({
      state: 'closed',
      assignee: 'usr_operator1',
      outcome: 'answered',
      closedAt: 2_000,
      answer: waiting.answer,
    });
  });
});
