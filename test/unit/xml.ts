/** An element of a small XML text: enough to see that a report is well formed and what stands in it. */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  text: string;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(text: string): string {
  if (/&(?!(?:amp|lt|gt|quot|apos|#\d+);)|</.test(text)) throw new Error(`not well formed: ${text}`);
  return text.replaceAll(/&(?:#(\d+)|(\w+));/g, (_, code?: string, name = '') =>
    code === undefined ? (ENTITIES[String(name)] ?? '') : String.fromCodePoint(Number(code)),
  );
}

/** @throws Error where the text is not well formed */
export function parseXml(source: string): XmlElement {
  // oxlint-disable-next-line no-control-regex -- what XML 1.0 forbids
  if (/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/.test(source))
    throw new Error('forbidden character');
  const body = source.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, '');
  if (body === source) throw new Error('no declaration');
  const top: XmlElement = { name: '', attributes: {}, children: [], text: '' };
  const open = [top];
  const token = /<(\/?)([\w-]+)((?:\s+[\w-]+="[^"]*")*)\s*(\/?)>|([^<]+)/gy;
  let end = 0;
  for (const [whole, close, name = '', given = '', alone, text] of body.matchAll(token)) {
    end += whole.length;
    const current = open.at(-1) ?? top;
    if (text !== undefined) current.text += unescaped(text);
    else if (close === '/') {
      if (open.pop()?.name !== name) throw new Error(`</${name}> closes nothing`);
    } else {
      const attributes: Record<string, string> = {};
      for (const [, key = '', value = ''] of given.matchAll(/([\w-]+)="([^"]*)"/g)) {
        if (key in attributes) throw new Error(`${key} twice`);
        attributes[key] = unescaped(value);
      }
      const element = { name, attributes, children: [], text: '' };
      current.children.push(element);
      if (alone !== '/') open.push(element);
    }
  }
  const [root, ...more] = top.children;
  if (end !== body.length || open.length !== 1 || root === undefined || more.length > 0)
    throw new Error('not well formed');
  return root;
}
