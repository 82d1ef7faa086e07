import { findSourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';

/** A line of a stack, which Node.js can write, though its types do not say so. */
interface Frame extends NodeJS.CallSite {
  toString(): string;
}

/**
 * The stack of an error with the lines of the TypeScript. Node.js has such a formatter itself, but names the top level of
 * a module in a way that Jest leaves out, so that it could not show where a test begins.
 */
export function formatStack(error: Error, frames: readonly Frame[]): string {
  return [String(error), ...frames.map((frame) => `    at ${written(frame)}`)].join('\n');
}

function written(frame: Frame): string {
  const source = frame.getScriptNameOrSourceURL();
  const line = frame.getLineNumber();
  const column = frame.getColumnNumber();
  if (!source?.startsWith('file:') || line === null || column === null) return frame.toString();
  const origin = findSourceMap(source)?.findOrigin(line, column);
  const position =
    origin !== undefined && 'lineNumber' in origin
      ? `${origin.lineNumber}:${origin.columnNumber}`
      : `${line}:${column}`;
  return frame.toString().replace(`${source}:${line}:${column}`, `${fileURLToPath(source)}:${position}`);
}
