/** Parses one JSON value, and says in a few words why a text is none. */
import { noText } from './characters.ts';

/** The value of a JSON text, or why it has none. */
export function parseRecord(text: string): { readonly value: unknown } | { readonly problem: string } {
  if (text.includes(noText)) return { problem: 'is no text in UTF-8; save it so' };
  // Most of what is no JSON cannot even begin a value, and an error takes as long to make as a hundred statuses to read.
  if (!mayBegin.test(text)) return { problem: `is no JSON: ${escaped(`Unexpected token '${text.charAt(0)}'`)}` };
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    const message = (error as Error).message;
    const what = /^(Unexpected (?:token|end|string|number|non-whitespace)[^,]*|Expected [^(]*|Bad [^(]*|Unterminated [^(]*)/.exec(message);
    const words = (what?.[1] ?? 'it cannot be parsed').replace(/ in JSON at position.*| after JSON at.*/s, '').trim();
    return { problem: `is no JSON: ${escaped(words)}` };
  }
}

const mayBegin = /^(?:[\s"[{\d\-tfn]|$)/;

/** Control characters would act on a terminal. */
const escaped = (text: string): string => text.replace(/\p{Cc}/gu, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
