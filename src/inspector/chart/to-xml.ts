const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** A text as an element or an attribute of XML has it. */
export const toXml = (text: string): string => text.replace(/[&<>"]/g, (character) => entities[character] ?? '');
