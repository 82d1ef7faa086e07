import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IncidentDirectory } from '../../activities/contract.js';
import type { IncidentStart } from '../../workflows/incident/incident.messages.js';
import { playIncident } from './incident-story.js';
import { anna, ben, carla, desk as deskLine, provider } from './people.js';
import { presses1, type ScriptedDesk } from './scripted-desk.js';
import { startTimeSkipping, type TimeSkipping } from './time-skipping.js';

describe('who is called, as an incident learns it', () => {
  let server: TimeSkipping;
  beforeAll(async () => {
    server = await startTimeSkipping();
  });
  afterAll(() => server.close());

  const contentOf = ({ policy }: ScriptedDesk): IncidentDirectory => ({
    provider: [provider],
    internal: [anna],
    authorising: [],
    caller: [],
    policy,
  });
  /** What the API hands over with the report, read so long before. */
  async function handed(desk: ScriptedDesk, secondsAgo: number): Promise<Pick<IncidentStart, 'directory'>> {
    const readAt = (await server.environment.currentTimeMs()) - secondsAgo * 1000;
    return { directory: { service: 'assistance', readAt, content: contentOf(desk) } };
  }

  it('comes with the report and spares the first look; saved changes count from the next round on (E5, I6)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.internal = [ben];
        desk.whenCalled(provider, presses1);
        return handed(desk, 0);
      },
      async ({ desk, until, pass }) => {
        await until(() => desk.called('internal').length === 1 && desk.events('taken').length === 1);
        expect(desk.directoryReads).toBe(0);
        await pass('6 minutes');
        expect(desk.called('internal')).toEqual([anna.target.id, ben.target.id]);
        expect(desk.directoryReads).toBe(1);
      },
    );
  });

  it('is read anew when the first step comes late (E5)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.provider = [deskLine];
        desk.internal = [ben, carla];
        return handed(desk, 60);
      },
      async ({ desk, until }) => {
        await until(() => desk.called('internal').length === 2);
        expect(desk.called('provider')).toEqual([deskLine.target.id]);
        expect(desk.called('internal')).toEqual([ben.target.id, carla.target.id]);
      },
    );
  });

  it('cannot be read: the incident is seen and recorded all the same, and calls as soon as it can (I1, I10)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.directoryIsUnreadable = true;
        desk.whenCalled(provider, presses1);
        return {};
      },
      async ({ desk, pass, until }) => {
        await pass('1 minute');
        expect(desk.events('reported')).toHaveLength(1);
        expect(desk.calls).toHaveLength(0);
        desk.directoryIsUnreadable = false;
        await until(() => desk.events('taken').length === 1 && desk.called('internal').length === 3);
        expect(desk.called('internal')).toEqual([anna, ben, carla].map(({ target }) => target.id));
      },
    );
  });
});
