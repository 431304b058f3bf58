import { isSeq } from 'yaml';
import { applyEdits } from '../text.ts';
import { ownNode, placeOf, planAppend, type Planned, planDelete, planSet } from './edit.ts';
import { lineStart, contentEnd, nextLine, startOf } from './layout.ts';
import { hasMerge, isBlockMap, load } from './load.ts';
import { isRaw, plainOf } from './render.ts';
import {
  differences,
  hasPath,
  sameValue,
  valueAt,
  withoutValue,
  withValue,
  type YamlPath,
} from './values.ts';

/** The new text; or why it cannot be done, and then nothing was changed. */
export type YamlEdit =
  | {
      text: string;
      reason: null;
      /** further places whose value changed too, because they refer to the edited one by an anchor */
      alsoChanged: YamlPath[];
    }
  | { text: null; reason: string };

export interface SetOptions {
  /** a new key goes behind this key of the same map, when it is there */
  after?: string;
  /** which document of a text that holds several; the first by default */
  document?: number;
}

/**
 * Sets the value at a path, making maps on the way. Only what is concerned is rewritten: comments, anchors, key order
 * and quotes elsewhere stay. Maps are changed key by key, and a sequence that only grows is added to. A value that is
 * there already leaves the text as it is.
 * @param value plain data, or `rawYaml(text)`
 */
export function setIn(text: string, path: YamlPath, value: unknown, options: SetOptions = {}): YamlEdit {
  const { document: index = 0, after = null } = options;
  const place = placeOf(text, index);
  if ('reason' in place) return refusal(place.reason);
  const plain = plainOf(value);
  const own = ownNode(place.contents, path);
  const old = valueAt(place.plain, path);
  if (own !== undefined && hasPath(place.plain, path) && sameValue(old, plain)) return unchanged(text);
  if (!isRaw(value)) {
    const small = setBySmallSteps(text, path, old, plain, index, own);
    if (small?.reason === null) return small;
  }
  const expected = plain === undefined ? undefined : withValue(place.plain, path, plain);
  return finish(text, index, planSet(place, path, value, after), path, expected);
}

/** Takes out what is at the path; a map or sequence that gets empty stays as `{}` or `[]`. Comments above it stay. */
export function deleteIn(text: string, path: YamlPath, options: { document?: number } = {}): YamlEdit {
  const { document: index = 0 } = options;
  const place = placeOf(text, index);
  if ('reason' in place) return refusal(place.reason);
  if (!hasPath(place.plain, path)) return unchanged(text);
  const expected = withoutValue(place.plain, path);
  const planned = planDelete(place, path);
  if (planned !== null) return finish(text, index, planned, path, expected);
  const parentPath = path.slice(0, -1);
  if (parentPath.length > 0) {
    const empty = Array.isArray(valueAt(place.plain, parentPath)) ? [] : {};
    return finish(text, index, planSet(place, parentPath, empty, null), path, expected);
  }
  const range = {
    start: lineStart(text, startOf(place.contents)),
    end: place.contents === null ? 0 : nextLine(text, contentEnd(place.contents)),
  };
  const closed = text[range.end - 1] === '\n' ? place.style.eol : '';
  return finish(text, index, [{ range, text: `{}${closed}` }], path, expected);
}

/** Adds an element at the end of the sequence at the path; a missing or empty one is made. */
export function appendToSequence(
  text: string,
  path: YamlPath,
  value: unknown,
  options: { document?: number } = {},
): YamlEdit {
  const { document: index = 0 } = options;
  const place = placeOf(text, index);
  if ('reason' in place) return refusal(place.reason);
  const current = valueAt(place.plain, path) ?? [];
  if (!Array.isArray(current)) return refusal(`${path.join('.')} is not a sequence`);
  const own = ownNode(place.contents, path);
  const longer = [...(current as unknown[]), plainOf(value)];
  if (!isSeq(own) || own.items.length === 0) return setIn(text, path, longer, options);
  return finish(
    text,
    index,
    planAppend(place, own as never, value),
    path,
    withValue(place.plain, path, longer),
  );
}

/** Changes a block map key by key, and lets a sequence grow, so that comments within them stay. */
function setBySmallSteps(
  text: string,
  path: YamlPath,
  old: unknown,
  next: unknown,
  index: number,
  own: ReturnType<typeof ownNode>,
): YamlEdit | null {
  if (typeof next !== 'object' || next === null || typeof old !== 'object' || old === null) return null;
  const steps: ((current: string) => YamlEdit)[] = [];
  const options = { document: index };
  if (Array.isArray(old) && Array.isArray(next)) {
    const [before, after] = [old as unknown[], next as unknown[]];
    if (!isSeq(own) || before.length === 0 || !sameValue(before, after.slice(0, before.length))) return null;
    for (const value of after.slice(before.length))
      steps.push((current) => appendToSequence(current, path, value, options));
  } else {
    if (!isBlockMap(own) || hasMerge(own) || Array.isArray(next) || Object.keys(next).length === 0)
      return null;
    for (const [key, value] of Object.entries(next))
      steps.push((current) => setIn(current, [...path, key], value, options));
    for (const key of Object.keys(old))
      if (!Object.hasOwn(next, key)) steps.push((current) => deleteIn(current, [...path, key], options));
  }
  let result = unchanged(text);
  for (const step of steps) {
    if (result.reason !== null) break;
    const before = result.alsoChanged;
    result = step(result.text);
    if (result.reason === null) result.alsoChanged.push(...before);
  }
  return result;
}

/** Applies the edits and reads the result again: what was not meant to change must not have. */
function finish(text: string, index: number, planned: Planned, path: YamlPath, expected: unknown): YamlEdit {
  if ('reason' in planned) return refusal(planned.reason);
  const result = applyEdits(text, planned);
  const { value, problems, document } = load(result, index);
  const [problem] = problems;
  if (problem !== undefined) return refusal(`it cannot be written there: ${problem.message}`);
  if (expected === undefined) return { text: result, reason: null, alsoChanged: [] };
  const others = differences(value, expected);
  const within = others.filter((at) =>
    path.every((key, depth) => depth >= at.length || String(at[depth]) === String(key)),
  );
  const hasAnchors = document !== null && /[&*]/.test(text);
  if (within.length > 0 || (others.length > 0 && !hasAnchors))
    return refusal('the layout there leaves no safe place for it');
  return { text: result, reason: null, alsoChanged: others };
}

function unchanged(text: string): YamlEdit {
  return { text, reason: null, alsoChanged: [] };
}

function refusal(reason: string): YamlEdit {
  return { text: null, reason };
}
