import { Attributes } from './attributes.js';
import { parseTwimlDocument, TwimlError } from './document.js';

export type MessagingVerb =
  | {
      readonly verb: 'Message';
      readonly body: string;
      readonly to: string | undefined;
      readonly from: string | undefined;
      readonly statusCallback: string | undefined;
    }
  | { readonly verb: 'Redirect'; readonly url: string; readonly method: 'GET' | 'POST' };

/** Parses the answer to an inbound text. Throws a TwimlError where Twilio would refuse it. */
export function parseMessagingDocument(xml: string): {
  readonly verbs: readonly MessagingVerb[];
  readonly warnings: readonly string[];
} {
  const warnings: string[] = [];
  const verbs = parseTwimlDocument(xml).map((element): MessagingVerb => {
    const attributes = new Attributes(element, warnings);
    if (element.name === 'Redirect') {
      return { verb: 'Redirect', url: element.text, method: attributes.method('method') };
    }
    if (element.name !== 'Message' && element.name !== 'Sms') {
      throw new TwimlError(12200, `Schema validation: <${element.name}> is no verb of an answer to a text.`);
    }
    attributes.ignore('method', 'action');
    const bodies = element.children.filter((child) => child.name === 'Body');
    if (bodies.length !== element.children.length) {
      throw new TwimlError(12200, '<Message>: the simulator carries <Body> only.');
    }
    const verb: MessagingVerb = {
      verb: 'Message',
      body: bodies.length > 0 ? bodies.map((body) => body.lines).join('\n') : element.lines,
      to: attributes.text('to'),
      from: attributes.text('from'),
      statusCallback: attributes.text('statusCallback'),
    };
    attributes.warnOfUnknown();
    return verb;
  });
  return { verbs, warnings };
}
