import type { ForeignConfig } from './foreign.ts';
import { matcherOf } from './globs.ts';
import { NO_LAYER } from './layer.ts';
import { plainYaml, textsIn } from './plain-yaml.ts';

/** `exclude-queries` and `exclude-paths` of `kics.config`, in JSON or YAML. */
export const kics: ForeignConfig = {
  names: ['kics.config', 'kics.config.json', 'kics.config.yaml', 'kics.config.yml'],
  layer(text, folder) {
    const config = plainYaml(text);
    return {
      ...NO_LAYER,
      rules: textsIn(config['exclude-queries']).map((id) => ({ id, level: 'off' })),
      ignores: [matcherOf(folder, textsIn(config['exclude-paths']))],
    };
  },
};
