/** The characters that matter between and around JSON values, by their code. */

export const lineBreak = 0x0a;
export const quote = 0x22;
export const comma = 0x2c;
export const colon = 0x3a;
export const openBracket = 0x5b;
export const backslash = 0x5c;
export const closeBracket = 0x5d;
export const openBrace = 0x7b;
export const closeBrace = 0x7d;
/** Separates the values of a JSON text sequence. */
export const recordSeparator = 0x1e;

/** Stands for bytes that are no text: half of a surrogate pair, which no encoded text has. */
export const noText = '\udcff';

/** Whether it is what JavaScript takes for a space, the byte order mark among it. */
export function isSpace(char: number): boolean {
  if (char < 0x80) return char === 0x20 || (char >= 0x09 && char <= 0x0d);
  return char === 0xa0 || (char >= 0x1680 && /\s/.test(String.fromCharCode(char)));
}
