import { callParameters } from '../calls/call-parameters.js';
import type { Call, Instruction } from '../calls/call.js';
import type { Faults } from '../faults.js';
import type { Pacing } from '../pacing.js';
import { TwimlError } from '../twiml/document.js';
import { parseVoiceDocument } from '../twiml/parse-voice.js';
import type { Target, Verb } from '../twiml/verbs.js';
import { isWebUrl, type Webhooks, type WebhookReply } from '../webhooks/webhooks.js';
import type { Alert } from './alerts.js';

/** TwiML that is being performed, and where it came from: addresses in it are relative to that. */
export interface LoadedDocument {
  readonly verbs: readonly Verb[];
  readonly address: Target | undefined;
}

/** Neither the script nor its fallback could be had: the person hears that an application error has occurred. */
export class ApplicationFailure extends Error {
  override readonly name = 'ApplicationFailure';
}

export interface Loading {
  open(call: Call, instruction: Instruction): Promise<LoadedDocument>;
  /**
   * Asks an address of the document for what comes next. The request is sent even if the person hangs up in the same
   * moment. Rejects with ApplicationFailure.
   */
  follow(
    call: Call,
    from: LoadedDocument,
    target: { readonly url: string | undefined; readonly method: Target['method'] },
    params?: Readonly<Record<string, string>>,
  ): Promise<LoadedDocument>;
  /** As `follow`, but without the call's fallback. Rejects with TwimlError. */
  fetch(
    call: Call,
    from: LoadedDocument,
    target: Target,
    params: Readonly<Record<string, string>>,
  ): Promise<LoadedDocument>;
  /** Asks an address without regard to what it answers. */
  tell(
    call: Call,
    from: LoadedDocument,
    target: Target,
    params: Readonly<Record<string, string>>,
  ): Promise<void>;
}

/** By how much a question's answer is held up so that the final status can overtake it. */
const reorderMilliseconds = 250;

/** Fetches and parses the scripts of calls; `signal` is the simulator’s own end. */
export function createLoading(deps: {
  readonly webhooks: Webhooks;
  readonly faults: Faults;
  readonly pacing: Pacing;
  readonly alert: Alert;
  readonly signal: AbortSignal;
}): Loading {
  function ask(call: Call, target: Target, params: Readonly<Record<string, string>>): Promise<WebhookReply> {
    return deps.webhooks.send({
      account: call.account,
      url: target.url,
      method: target.method,
      params,
      purpose: 'script',
      callSid: call.sid,
      number: call.number,
    });
  }

  async function fetchDocument(
    call: Call,
    target: Target,
    params: Readonly<Record<string, string>>,
  ): Promise<LoadedDocument> {
    if (!isWebUrl(target.url)) throw new TwimlError(11100, `Invalid URL format: ${target.url}`);
    const reply = await ask(call, target, params);
    if (!reply.ok) throw new TwimlError(reply.code, reply.message);
    return { verbs: interpret(call, reply), address: target };
  }

  function interpret(call: Call, reply: Extract<WebhookReply, { ok: true }>): readonly Verb[] {
    const type = reply.contentType.split(';')[0]?.trim().toLowerCase() ?? '';
    if (type === 'text/plain') {
      return [{ verb: 'Say', text: reply.body.trim(), language: 'en-US', loop: 1 }];
    }
    if (!['text/xml', 'application/xml', 'text/html'].includes(type)) {
      throw new TwimlError(12300, `Invalid Content-Type: ${type === '' ? 'none' : type}.`);
    }
    return parse(call, reply.body);
  }

  function parse(call: Call, twiml: string): readonly Verb[] {
    const document = parseVoiceDocument(twiml);
    for (const warning of document.warnings) deps.alert(call, 'warning', 12200, warning);
    return document.verbs;
  }

  /** Twilio asks the fallback once when the script cannot be fetched or understood. */
  async function withFallback(
    call: Call,
    url: string,
    load: () => Promise<LoadedDocument>,
    params: Readonly<Record<string, string>>,
  ): Promise<LoadedDocument> {
    try {
      return await load();
    } catch (error) {
      if (!(error instanceof TwimlError)) throw error;
      deps.alert(call, 'error', error.code, error.message);
      if (call.fallback === undefined) throw new ApplicationFailure(error.message);
      try {
        return await fetchDocument(call, call.fallback, {
          ...params,
          ErrorCode: String(error.code),
          ErrorUrl: url,
        });
      } catch (fallbackError) {
        if (!(fallbackError instanceof TwimlError)) throw fallbackError;
        deps.alert(call, 'error', fallbackError.code, fallbackError.message);
        throw new ApplicationFailure(fallbackError.message);
      }
    }
  }

  return {
    async open(call, instruction) {
      switch (instruction.kind) {
        case 'verbs':
          return { verbs: instruction.verbs, address: undefined };
        case 'document':
          return withFallback(
            call,
            '',
            () => Promise.resolve({ verbs: parse(call, instruction.twiml), address: undefined }),
            callParameters(call),
          );
        case 'fetch': {
          const params = { ...callParameters(call), ...instruction.params };
          return withFallback(call, instruction.url, () => fetchDocument(call, instruction, params), params);
        }
      }
    },
    follow(call, from, target, extra = {}) {
      const params = { ...callParameters(call), ...extra };
      const load = async (): Promise<LoadedDocument> => {
        const resolved = resolve(from, target.url);
        const holdUp =
          extra['msg'] !== undefined && deps.faults.isOn('reorder-status-callbacks', call.account.sid);
        if (holdUp) await deps.pacing.milliseconds(reorderMilliseconds, deps.signal);
        return fetchDocument(call, { url: resolved, method: target.method }, params);
      };
      return withFallback(call, target.url ?? '', load, params);
    },
    async fetch(call, from, target, extra) {
      const resolved = { url: resolve(from, target.url), method: target.method };
      return fetchDocument(call, resolved, { ...callParameters(call), ...extra });
    },
    async tell(call, from, target, extra) {
      try {
        const url = resolve(from, target.url);
        await ask(call, { url, method: target.method }, { ...callParameters(call), ...extra });
      } catch (error) {
        if (!(error instanceof TwimlError)) throw error;
        deps.alert(call, 'error', error.code, error.message);
      }
    },
  };
}

/** The absolute form of an address in a document; none means the document itself. Throws a TwimlError 11100. */
export function resolve(document: LoadedDocument, url: string | undefined): string {
  const base = document.address?.url;
  // An absolute address keeps its exact characters, since these are what is signed.
  if (url !== undefined && isWebUrl(url)) return url;
  if (base === undefined || !URL.canParse(url ?? '', base)) {
    throw new TwimlError(11100, `Invalid URL format: ${url ?? ''}`);
  }
  return url === undefined ? base : new URL(url, base).href;
}
