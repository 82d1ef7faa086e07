import type { PhoneSimulatorClient } from '../phone-simulator/client.js';
import { phoneScripts } from '../phone-simulator/client.js';
import type { Deed } from '../phone-simulator/people/phone-script.js';
import type { DeskApi } from '../client/desk-api.js';

/** The people of the demo, on numbers that the German regulator keeps free for films and books. */
export const cast = {
  toni: { name: 'Toni', phone: '+493023125080' },
  provider: { name: 'Assistance line', phone: '+493023125081' },
  anna: { name: 'Anna', phone: '+493023125082' },
  ben: { name: 'Ben', phone: '+493023125083' },
  carla: { name: 'Carla', phone: '+493023125084' },
  frieda: { name: 'Frieda', phone: '+493023125085' },
} as const;

/** What Frieda enters when she is asked about costs. */
export const friedasPin = '407182';

export function addressOf({ name }: { readonly name: string }): string {
  return `${name.toLowerCase().replace(' ', '.')}@beistand.example`;
}

function reachable({ name, phone }: { readonly name: string; readonly phone: string }) {
  return { name, phones: [phone], email: addressOf({ name }) };
}

/** Long enough for two whole rounds before the override falls due, short enough to watch. */
const escalationPolicy = {
  ringSeconds: 2,
  talkSeconds: 15,
  roundDelaySeconds: 2,
  providerRoundDelaySeconds: 2,
  overrideDelaySeconds: 24,
  overrideCostCeiling: { amountMinor: 2_500_00, currency: 'EUR' },
};

/** Founds the organisation of the demo with its traveller. */
export async function foundOrganisation(
  api: DeskApi,
): Promise<{ organisationId: string; travellerId: string }> {
  const organisation = await api.must('POST', '/v1/organisations', {
    name: 'Demo performance',
    language: 'en',
    timeZone: 'Europe/Berlin',
    providers: { assistance: { by: 'own', provider: reachable(cast.provider) } },
    internalContacts: [cast.anna, cast.ben, cast.carla].map(reachable),
    authorisingPersons: [reachable(cast.frieda)],
    escalationPolicy,
    statusCallPolicy: {
      rounds: 2,
      ringSeconds: 5,
      talkSeconds: 20,
      roundDelaySeconds: 2,
      replySeconds: 3,
      channels: ['voice'],
    },
  });
  const organisationId = String(organisation['id']);
  const traveller = await api.must('POST', '/v1/travellers', {
    organisationId,
    ...reachable(cast.toni),
    language: 'de',
  });
  return { organisationId, travellerId: String(traveller['id']) };
}

const callForHelp: readonly Deed[] = [
  { do: 'wait', seconds: 1 },
  { do: 'say', text: 'Hilfe', confidence: 0.93 },
  { do: 'wait', seconds: 14 },
  { do: 'hang-up' },
];
/** They talk; then the provider's line is free again for the mandate. */
const takeAndTalk: readonly Deed[] = [
  { do: 'press', digits: '1' },
  { do: 'wait', seconds: 9 },
  { do: 'hang-up' },
];
const proveAndRatify: readonly Deed[] = [
  { do: 'press', digits: `${friedasPin}#` },
  { do: 'press', digits: '1', afterSeconds: 2 },
];
const accepts = phoneScripts.answers({ after: 1, press: '1' });

/** How everybody reacts when the curtain rises. */
export async function castPhones(phones: PhoneSimulatorClient): Promise<void> {
  const { answers, isBusy, isVoicemail, ringsOut } = phoneScripts;
  for (const { name, phone } of Object.values(cast)) await phones.phone(phone).belongsTo(name);
  await Promise.all([
    phones.phone(cast.toni.phone).reacts(answers({ after: 1, then: callForHelp })),
    phones.phone(cast.provider.phone).inOrder([isBusy(), answers({ after: 1, then: takeAndTalk }), accepts]),
    phones.phone(cast.anna.phone).reacts(ringsOut()),
    phones.phone(cast.ben.phone).reacts(ringsOut()),
    phones.phone(cast.carla.phone).reacts(isVoicemail()),
    phones.phone(cast.frieda.phone).reacts(answers({ after: 1, then: proveAndRatify })),
  ]);
}
