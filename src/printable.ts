/** Text from outside in messages and on terminals. */

/**
 * A text with what a terminal would obey written out.
 *
 * @example printable('a\tb') //=> a\u0009b
 */
export const printable = (text: string): string =>
  text.replace(/\p{Cc}/gu, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
