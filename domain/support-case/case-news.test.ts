import { describe, expect, it } from '@jest/globals';
import {
  isOvertaken,
  newsFor,
  newsForDeskAddress,
  ownerFor,
  wantsMail,
  type NewsReader,
} from './case-news.js';
import type { SupportNews } from './support-case.js';
import type { SupportActor, SupportEvent } from './support-event.js';

const anna: NewsReader = { side: 'partner', userId: 'usr_anna0001' };
const ben: NewsReader = { side: 'partner', userId: 'usr_ben00001' };
const agent: NewsReader = { side: 'desk', userId: 'usr_agent001', owner: 'reader' };
const agentOfNobodys: NewsReader = { ...agent, owner: 'nobody' };
const agentOfAnothers: NewsReader = { ...agent, owner: 'somebody-else' };
const byAnna: SupportActor = { by: 'partner', userId: anna.userId };
const byAgent: SupportActor = { by: 'desk', principal: { by: 'user', userId: agent.userId } };
const byToken: SupportActor = { by: 'desk', principal: { by: 'token', tokenId: 'tok_desk0001' } };
const byRule: SupportActor = { by: 'rule' };
const firstMessage = 'msg_first001';
const messageId = 'msg_later001';

const told = (event: SupportEvent, reader: NewsReader) => newsFor(event, reader, firstMessage);
const clock = (news: SupportNews) => ({ type: 'clock', news }) as const;

describe('what an event of a support case is to whom (C5)', () => {
  it('confirms the case to whoever opened it, and tells their colleagues', () => {
    const event = { type: 'opened', by: byAnna } as const;
    expect(told(event, anna)).toEqual({ tells: 'opened', isOwn: true, messageId: firstMessage });
    expect(told(event, ben)).toEqual({ tells: 'opened', isOwn: false, messageId: firstMessage });
    expect(told(event, agent)).toBeUndefined();
  });

  it('tells of what was asked once, with the opening', () => {
    const event = { type: 'message-added', messageId: firstMessage, by: byAnna } as const;
    for (const reader of [anna, ben, agent]) expect(told(event, reader)).toBeUndefined();
  });

  it('tells of a message everybody but its author', () => {
    const byPartner = { type: 'message-added', messageId, by: byAnna } as const;
    expect(told(byPartner, anna)).toBeUndefined();
    expect(told(byPartner, ben)).toEqual({ tells: 'colleague-wrote', messageId });
    expect(told(byPartner, agent)).toEqual({ tells: 'partner-wrote', messageId });
    const byDesk = { type: 'message-added', messageId, by: byAgent } as const;
    expect(told(byDesk, anna)).toEqual({ tells: 'desk-wrote', messageId });
    expect(told(byDesk, agent)).toBeUndefined();
    const byMail = { type: 'message-added', messageId, by: { by: 'partner' } } as const;
    expect(told(byMail, anna)).toEqual({ tells: 'colleague-wrote', messageId });
  });

  it('tells partners how their case stands', () => {
    for (const type of ['waiting-for-partner', 'put-on-hold', 'resumed'] as const) {
      expect(told({ type, by: byToken }, anna)).toEqual({ tells: type });
      expect(told({ type, by: byToken }, agent)).toBeUndefined();
    }
    for (const news of ['reminded', 'closure-warned'] as const) {
      expect(told(clock(news), anna)).toEqual({ tells: news });
      expect(told(clock(news), agent)).toBeUndefined();
    }
  });

  it('tells partners how their case has ended, but of spam nobody', () => {
    for (const outcome of ['answered', 'withdrawn', 'no-reply'] as const) {
      expect(told({ type: 'closed', outcome, by: byRule }, anna)).toEqual({ tells: 'closed', outcome });
    }
    const mergedInto = 'sup_other001';
    const merged = { type: 'closed', outcome: 'merged', by: byAgent, mergedInto } as const;
    expect(told(merged, anna)).toEqual({ tells: 'closed', outcome: 'merged', mergedInto });
    expect(told({ type: 'closed', outcome: 'spam', by: byAgent }, anna)).toBeUndefined();
    const duplicate = 'sup_other002';
    expect(told({ type: 'duplicate-merged', duplicate, by: byAgent }, anna)).toEqual({
      tells: 'duplicate-merged',
      duplicate,
    });
  });

  it('keeps from partners who has their case, and how its answer stands (C10)', () => {
    const assigned = { type: 'assigned', to: agent.userId, by: byToken } as const;
    for (const event of [assigned, clock('answer-due-soon'), clock('answer-overdue')]) {
      expect(told(event, anna)).toBeUndefined();
    }
  });

  it('tells of an assignment whoever has got it, and did not take it', () => {
    expect(told({ type: 'assigned', to: agent.userId, by: byToken }, agent)).toEqual({ tells: 'assigned' });
    expect(told({ type: 'assigned', to: agent.userId, by: byRule }, agent)).toEqual({ tells: 'assigned' });
    expect(told({ type: 'assigned', to: agent.userId, by: byAgent }, agent)).toBeUndefined();
    expect(told({ type: 'assigned', by: byToken }, agent)).toBeUndefined();
    expect(told(clock('answer-overdue'), agent)).toEqual({ tells: 'answer-overdue' });
  });
});

describe('news of a case that nobody of the desk has (C9)', () => {
  const opened = { type: 'opened', by: byAnna } as const;
  const wrote = { type: 'message-added', messageId, by: byAnna } as const;

  it('are for everybody of the desk: that it came in, what the partner writes, and that an answer is late', () => {
    expect(told(opened, agentOfNobodys)).toEqual({ tells: 'came-in', messageId: firstMessage });
    expect(told(wrote, agentOfNobodys)).toEqual({ tells: 'partner-wrote', messageId });
    for (const news of ['answer-due-soon', 'answer-overdue'] as const) {
      expect(told(clock(news), agentOfNobodys)).toEqual({ tells: news });
    }
    expect(told({ type: 'opened', by: byAgent }, agentOfNobodys)).toBeUndefined();
  });

  it('are nobody’s but the assignee’s as soon as there is one', () => {
    for (const event of [opened, wrote, clock('answer-overdue')]) {
      expect(told(event, agentOfAnothers)).toBeUndefined();
    }
    expect(ownerFor('usr_agent001', undefined)).toBe('nobody');
    expect(ownerFor('usr_agent001', 'usr_agent001')).toBe('reader');
    expect(ownerFor('usr_agent001', 'usr_agent002')).toBe('somebody-else');
  });

  it('reach the desk’s own address when an answer is overdue', () => {
    expect(newsForDeskAddress(clock('answer-overdue'))).toEqual({ tells: 'answer-overdue' });
    for (const event of [opened, wrote, clock('answer-due-soon')]) {
      expect(newsForDeskAddress(event)).toBeUndefined();
    }
  });

  it('are late once the desk has answered', () => {
    const answer = { type: 'message-added', messageId, by: byToken } as const;
    expect(isOvertaken({ tells: 'came-in', messageId: firstMessage }, [wrote])).toBe(false);
    expect(isOvertaken({ tells: 'came-in', messageId: firstMessage }, [answer])).toBe(true);
  });
});

describe('news that are late (C5)', () => {
  const answered = { type: 'message-added', messageId, by: byAnna } as const;
  const closed = { type: 'closed', outcome: 'no-reply', by: byRule } as const;

  it('are not told when the case stands otherwise by now', () => {
    expect(isOvertaken({ tells: 'reminded' }, [])).toBe(false);
    expect(isOvertaken({ tells: 'reminded' }, [answered])).toBe(true);
    expect(isOvertaken({ tells: 'reminded' }, [clock('closure-warned')])).toBe(true);
    expect(isOvertaken({ tells: 'put-on-hold' }, [{ type: 'resumed', by: byToken }])).toBe(true);
    expect(isOvertaken({ tells: 'closure-warned' }, [closed])).toBe(true);
    expect(isOvertaken({ tells: 'assigned' }, [{ type: 'assigned', by: byToken }])).toBe(true);
  });

  it('remind the desk of an answer as long as it has given none', () => {
    expect(isOvertaken({ tells: 'answer-due-soon' }, [answered])).toBe(false);
    expect(isOvertaken({ tells: 'answer-due-soon' }, [clock('answer-overdue')])).toBe(true);
    const given = { type: 'message-added', messageId, by: byToken } as const;
    expect(isOvertaken({ tells: 'answer-overdue' }, [given])).toBe(true);
  });

  it('remind of a case on hold as long as it is, and once', () => {
    expect(told(clock('hold-reminded'), agent)).toEqual({ tells: 'hold-reminded' });
    expect(told(clock('hold-reminded'), anna)).toBeUndefined();
    expect(newsForDeskAddress(clock('hold-reminded'))).toEqual({ tells: 'hold-reminded' });
    expect(isOvertaken({ tells: 'hold-reminded' }, [])).toBe(false);
    for (const since of [
      answered,
      closed,
      clock('hold-reminded'),
      { type: 'resumed', by: byToken } as const,
    ]) {
      expect(isOvertaken({ tells: 'hold-reminded' }, [since])).toBe(true);
    }
  });

  it('are told all the same when they are somebody’s words, or how it began and ended', () => {
    const since = [answered, closed];
    expect(isOvertaken({ tells: 'desk-wrote', messageId }, since)).toBe(false);
    expect(isOvertaken({ tells: 'opened', isOwn: true, messageId: firstMessage }, since)).toBe(false);
    expect(isOvertaken({ tells: 'closed', outcome: 'answered' }, since)).toBe(false);
  });
});

describe('who wants mails (C5)', () => {
  it('is whoever wants all, or takes part and wants theirs', () => {
    expect([wantsMail('all', false), wantsMail('mine', true)]).toEqual([true, true]);
    expect([wantsMail('mine', false), wantsMail('none', true)]).toEqual([false, false]);
  });
});
