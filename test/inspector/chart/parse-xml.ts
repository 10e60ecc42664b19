/** Reads XML strictly: elements, attributes, comments and text are all that we write. Anything else is not well-formed. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

type Open = { name: string; attributes: Record<string, string>; children: Open[]; text: string };

const token = /<\?xml [^?]*\?>|<!--(?:(?!--)[\s\S])*-->|<\/([\w:-]+)>|<([\w:-]+)((?: [\w:-]+="[^"<]*")*)(\/?)>|([^<]+)/y;

export function parseXml(xml: string): Element {
  const document: Open = { name: '', attributes: {}, children: [], text: '' };
  const path: Open[] = [document];
  token.lastIndex = 0;
  for (let at = 0; at < xml.length; at = token.lastIndex) {
    const found = token.exec(xml);
    if (!found) throw new Error(`Not well-formed at ${JSON.stringify(xml.slice(at, at + 60))}.`);
    const [, closed, opened, attributes = '', empty, text] = found;
    const top = path.at(-1) as Open;
    if (closed !== undefined) {
      if (path.length === 1 || path.pop()?.name !== closed) throw new Error(`</${closed}> closes nothing.`);
    } else if (opened !== undefined) {
      const element: Open = { name: opened, attributes: {}, children: [], text: '' };
      for (const [, name = '', value = ''] of attributes.matchAll(/ ([\w:-]+)="([^"]*)"/g)) {
        if (Object.hasOwn(element.attributes, name)) throw new Error(`${opened} has ${name} twice.`);
        element.attributes[name] = plain(value);
      }
      top.children.push(element);
      if (!empty) path.push(element);
    } else if (text !== undefined) top.text += plain(text);
  }
  const [root, ...more] = document.children;
  if (path.length > 1 || !root || more.length > 0 || document.text.trim() !== '') throw new Error('Not one whole element.');
  return root;
}

function plain(text: string): string {
  const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' };
  return text.replace(/&(\w*);?/g, (whole, name: string) => {
    const character = entities[name];
    if (character === undefined || !whole.endsWith(';')) throw new Error(`${whole} is no entity.`);
    return character;
  });
}

/** An element and all below it, in the order of the document. */
export function* all(element: Element): Generator<Element, void, void> {
  yield element;
  for (const child of element.children) yield* all(child);
}
