import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { z } from 'zod';

/** A document that Twilio would refuse, with its error code. */
export class TwimlError extends Error {
  override readonly name = 'TwimlError';
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

export interface TwimlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly TwimlElement[];
  /** All the text inside, including that of nested elements (such as SSML), with single spaces. */
  readonly text: string;
  /** The same with the line breaks it came with. */
  readonly lines: string;
}

/** fast-xml-parser's ordered form: one property is the element's name or `#text`, `:@` holds the attributes. */
const rawNodeSchema = z.record(z.string(), z.unknown());
const attributesSchema = z.record(z.string(), z.string());

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  htmlEntities: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
});

/** The elements inside `<Response>`. Throws a TwimlError 12100 for bad XML or another root. */
export function parseTwimlDocument(xml: string): readonly TwimlElement[] {
  // The parser alone takes nearly anything; its own validator is deprecated in favour of a further package.
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the pinned version has it
  const validity = XMLValidator.validate(xml);
  if (validity !== true) {
    throw new TwimlError(12100, `Document parse failure: ${validity.err.msg} (line ${validity.err.line}).`);
  }
  const parsed: unknown = parser.parse(xml);
  const roots = childrenOf(parsed).elements;
  const root = roots[0];
  if (roots.length !== 1 || root?.name !== 'Response') {
    throw new TwimlError(12100, 'Document parse failure: the root element must be one <Response>.');
  }
  return root.children;
}

function childrenOf(value: unknown): { elements: TwimlElement[]; text: string } {
  const elements: TwimlElement[] = [];
  let text = '';
  for (const raw of z.array(rawNodeSchema).parse(value)) {
    const name = Object.keys(raw).find((key) => key !== ':@');
    if (name === undefined) continue;
    if (name === '#text') {
      text += z.string().parse(raw[name]);
      continue;
    }
    const inner = childrenOf(raw[name]);
    const attributes = attributesSchema.optional().parse(raw[':@']) ?? {};
    elements.push({
      name,
      attributes: new Map(Object.entries(attributes)),
      children: inner.elements,
      text: inner.text.replace(/\s+/g, ' ').trim(),
      lines: inner.text.trim(),
    });
    text += ` ${inner.text} `;
  }
  return { elements, text };
}
