import { blocksAround } from './blocks.ts';
import { environmentIn } from './environment.ts';
import {
  bracketed,
  codeOf,
  constantOf,
  escaped,
  literalOf,
  property,
  stringOf,
  stringsOf,
  type Part,
} from './expressions.ts';
import type { RunsAtStart } from './guards.ts';
import type { JavaScriptText } from './javascript-text.ts';
import { importsOf, resolveName } from './modules.ts';
import type { Reading } from '../../variable-readings.ts';

const VARIABLE = /^[A-Z][A-Z0-9_]*$/;

/** Variables that a schema names: zod, t3-env, envalid, joi, env-var, convict, @fastify/env, and Nest's ConfigService. */
export function schemaReadings(
  texts: ReadonlyMap<string, JavaScriptText>,
  text: JavaScriptText,
  runsAtStart: RunsAtStart,
): Reading[] {
  const uses = (pattern: RegExp): boolean => importsOf(text).some(({ module }) => pattern.test(module));
  return [
    ...parsedSchemas(texts, text, runsAtStart),
    ...called(text, String.raw`createEnv\s*\(`).flatMap(({ call, offset }) =>
      fields(text, property(text, call.parts[0], 'server'), chained, runsAtStart(text, offset)),
    ),
    ...called(text, String.raw`(?:[\w$]+\.)?(?:cleanEnv|customCleanEnv)\s*\(`).flatMap(({ call, offset }) =>
      fields(text, named(text, call.parts[1]), envalid, runsAtStart(text, offset)),
    ),
    ...(uses(/^(joi|@hapi\/joi)$/) ? joi(text) : []),
    ...(uses(/^env-var$/) ? envVar(text, runsAtStart) : []),
    ...(uses(/^convict$/) ? convict(text) : []),
    ...(uses(/^(@fastify\/env|fastify-env|env-schema)$/) ? jsonSchema(text, runsAtStart) : []),
    ...configService(text),
  ];
}

interface Field {
  default: string | null;
  required: boolean;
}
type ReadField = (text: JavaScriptText, value: Part) => Field;

/** The properties of an object whose names are those of variables. */
function fields(text: JavaScriptText, object: Part | undefined, read: ReadField, stops: boolean): Reading[] {
  if (!object || text.code[object.start] !== '{') return [];
  return bracketed(text, object.start).parts.flatMap((part) => {
    if (part.name === null || !VARIABLE.test(part.name)) return [];
    const field = read(text, part);
    return [
      { name: part.name, default: field.default, required: field.required && stops, offset: part.start },
    ];
  });
}

/** An object literal, or the constant that was given one. */
const named = (text: JavaScriptText, part: Part | undefined): Part | undefined =>
  /^[\w$]+$/.test(codeOf(text, part)) ? constantOf(text, codeOf(text, part)) : part;

const called = (text: JavaScriptText, pattern: string) =>
  [...text.code.matchAll(new RegExp(`(?<![\\w$.])${pattern}`, 'g'))].map((match) => ({
    call: bracketed(text, match.index + match[0].length - 1),
    offset: match.index,
  }));

/** `z.string().default('x')`: missing is an error unless the chain says otherwise. */
function chained(text: JavaScriptText, value: Part): Field {
  const code = codeOf(text, value);
  const fallback = /\.default\s*\(/.exec(code);
  const isOptional = /\.(default|prefault|optional|nullish|catch)\s*\(|\b(optional|undefinedAble)\s*\(/.test(
    code,
  );
  if (fallback === null) return { default: null, required: !isOptional };
  const call = bracketed(text, value.start + fallback.index + fallback[0].length - 1);
  return { default: literalOf(text, call.parts[0]), required: false };
}

/** `z.object({ … }).parse(process.env)`, directly or through the name of the schema, of this file or another. */
function parsedSchemas(
  texts: ReadonlyMap<string, JavaScriptText>,
  text: JavaScriptText,
  runsAtStart: RunsAtStart,
): Reading[] {
  const environment = environmentIn(text);
  const parse = new RegExp(
    `([\\w$]+|\\))\\s*\\.\\s*(?:safeParse|parse)(?:Async)?\\s*\\(\\s*${environment}\\s*\\)`,
    'g',
  );
  return [...text.code.matchAll(parse)].flatMap((match) => {
    const stops = runsAtStart(text, match.index);
    if (match[1] === ')') {
      const open = lastSchema(text, match.index);
      return open === null ? [] : fields(text, { name: null, start: open, end: match.index }, chained, stops);
    }
    const { path, name } = resolveName(texts, text, match[1] ?? '');
    const owner = texts.get(path);
    const schema =
      owner &&
      new RegExp(
        `(?<![\\w$.])${escaped(name)}\\s*(?::[^=;]*)?=\\s*[\\w$]+\\s*\\.\\s*(?:object|strictObject|looseObject)\\s*\\(\\s*(?=\\{)`,
      ).exec(owner.code);
    if (!owner || !schema) return [];
    const start = schema.index + schema[0].length;
    // told where the schema stands, unless that is another file
    const readings = fields(owner, { name: null, start, end: owner.code.length }, chained, stops);
    return owner === text ? readings : readings.map((one) => ({ ...one, offset: match.index }));
  });
}

function lastSchema(text: JavaScriptText, offset: number): number | null {
  const all = [...text.code.slice(0, offset).matchAll(/\.\s*(?:object|strictObject)\s*\(\s*(?=\{)/g)];
  const last = all.at(-1);
  return last === undefined ? null : last.index + last[0].length;
}

/** `str({ default: 'x' })` */
function envalid(text: JavaScriptText, value: Part): Field {
  const open = text.code.indexOf('(', value.start);
  const options = open < 0 || open > value.end ? undefined : bracketed(text, open).parts[0];
  const fallback = property(text, options, 'default');
  return { default: literalOf(text, fallback), required: fallback === undefined };
}

/** Nest's `validationSchema`: only `.required()` is required. */
const joi = (text: JavaScriptText): Reading[] =>
  called(text, String.raw`[\w$]+\.object\s*(?:<[^()]*>)?\((?:\s*\)\s*\.(?:keys|append)\s*\()?`).flatMap(
    ({ call }) =>
      fields(
        text,
        call.parts[0],
        (_, value) => ({
          ...chained(text, value),
          required: /\.required\s*\(\s*\)/.test(codeOf(text, value)),
        }),
        true,
      ),
  );

/** `env.get('X').required().asString()` */
function envVar(text: JavaScriptText, runsAtStart: RunsAtStart): Reading[] {
  const locals = importsOf(text).flatMap(({ local, module }) =>
    module === 'env-var' ? [escaped(local)] : [],
  );
  return called(text, `(?:${locals.join('|')})\\s*\\.\\s*get\\s*\\(`).flatMap(({ call, offset }) => {
    const name = stringOf(text, call.parts[0]);
    const chain = /^[^;\n]*(\n\s*\.[^;\n]*)*/.exec(text.code.slice(call.end, call.end + 400))?.[0] ?? '';
    const field = chained(text, { name: null, start: call.end, end: call.end + chain.length });
    const required = /\.required\s*\(\s*\)/.test(chain) && runsAtStart(text, offset);
    return name === null ? [] : [{ name, default: field.default, required, offset }];
  });
}

/** `{ format: 'port', default: 3000, env: 'PORT' }` */
const convict = (text: JavaScriptText): Reading[] =>
  [...text.code.matchAll(/(?<![\w$.])env\s*:\s*(?=["'])/g)].flatMap(({ index, 0: matched }) => {
    const object = blocksAround(text.blocks, index)[0];
    const part = object && { name: null, start: object.start, end: object.end };
    const name = stringOf(text, property(text, part, 'env'));
    const fallback = literalOf(text, property(text, part, 'default'));
    return name === null
      ? []
      : [{ name, default: fallback, required: false, offset: index + matched.length }];
  });

/** `{ required: ['PORT'], properties: { PORT: { default: 3000 } } }` */
const jsonSchema = (text: JavaScriptText, runsAtStart: RunsAtStart): Reading[] =>
  [...text.code.matchAll(/(?<![\w$.])properties\s*:\s*(?=\{)/g)].flatMap(({ index, 0: matched }) => {
    const object = blocksAround(text.blocks, index)[0];
    const part = object && { name: null, start: object.start, end: object.end };
    const required = stringsOf(text, property(text, part, 'required'));
    const start = index + matched.length;
    const read: ReadField = (_, value) => {
      const fallback = property(text, value, 'default');
      const isRequired = value.name !== null && required.includes(value.name) && !fallback;
      return { default: literalOf(text, fallback), required: isRequired };
    };
    return fields(
      text,
      { name: null, start, end: start + 1 },
      read,
      runsAtStart(text, object?.start ?? index),
    );
  });

/** `configService.get<string>('X', 'default')`; other keys than those of variables are the program's own. */
const configService = (text: JavaScriptText): Reading[] =>
  [
    ...text.code.matchAll(
      /(?<![\w$])config(?:Service)?\s*\.\s*(?:get|getOrThrow)\s*(?:<[^()]*>)?\(\s*(?=["'])/gi,
    ),
  ].flatMap((match) => {
    const [first, second] = bracketed(text, match.index + match[0].indexOf('(')).parts;
    const name = stringOf(text, first);
    if (name === null || !VARIABLE.test(name)) return [];
    return [{ name, default: literalOf(text, second), required: false, offset: match.index }];
  });
