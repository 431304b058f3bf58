import { isMapping } from '../../model/compose-values.ts';
import type { RuleSetting, Severity } from '../../lint/index.ts';
import type { ForeignConfig } from './foreign.ts';
import { matcherOf } from './globs.ts';
import { NO_LAYER } from './layer.ts';
import { plainYaml, textsIn } from './plain-yaml.ts';

const SEVERITY: Readonly<Record<number, Severity>> = { 1: 'warning', 2: 'error' };

/** `.dclintrc` in JSON or YAML; a configuration that is a program is not run. */
export const dclint: ForeignConfig = {
  names: ['.dclintrc', '.dclintrc.json', '.dclintrc.yaml', '.dclintrc.yml'],
  layer(text, folder) {
    const { rules, exclude } = plainYaml(text);
    return {
      ...NO_LAYER,
      rules: isMapping(rules) ? Object.entries(rules).flatMap(settingOf) : [],
      ignores: [matcherOf(folder, textsIn(exclude))],
    };
  },
};

function settingOf([id, value]: [string, unknown]): RuleSetting[] {
  const given: unknown = Array.isArray(value) ? value[0] : value;
  if (given === 0) return [{ id, level: 'off' }];
  const level = typeof given === 'number' ? SEVERITY[given] : undefined;
  return level === undefined ? [] : [{ id, level }];
}
