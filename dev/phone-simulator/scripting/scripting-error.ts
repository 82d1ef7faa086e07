/** What the scripting API refuses, in words for whoever writes the script. */
export class ScriptingError extends Error {
  override readonly name = 'ScriptingError';
  constructor(
    readonly status: 400 | 404 | 409,
    message: string,
  ) {
    super(message);
  }
}
