import { setMaxListeners } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { createDirectory } from './accounts/directory.js';
import { createCallBook } from './calls/call-book.js';
import { createExchange } from './calls/exchange.js';
import { createMachineDetection } from './calls/machine-detection.js';
import { createRegister } from './calls/register.js';
import { createRing } from './calls/ringing.js';
import { createSpeaker } from './calls/speaker.js';
import { createConferences } from './conferences/conferences.js';
import { createFaults } from './faults.js';
import { createJournal } from './journal/journal.js';
import { createOptOuts } from './messages/opt-outs.js';
import { createTexting } from './messages/texting.js';
import { settingsFrom, type PhoneSimulatorOptions } from './options.js';
import { createPacing } from './pacing.js';
import { createPage } from './page/page.js';
import { createHandsets } from './people/handsets.js';
import { createPeople } from './people/person.js';
import { createPhones } from './people/phones.js';
import { createRecordings } from './recordings/recordings.js';
import { callRoutes } from './rest/calls.js';
import { conferenceRoutes } from './rest/conferences.js';
import { incomingPhoneNumberRoutes } from './rest/incoming-phone-numbers.js';
import { messageRoutes } from './rest/messages.js';
import { participantRoutes } from './rest/participants.js';
import { recordingRoutes } from './rest/recordings.js';
import { createRestApi } from './rest/rest-api.js';
import { createAlert } from './script/alerts.js';
import { createAnnounce } from './script/announce.js';
import { createLoading } from './script/loading.js';
import { createScriptRunner } from './script/runner.js';
import { createPhoneActions } from './scripting/phone-actions.js';
import { createScriptingApi } from './scripting/scripting-api.js';
import { createWebhooks } from './webhooks/webhooks.js';

export interface PhoneSimulator {
  /** Serves the REST API in Twilio's form, the scripting API below `/simulator`, and the page of phones at `/`. */
  readonly url: string;
  /** Ends every call, timer and connection, within a second. */
  stop(): Promise<void>;
}

/**
 * Starts a telephone network on 127.0.0.1: it takes Twilio's REST requests, performs TwiML, sends signed webhooks and
 * plays the people on the phones. Rejects when the port is taken; throws a RangeError for options that make no sense.
 */
export async function startPhoneSimulator(options: PhoneSimulatorOptions): Promise<PhoneSimulator> {
  const settings = settingsFrom(options);
  const stopping = new AbortController();
  const { signal } = stopping;
  setMaxListeners(0, signal);

  const journal = createJournal(settings.journalLimit);
  const faults = createFaults();
  const pacing = createPacing(settings);
  const alert = createAlert(journal);
  const directory = createDirectory(options.accounts, options.numbers ?? [], settings.callsPerSecond);
  const webhooks = createWebhooks({
    journal,
    faults,
    timeoutSeconds: settings.webhookTimeoutSeconds,
    signal,
  });
  const phones = createPhones();
  const handsets = createHandsets();
  const people = createPeople({ journal, pacing });
  const optOuts = createOptOuts();
  const texting = createTexting({
    journal,
    pacing,
    phones,
    optOuts,
    webhooks,
    alert,
    helpAnswer: settings.helpAnswer,
    signal,
  });
  const book = createCallBook();
  const recordings = createRecordings();
  const conferences = createConferences({ journal, webhooks, faults, pacing, signal });
  const register = createRegister({ book, phones, journal, webhooks, faults, pacing, signal });
  const ring = createRing({ phones, handsets, pacing });
  const detectMachine = createMachineDetection({
    journal,
    pacing,
    webhooks,
    humanSeconds: settings.detectionSeconds,
  });
  const speaker = createSpeaker({ journal, pacing });
  const loading = createLoading({ webhooks, faults, pacing, alert, signal });
  const runner = createScriptRunner({
    directory,
    journal,
    pacing,
    ring,
    people,
    speaker,
    loading,
    detectMachine,
    alert,
    faults,
    register,
    conferences,
    recordings,
  });
  const exchange = createExchange({
    pacing,
    ring,
    people,
    detectMachine,
    runner,
    register,
    live: () => book.live(),
  });

  const app = express();
  app.disable('x-powered-by');
  app.use(
    createRestApi({
      directory,
      journal,
      routes: [
        ...callRoutes({ directory, book, exchange, faults, journal, pacing, alert, signal }),
        ...messageRoutes({ directory, texting, faults }),
        ...conferenceRoutes({ conferences }),
        ...participantRoutes({
          directory,
          conferences,
          exchange,
          alert,
          announce: createAnnounce({ loading, speaker, alert }),
        }),
        ...incomingPhoneNumberRoutes({ directory }),
        ...recordingRoutes({ book, recordings }),
      ],
    }),
  );
  app.use(
    '/simulator',
    createScriptingApi({
      directory,
      book,
      phones,
      texting,
      conferences,
      recordings,
      faults,
      journal,
      phoneActions: createPhoneActions({
        directory,
        book,
        exchange,
        handsets,
        people,
        texting,
        recordings,
      }),
      reset: () => {
        faults.clear();
        exchange.endAll();
        for (const store of [book, phones, texting, optOuts, conferences, recordings]) store.clear();
      },
      signal,
    }),
  );
  app.use(createPage());

  const server = createServer(app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      stopping.abort();
      exchange.endAll();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
