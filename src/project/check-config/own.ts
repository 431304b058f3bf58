import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ShipshapeError } from '../../errors.ts';
import {
  LEVELS,
  nearest,
  PRESETS,
  type Level,
  type Preset,
  type RuleIds,
  type RuleSetting,
} from '../../lint/index.ts';
import { CONFIG_KEYS } from '../config-keys.ts';
import { codeOf } from '../code-of.ts';
import { readYaml, type YamlValue } from '../yaml-data.ts';
import { matcherOf } from './globs.ts';
import type { FailOn } from '../../model/check-result.ts';
import { FAIL_ON, NO_LAYER, type Layer } from './layer.ts';
import { optionsOf } from './rule-options.ts';
import { choice, invalid, listOf, requireKnown, textOf } from './yaml-checks.ts';

const KEYS = ['extends', 'preset', 'rules', 'overrides', 'failOn', 'ignore'];

/**
 * What `check:` in a `shipshape.yaml` says, with what it extends before it.
 * @param path absolute
 * @throws ShipshapeError CONFIG_INVALID at its place
 */
export function ownLayers(path: string, ids: RuleIds, from: readonly string[] = []): Layer[] {
  const text = textIn(path);
  const name = path.slice(dirname(path).length + 1);
  const root = readYaml(name, text, 'CONFIG_INVALID');
  if (root.isEmpty) return [];
  requireKnown(root, CONFIG_KEYS);
  const check = root.get('check');
  if (check.isEmpty) return [];
  requireKnown(check, KEYS);
  const folder = dirname(path);
  const above = extendedBy(check.get('extends')).flatMap(({ value, text: named }) => {
    const preset = PRESETS.find((one) => one === named);
    if (preset !== undefined) return [{ ...NO_LAYER, preset }];
    const other = resolve(folder, named);
    if (!/[./]/.test(named)) throw invalid(value, `be a preset or a file${meant(named, PRESETS)}`);
    if (from.includes(other) || other === path) throw invalid(value, 'not extend itself');
    return ownLayers(other, ids, [...from, path]);
  });
  return [...above, layerOf(check, folder, ids)];
}

function layerOf(check: YamlValue, folder: string, ids: RuleIds): Layer {
  return {
    ...NO_LAYER,
    preset: choice<Preset>(check.get('preset'), PRESETS),
    failOn: choice<FailOn>(check.get('failOn'), FAIL_ON),
    rules: rulesOf(check.get('rules'), ids),
    overrides: listOf(check.get('overrides')).map((item) => {
      requireKnown(item, ['files', 'rules']);
      const files = textsOf(item.get('files'));
      if (files.length === 0) throw invalid(item, 'have `files`: globs');
      return { matches: matcherOf(folder, files), rules: rulesOf(item.get('rules'), ids) };
    }),
    ignores: [matcherOf(folder, textsOf(check.get('ignore')))],
  };
}

function rulesOf(value: YamlValue, ids: RuleIds): RuleSetting[] {
  if (value.isEmpty) return [];
  if (value.entries === null) throw invalid(value, 'be a mapping of rules');
  return [...value.entries].map(([id, item]) => {
    const found = ids.find(id);
    if (found.length === 0) throw invalid(item, `be the name of a rule${meant(id, ids.names)}`);
    if (item.entries === null) return { id, level: levelOf(item) };
    const level = item.entries.has('severity') ? levelOf(item.get('severity')) : null;
    const rules = found.map(({ rule }) => rule);
    return { id, level: level ?? 'on', options: optionsOf(item, rules) };
  });
}

/** YAML 1.1 habits: `off` and `on` may have become truth values. */
function levelOf(value: YamlValue): Level {
  const text = value.scalar === 'false' ? 'off' : value.scalar === 'true' ? 'on' : value.scalar;
  const level = LEVELS.find((one) => one === text);
  if (level === undefined) throw invalid(value, `be one of ${LEVELS.join(', ')}${meant(text ?? '', LEVELS)}`);
  return level;
}

const extendedBy = (value: YamlValue): { value: YamlValue; text: string }[] =>
  (value.isText ? [value] : listOf(value)).map((one) => ({ value: one, text: textOf(one) }));

const textsOf = (value: YamlValue): string[] =>
  (value.isText ? [value] : listOf(value)).map((one) => textOf(one));

const meant = (text: string, names: Iterable<string>): string => {
  const name = nearest(text, names);
  return name === null ? '' : `; did you mean ${name}?`;
};

function textIn(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new ShipshapeError('CONFIG_INVALID', {
      what: `${path} cannot be read (${codeOf(cause) || String(cause)}).`,
      where: { path, line: null },
      cause,
    });
  }
}
