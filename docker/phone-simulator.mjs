// The phone simulator for docker-compose.yml, in the place of Twilio (profile "demo"). Run by tsx.
import { connect, createServer } from 'node:net';
import { startPhoneSimulator } from '../dev/phone-simulator/server.ts';
import { deskOrganisationId } from '../domain/identifiers.ts';
import { callDocument, textDocument } from '../providers/telephony/hosted-fallback.ts';

const port = 4010;
const {
  PUBLIC_URL = '',
  TWILIO_ACCOUNT_SID = '',
  TWILIO_AUTH_TOKEN = '',
  EMERGENCY_NUMBER = '',
  FALLBACK_URL = '',
} = process.env;
const publicUrl = PUBLIC_URL.replace(/\/$/, '');
const fallbackUrl = FALLBACK_URL.replace(/\/$/, '');
const fallback =
  fallbackUrl === ''
    ? {}
    : {
        voiceFallbackUrl: `${fallbackUrl}/${callDocument(EMERGENCY_NUMBER, deskOrganisationId)}`,
        voiceFallbackMethod: 'GET',
        smsFallbackUrl: `${fallbackUrl}/${textDocument(deskOrganisationId)}`,
        smsFallbackMethod: 'GET',
      };

const simulator = await startPhoneSimulator({
  accounts: [{ accountSid: TWILIO_ACCOUNT_SID, authToken: TWILIO_AUTH_TOKEN }],
  numbers: [
    {
      accountSid: TWILIO_ACCOUNT_SID,
      phoneNumber: EMERGENCY_NUMBER,
      voiceUrl: `${publicUrl}/telephony/inbound/voice`,
      statusCallback: `${publicUrl}/telephony/inbound/status`,
      smsUrl: `${publicUrl}/telephony/inbound/text`,
      ...fallback,
    },
  ],
  speechMillisecondsPerCharacter: 60,
});

// The simulator listens on 127.0.0.1 alone, as everything in dev/ does; here other containers have to reach it.
const innerPort = Number(new URL(simulator.url).port);
const gate = createServer((visitor) => {
  const inner = connect(innerPort, '127.0.0.1');
  visitor.pipe(inner).pipe(visitor);
  visitor.on('error', () => inner.destroy());
  inner.on('error', () => visitor.destroy());
});
gate.listen(port, () => console.log(`The phones are at http://127.0.0.1:${port}`));

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    gate.close();
    await simulator.stop();
  });
}
