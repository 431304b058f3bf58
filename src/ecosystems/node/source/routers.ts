import { blocksAround, type Block } from './blocks.ts';
import { bracketed, codeOf, escaped, literalOf, property, type Bracketed, type Part } from './expressions.ts';
import type { JavaScriptText } from './javascript-text.ts';
import { exported, fileOfModule, importsOf, resolveName } from './modules.ts';

/** A place where a router is made, `const app = express()`. */
export interface Made {
  id: string;
  text: JavaScriptText;
  offset: number;
  call: Bracketed;
}

type Texts = ReadonlyMap<string, JavaScriptText>;

const FRAMEWORK =
  /^(express|ultimate-express|express-promise-router|router|fastify|koa-router|@koa\/router|koa-tree-router|hono(\/.*)?|@hono\/zod-openapi|polka|restify|restana|elysia|@hapi\/hapi|@tinyhttp\/app|find-my-way|itty-router|h3|hyper-express)$/;

/** Where routers are made in a file; one that no name is given to gets one of its own. */
export function routersMade(text: JavaScriptText): Made[] {
  const names = importsOf(text).flatMap(({ local, module }) =>
    FRAMEWORK.test(module) ? [escaped(local)] : [],
  );
  const direct = requiredFrameworks(text);
  if (names.length === 0 && direct.length === 0) return [];
  const made = [...(names.length > 0 ? [`(?:${names.join('|')})(?:\\.[\\w$]+)*`] : []), ...direct].join('|');
  const pattern = new RegExp(
    `(?:(?<![\\w$])([\\w$]+)(?:\\s*[!?])?\\s*(?::[^=;\\n(){}]*)?=\\s*(?:(?:module\\.)?exports\\s*=\\s*)*)?(?<![\\w$.])(?:await\\s+)?(?:new\\s+)?(?:${made})\\s*(?:<[^()]*>)?\\s*\\(`,
    'g',
  );
  return [...text.code.matchAll(pattern)].flatMap((match) => {
    // express.static(…) and Router.of(…) make no router
    if (
      /\.(?!Router|Server|server|createServer|default|createApp)[\w$]+\s*\($/.test(
        match[0].replace(/.*=/, ''),
      )
    )
      return [];
    const id = match[1] === undefined ? `${text.path} #${match.index}` : idOf(text.path, match[1]);
    const call = bracketed(text, match.index + match[0].length - 1);
    return [{ id, text, offset: match.index, call }];
  });
}

/** `require('express')()` and `require('express').Router()` */
const requiredFrameworks = (text: JavaScriptText): string[] =>
  [...text.code.matchAll(/(?<![\w$.])require\s*\(\s*(["'])( *)\1\s*\)/g)].flatMap(
    ({ 0: matched, 2: blanks = '', index }) => {
      const module = /["']([^"']*)["']/.exec(text.source.slice(index, index + matched.length))?.[1] ?? '';
      const pattern = String.raw`require\s*\(\s*["'] {${blanks.length}}["']\s*\)(?:\.[\w$]+)*`;
      return FRAMEWORK.test(module) ? [pattern] : [];
    },
  );

export const idOf = (path: string, name: string): string => `${path} ${name}`;
const idOfFunction = (path: string, block: Block): string => `${path} @${block.start}`;

/** The prefix in the options that a router is made or registered with. */
export function prefixIn(text: JavaScriptText, part: Part | undefined): string | null {
  const given = property(text, part, 'prefix');
  return given ? literalOf(text, given) : '';
}

/** Parameters that are called so, or are of such a type, are routers that the function is given. */
const PARAMETER = /^(app|application|router|server|fastify|instance|scope|route|routes|hono|web)$/i;
const TYPE = /\b(Fastify\w*|Express|Application|I?Router|Hono|OpenAPIHono|Server|Koa)\b/;

/** The id of the router that a name stands for at an offset; null when it is none. */
export function routerAt(
  texts: Texts,
  routers: ReadonlyMap<string, unknown>,
  text: JavaScriptText,
  name: string,
  offset: number,
): string | null {
  for (const block of blocksAround(text.blocks, offset)) {
    if (block.kind !== 'function' || block.parameters === null) continue;
    const parameters = text.code.slice(block.parameters.start, block.parameters.end);
    const found = new RegExp(`(?<![\\w$.])${escaped(name)}\\s*\\??\\s*(?::([^,=]*))?(?=[,=)}]|$)`).exec(
      parameters,
    );
    if (!found) continue;
    const isRouter = PARAMETER.test(name) || TYPE.test(found[1] ?? '');
    return isRouter ? idOfFunction(text.path, block) : null;
  }
  const resolved = resolveName(texts, text, name);
  const id = idOf(resolved.path, resolved.name);
  return routers.has(id) ? id : null;
}

/**
 * The routers that an argument of `use` or `register` stands for: a router, what a function returns, a plugin, or a
 * module that exports one of these.
 */
export function mountedRouters(
  texts: Texts,
  made: readonly Made[],
  text: JavaScriptText,
  part: Part,
): string[] {
  const code = codeOf(text, part).replace(/\.(routes|middleware|default)\s*(\(\s*\))?$/, '');
  const own = text.blocks.find(
    ({ start, kind }) => kind === 'function' && start > part.start && start < part.end,
  );
  if (own && /^(async\b|function\b|\(|[\w$]+\s*=>)/.test(code)) return [idOfFunction(text.path, own)];
  const required = /^(?:await\s+)?(?:require|import)\s*\(\s*(["'])( *)\1\s*\)/.exec(code);
  if (required) {
    const end = part.start + required[0].replace(/\s*\)$/, '').length - 1;
    const file = fileOfModule(texts, text.path, text.source.slice(end - (required[2] ?? '').length, end));
    const member = /\)\s*\.\s*([\w$]+)/.exec(code)?.[1] ?? 'default';
    return file ? targets(texts, made, exported(texts, file, member)) : [];
  }
  const name = /^(?:this\.)?([\w$]+(?:\.[\w$]+)*)(?=\s*(?:\(|$))/.exec(code)?.[1];
  return name === undefined ? [] : targets(texts, made, resolveName(texts, text, name));
}

function targets(
  texts: Texts,
  made: readonly Made[],
  { path, name }: { path: string; name: string },
): string[] {
  const id = idOf(path, name);
  if (made.some((one) => one.id === id)) return [id];
  const owner = texts.get(path);
  const block = owner?.blocks.find((one) => one.kind === 'function' && isNamed(owner, one, name));
  if (!owner || !block) return [];
  const inside = made.filter(
    (one) => one.text === owner && one.offset > block.start && one.offset < block.end,
  );
  const returned = inside.filter(({ id: one }) =>
    new RegExp(`\\breturn\\s+${escaped(one.slice(path.length + 1))}(?![\\w$])`).test(
      owner.code.slice(block.start, block.end),
    ),
  );
  return returned.length > 0 ? returned.map((one) => one.id) : [idOfFunction(path, block)];
}

const isNamed = (text: JavaScriptText, block: Block, name: string): boolean =>
  name === 'default'
    ? block.name === null &&
      /(?:export\s+default|module\.exports\s*=)\s*(?:async\s*)?(?:function\s*)?\(?\s*$/.test(
        text.code.slice(0, block.parameters?.start ?? block.start).slice(-80),
      )
    : block.name === name;
