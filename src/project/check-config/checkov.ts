import type { ForeignConfig } from './foreign.ts';
import { matcherOf } from './globs.ts';
import { NO_LAYER } from './layer.ts';
import { plainYaml, textsIn } from './plain-yaml.ts';

/** `skip-check` and `skip-path` of `.checkov.yaml`. */
export const checkov: ForeignConfig = {
  names: ['.checkov.yaml', '.checkov.yml'],
  layer(text, folder) {
    const config = plainYaml(text);
    return {
      ...NO_LAYER,
      rules: textsIn(config['skip-check']).map((id) => ({ id, level: 'off' })),
      ignores: [matcherOf(folder, textsIn(config['skip-path']))],
      failOn: config['soft-fail'] === true ? 'never' : null,
    };
  },
};
