import type { Router } from 'express';
import { keepTextTrace } from '../../activities/text-traces/text-trace-keeping.js';
import { createLinkRecording } from '../audit/link-recording.js';
import type { ApiDependencies } from '../dependencies.js';
import { limitAnonymous, type RateLimits } from '../middleware/rate-limits.js';
import { createPageFrames } from '../pages/page-frames.js';
import { createRatificationPages } from '../pages/ratification-pages.js';
import { createFindAuthority } from '../use-cases/approving-authority.js';
import { createApprovalPages } from '../pages/approval-pages.js';
import { createAnswerPages } from '../pages/answer-pages.js';
import { answerPageRoute } from '../pages/answer-page-route.js';
import { createPageRouter, type PageRoute } from '../pages/page-router.js';
import { createPinCodes } from '../pins/pin-codes.js';
import { createPins } from '../pins/pins.js';
import type { CaseWork } from '../resources.js';
import { createCallersIncidents } from '../use-cases/callers-incidents.js';
import { createAlarmScript } from './alarm-script.js';
import { createApprovalAddresses } from './approval-addresses.js';
import { createApprovalCalls } from './approval-calls.js';
import { createApprovalScripts } from './approval-scripts.js';
import { createAttemptCalls } from './attempt-calls.js';
import { createAttemptOutcomes } from './attempt-outcomes.js';
import { createAttemptScripts } from './attempt-scripts.js';
import { createBridgeAddresses } from './bridge-addresses.js';
import { createBridgeArrivals } from './bridge-arrivals.js';
import { createBridgeCandidates } from './bridge-candidates.js';
import { createBridgeCodes } from './bridge-codes.js';
import { createBridging } from './bridging.js';
import { createCallSpending } from './call-spending.js';
import { createConferenceWebhooks } from './conference-webhooks.js';
import { createEmergencyScripts } from './emergency-scripts.js';
import { createFallbackRouter } from './fallback-router.js';
import { createHelpOnCall } from './help-on-call.js';
import { createInboundAddresses } from './inbound-addresses.js';
import { createInboundCallers } from './inbound-callers.js';
import { createInboundCalls } from './inbound-calls.js';
import { createInboundTexts } from './inbound-texts.js';
import { createFindInterruption } from './interruptions.js';
import { createJoining } from './joining.js';
import { createListeners } from './listeners.js';
import { createNumberLines } from './number-lines.js';
import { createOrganisationQuestion } from './organisation-question.js';
import { createPinProofs } from './pin-proofs.js';
import { createPresenceTelling } from './presence-telling.js';
import { createQuestionSettlement } from './question-settlement.js';
import { createRepeatedWebhooks } from './repeated-webhooks.js';
import { createRoomsSeen } from './rooms-seen.js';
import { createSilentHelp } from './silent-help.js';
import { createTextReplies } from './text-replies.js';
import { createTextedHelp } from './texted-help.js';
import { createWebhookRouter, type WebhookRoute } from './webhook-router.js';
import { webhookRoutes } from './webhook-routes.js';
import { createWrittenHelp } from './written-help.js';

const usualGraceMilliseconds = 2_000;

export interface Conversations {
  readonly routers: readonly Router[];
  readonly webhooks: readonly WebhookRoute[];
  readonly pages: readonly PageRoute[];
}

/** Everything that speaks and listens: calls, texts, conferences and the pages behind links. */
export function createConversations(
  dependencies: ApiDependencies,
  work: CaseWork,
  limits: Pick<RateLimits, 'anonymous'>,
): Conversations {
  const { store, contactBook, cases, telephony, webhooks, addresses, wording, desk, background, metrics } =
    dependencies;
  const { settings, prices, lines: ownLines, now, log, renderVoiceScript, renderTextReply } = dependencies;
  const { opening, reading, notes, people } = work;
  const { publicUrl, key, graceMilliseconds = usualGraceMilliseconds } = settings;
  const { incidents } = cases;

  const listeners = createListeners({ contactBook, desk });
  const joining = createJoining(addresses);
  const roomsSeen = createRoomsSeen();
  const emergencyScripts = createEmergencyScripts({ contactBook, desk, lines: ownLines, wording });
  const callersIncidents = createCallersIncidents({ projection: store.cases, reading, now });
  const callers = createInboundCallers({
    contactBook,
    projection: store.cases,
    callersIncidents,
    desk,
    now,
  });
  const lines = createNumberLines(store);
  const presence = createPresenceTelling({ incidents, roomsSeen, background, now });
  const settlement = createQuestionSettlement({
    cases,
    projection: store.cases,
    channelTests: store.channelTests,
    background,
    now,
    metrics,
  });
  const writtenHelp = createWrittenHelp({ opening, callersIncidents, background, listeners, wording });
  const helpOnCall = createHelpOnCall({
    opening,
    callersIncidents,
    telephony,
    background,
    emergencyScripts,
    joining,
    listeners,
    wording,
  });

  const silentHelp = createSilentHelp({
    contactBook,
    opening,
    callersIncidents,
    background,
    listeners,
    wording,
  });

  const inboundAddresses = createInboundAddresses({ publicUrl });
  const bridges = {
    lines: ownLines,
    codes: createBridgeCodes({ key, now }),
    candidates: createBridgeCandidates({ projection: store.cases, incidents, reading }),
    addresses: createBridgeAddresses({ publicUrl }),
  };
  const bridging = createBridging({
    ...bridges,
    incidents,
    reading,
    projection: store.cases,
    roomsSeen,
    joining,
    listeners,
    telephony,
    wording,
    background,
  });

  const scripts = createAttemptScripts({ contactBook, store, listeners, people, wording, addresses });
  const routes = webhookRoutes({
    webhooks,
    bridging,
    bridgeArrivals: createBridgeArrivals({ ...bridges, inboundAddresses, joining, presence, log }),
    repeated: createRepeatedWebhooks(),
    alarmScript: createAlarmScript({ wording, language: desk.language }),
    attemptCalls: createAttemptCalls({
      scripts,
      lines,
      settlement,
      helpOnCall,
      silentHelp,
      telephony,
      reading,
      projection: store.cases,
      listeners,
      people,
      wording,
      bridging,
      findInterruption: createFindInterruption({
        telephony,
        addresses,
        joining,
        listeners,
        wording,
        background,
      }),
      background,
      now,
    }),
    approvalCalls: createApprovalCalls({
      scripts: createApprovalScripts({
        contactBook,
        store,
        listeners,
        wording,
        addresses: createApprovalAddresses({ publicUrl }),
      }),
      closing: (order) => scripts.closing(order),
      pins: createPins({ pins: store.pins, codes: createPinCodes(key, settings.hashingCost), now }),
      proofs: createPinProofs({ key, now }),
      findAuthority: createFindAuthority({ contactBook }),
      lines,
      settlement,
      telephony,
      background,
      now,
    }),
    attemptOutcomes: createAttemptOutcomes({
      lines,
      settlement,
      presence,
      telephony,
      spending: createCallSpending({ spending: store.spending, contactBook, prices, now }),
      background,
      graceMilliseconds,
      now,
    }),
    inboundCalls: createInboundCalls({
      callers,
      organisationQuestion: createOrganisationQuestion({ contactBook, addresses: inboundAddresses, wording }),
      callersIncidents,
      helpOnCall,
      opening,
      incidents,
      intakes: store.intakes,
      notes,
      joining,
      presence,
      bridging,
      addresses: inboundAddresses,
      wording,
      background,
      graceMilliseconds,
      now,
    }),
    answerText: createInboundTexts({
      replies: createTextReplies({
        attemptLimits: store.attemptLimits,
        spending: store.spending,
        contactBook,
        prices,
        rules: dependencies.diallingRules,
        now,
      }),
      keepTrace: (trace) => keepTextTrace({ store, textTraces: cases.textTraces }, trace),
      texts: store.texts,
      callers,
      contactBook,
      settlement,
      writtenHelp,
      silentHelp,
      textedHelp: createTextedHelp({
        writtenHelp,
        silentHelp,
        callersIncidents,
        reading,
        incidents,
        notes,
        wording,
        background,
        now,
      }),
      reading,
      listeners,
      people,
      auditTrail: dependencies.auditTrail,
      wording,
      background,
      deskEmergencyNumber: desk.emergencyNumber,
      now,
    }),
    conferences: createConferenceWebhooks({
      presence,
      reading,
      store,
      contactBook,
      listeners,
      joining,
      bridging,
      wording,
      addresses,
      telephony,
      emergencyScripts,
      background,
    }),
  });

  const frames = createPageFrames({ contactBook, listeners, wording, desk });
  const pages = createAnswerPages({
    contactBook,
    store,
    settlement,
    writtenHelp,
    reading,
    people,
    wording,
    frames,
    approvals: createApprovalPages({ contactBook, store, frames, incidents, reading, wording, now }),
    ratifications: createRatificationPages({ contactBook, store, frames, incidents, reading, wording }),
  });

  const answerPage = answerPageRoute({
    pages,
    linkTokens: dependencies.linkTokens,
    recording: createLinkRecording({ trail: dependencies.auditTrail, reading, background, now }),
  });

  return {
    routers: [
      createWebhookRouter(routes, {
        webhooks,
        emergencyScripts,
        renderVoiceScript,
        renderTextReply,
        publicUrl,
        metrics,
        log,
      }),
      createFallbackRouter(renderVoiceScript(emergencyScripts.ofDesk)),
      createPageRouter([answerPage], limitAnonymous(limits)),
    ],
    webhooks: routes,
    pages: [answerPage],
  };
}
