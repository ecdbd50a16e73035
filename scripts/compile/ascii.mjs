/**
 * One letter beyond Latin-1 (in a regular expression, say) makes V8 keep two bytes for each of the whole file.
 *
 * @param {string} code
 */
export function ascii(code) {
  return code.replace(
    /[^\0-\x7f]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
