import { isMapping } from '../../model/compose-values.ts';
import type { YamlPath } from '../../syntax/yaml/index.ts';
import { nearest } from '../nearest.ts';
import type { Shape } from './schema.ts';

/** A place of a compose file that the specification has no room for. */
export interface SchemaProblem {
  path: YamlPath;
  /** a whole sentence that says what is wrong and what would be right */
  message: string;
}

/** What is not as the shape has it, every place once. */
export function schemaProblems(value: unknown, shape: Shape): SchemaProblem[] {
  const problems: SchemaProblem[] = [];
  validate(value, shape, [], problems);
  return problems;
}

function validate(value: unknown, shape: Shape, path: YamlPath, problems: SchemaProblem[]): void {
  if (typeof shape === 'string') {
    if (!isKind(value, shape)) problems.push({ path, message: wrongKind(value, [shape], path) });
  } else if ('any' in shape) {
    const fits = shape.any.find((each) => isAlike(value, each));
    if (fits !== undefined) validate(value, fits, path, problems);
    else problems.push({ path, message: wrongKind(value, shape.any, path) });
  } else if (!isAlike(value, shape)) problems.push({ path, message: wrongKind(value, [shape], path) });
  else if ('words' in shape) {
    if (!shape.words.includes(String(value)) && !isVariable(value))
      problems.push({ path, message: unknownWord(String(value), shape.words, path) });
  } else if ('list' in shape) validateList(value as unknown[], shape, path, problems);
  else if ('each' in shape)
    for (const [name, inner] of Object.entries(value as object)) {
      const here = [...path, name];
      if (shape.names !== undefined && !shape.names.test(name) && !name.startsWith('x-'))
        problems.push({
          path: here,
          message: `\`${name}\` is no name that Compose takes: it may have letters, digits, \`_\`, \`.\` and \`-\`.`,
        });
      else if (!(name.startsWith('x-') && shape.names === undefined))
        validate(inner, shape.each, here, problems);
    }
  else validateKeys(value as Record<string, unknown>, shape, path, problems);
}

function validateKeys(
  value: Record<string, unknown>,
  shape: Extract<Shape, { keys: unknown }>,
  path: YamlPath,
  problems: SchemaProblem[],
): void {
  for (const [key, inner] of Object.entries(value)) {
    const known = Object.hasOwn(shape.keys, key) ? shape.keys[key] : undefined;
    if (known !== undefined) validate(inner, known, [...path, key], problems);
    else if (shape.open !== true && (shape.strict === true || !key.startsWith('x-')))
      problems.push({ path: [...path, key], message: unknownKey(key, Object.keys(shape.keys), path) });
  }
  for (const key of shape.required ?? [])
    if (!Object.hasOwn(value, key))
      problems.push({ path, message: `${placeName(path)} lacks \`${key}\`, which Compose asks for there.` });
}

function validateList(
  items: unknown[],
  shape: Extract<Shape, { list: unknown }>,
  path: YamlPath,
  problems: SchemaProblem[],
): void {
  for (const [index, item] of items.entries()) validate(item, shape.list, [...path, index], problems);
  if (shape.unique !== true || items.length < 2) return;
  const seen = new Set<string>();
  for (const [index, item] of items.entries()) {
    const text = JSON.stringify(item);
    if (seen.has(text))
      problems.push({
        path: [...path, index],
        message: `${placeName(path)} holds the same item twice, which Compose refuses: take one out.`,
      });
    seen.add(text);
  }
}

/** Of the same build: the parts of it are looked at afterwards. */
function isAlike(value: unknown, shape: Shape): boolean {
  if (typeof shape === 'string') return isKind(value, shape);
  if ('any' in shape) return shape.any.some((each) => isAlike(value, each));
  if ('words' in shape) return typeof value === 'string';
  return 'list' in shape ? Array.isArray(value) : isMapping(value);
}

function isKind(value: unknown, kinds: string): boolean {
  if (kinds === 'any') return true;
  if (kinds === 'map') return isMapping(value);
  // what a variable holds is only known when Compose has put it in
  if (isVariable(value) && !kinds.includes('string')) return true;
  const kind = value === null ? 'null' : typeof value;
  for (const each of kinds.split('|'))
    if (each === kind || (each === 'integer' && Number.isInteger(value))) return true;
  return false;
}

const isVariable = (value: unknown): boolean => typeof value === 'string' && value.includes('$');

const NAMES_OF_KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  null: 'nothing',
  map: 'a map',
};

function wrongKind(value: unknown, shapes: readonly Shape[], path: YamlPath): string {
  const wanted = [...new Set(shapes.flatMap(kindsOf))];
  const found = Array.isArray(value)
    ? 'a list'
    : value === null
      ? 'empty'
      : typeof value === 'object'
        ? 'a map'
        : typeof value === 'string'
          ? 'a text'
          : typeof value === 'boolean'
            ? 'true or false'
            : 'a number';
  const quoted =
    wanted.includes('a text') && (typeof value === 'number' || typeof value === 'boolean')
      ? ': put it in quotes'
      : '';
  const list = wanted.filter((each) => each !== 'nothing');
  const last = list.pop() ?? 'nothing';
  const all = list.length === 0 ? last : `${list.join(', ')} or ${last}`;
  return `${placeName(path)} is ${found}, and Compose wants ${all} there${quoted}.`;
}

function kindsOf(shape: Shape): string[] {
  if (typeof shape === 'string') return shape.split('|').map((kind) => NAMES_OF_KINDS[kind] ?? kind);
  if ('any' in shape) return shape.any.flatMap(kindsOf);
  if ('words' in shape) return ['a text'];
  return ['list' in shape ? 'a list' : 'a map'];
}

function unknownKey(key: string, known: readonly string[], path: YamlPath): string {
  const close = nearest(key, known);
  const place = path.length === 0 ? 'At the top of a compose file' : `Within ${placeName(path, false)}`;
  const hint =
    close === null
      ? `take it out, or begin it with \`x-\` if it is your own`
      : `\`${close}\` is meant, perhaps`;
  return `${place} Compose knows no key \`${key}\` and refuses the file: ${hint}.`;
}

function unknownWord(value: string, words: readonly string[], path: YamlPath): string {
  const close = nearest(value, words);
  const all = words.map((word) => `\`${word}\``).join(', ');
  return `${placeName(path)} cannot be \`${value}\`: Compose takes ${all}${close === null ? '' : `; \`${close}\` is meant, perhaps`}.`;
}

function placeName(path: YamlPath, capital = true): string {
  const last = path.at(-1);
  if (last === undefined) return capital ? 'The file' : 'the file';
  if (typeof last !== 'number') return `\`${last}\``;
  const list = path.findLast((key) => typeof key === 'string');
  return `${capital ? 'Item' : 'item'} ${last + 1} of \`${list ?? ''}\``;
}
