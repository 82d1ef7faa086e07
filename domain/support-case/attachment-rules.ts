/** Of one file that is sent with a support case. */
export const mostAttachmentBytes = 25 * 1024 * 1024;

/** Programs of the usual systems, by what the bytes are: nobody needs one to ask a question. */
const programs: ReadonlySet<string> = new Set([
  'application/x-msdownload',
  'application/x-elf',
  'application/x-mach-binary',
  'application/java-vm',
  'application/x-msi',
  'application/x-ms-shortcut',
  'application/x.ms.shortcut',
  'application/x.apple.alias',
  'application/vnd.android.package-archive',
  'application/wasm',
]);

/** Whether a file of this type is taken at all. @param mediaType what its bytes are, whatever was declared. */
export function isAcceptedAttachment(mediaType: string): boolean {
  return !programs.has(mediaType);
}
