/**
 * Splits a text into plain parts and http(s) addresses; a full stop or bracket after an address is not part of it.
 *
 * @param {string} text
 * @returns {{ text: string, isAddress: boolean }[]}
 */
export function textParts(text) {
  return text
    .split(/(https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]])/)
    .map((part, index) => ({ text: part, isAddress: index % 2 === 1 }))
    .filter((part) => part.text !== '');
}
