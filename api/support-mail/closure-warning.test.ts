import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  supportMessage,
  supportOpening,
  supportView,
} from '../../db/repositories/support-records.fixture.js';
import { accountIdSchema } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import { defaultSupportPolicy, type SupportPolicy } from '../../domain/support-case/support-policy.js';
import { newcomer, partnerAccount } from '../testing/people.js';
import { setStage, type Stage } from '../testing/stage.js';

const day = 24 * 3_600_000;
const warnedAt = Date.UTC(2026, 10, 2, 9);

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.close());

/** The mail about a closure that is announced, of a case with this policy. */
async function warningOf(policy?: Pick<SupportPolicy, 'warnBeforeClosing'>) {
  const accountId = accountIdSchema.parse(await partnerAccount(stage));
  const { email } = await newcomer(stage, 'partner-user', accountId);
  const opening = supportOpening({
    accountId,
    ...(policy === undefined ? {} : { policy: { ...defaultSupportPolicy, ...policy } }),
  });
  const { supportCases } = stage.store;
  await supportCases.open(deskScope, opening, supportMessage(opening));
  await supportCases.record({
    revision: 1,
    view: supportView(opening, { state: 'waiting-for-partner' }),
    entries: [{ sequence: 1, at: warnedAt, event: { type: 'clock', news: 'closure-warned' } }],
  });
  const before = stage.mails.length;
  await stage.supportMail.relay();
  await stage.supportMail.send();
  return stage.mails.slice(before).find(({ to }) => to === email)?.text;
}

describe('the warning before a case is closed after silence (C9)', () => {
  it('names the moment until which an answer keeps it open, by what was set for its topic', async () => {
    expect(await warningOf()).toContain('5 Nov 2026');
    expect(await warningOf({ warnBeforeClosing: day })).toContain('3 Nov 2026');
  });
});
