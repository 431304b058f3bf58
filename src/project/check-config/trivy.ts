import { isMapping } from '../../model/compose-values.ts';
import { isOver } from '../../lint/index.ts';
import type { ForeignConfig } from './foreign.ts';
import { matcherOf } from './globs.ts';
import { NO_LAYER } from './layer.ts';
import { plainYaml, textsIn } from './plain-yaml.ts';

/** Ids of checks: `.trivyignore` also lists vulnerabilities, which are none of ours. */
const IS_CHECK = /^(?:AVD-)?DS-?\d+/i;

/** `.trivyignore`: an id a line, `exp:2026-12-31` behind it. */
export const trivyIgnore: ForeignConfig = {
  names: ['.trivyignore'],
  layer(text) {
    const rules = text.split(/\r?\n/).flatMap((line) => {
      const [id = '', ...rest] = line.replace(/#.*/, '').trim().split(/\s+/);
      const until = rest.find((part) => part.startsWith('exp:'))?.slice(4);
      return !IS_CHECK.test(id) || (until !== undefined && isOver(until))
        ? []
        : [{ id, level: 'off' as const }];
    });
    return { ...NO_LAYER, rules };
  },
};

/** `.trivyignore.yaml`: `misconfigurations`, each with an id, perhaps paths and a last day. */
export const trivyIgnoreYaml: ForeignConfig = {
  names: ['.trivyignore.yaml', '.trivyignore.yml'],
  layer(text, folder) {
    const { misconfigurations } = plainYaml(text);
    const items = (Array.isArray(misconfigurations) ? misconfigurations : [])
      .filter(isMapping)
      .filter(
        ({ expired_at: until }) =>
          until === undefined ||
          !isOver(until instanceof Date ? until.toISOString() : (textsIn(until)[0] ?? '')),
      );
    const offOf = (item: Readonly<Record<string, unknown>>) =>
      textsIn(item['id']).map((id) => ({ id, level: 'off' as const }));
    return {
      ...NO_LAYER,
      rules: items.filter(({ paths }) => paths === undefined).flatMap(offOf),
      overrides: items
        .filter(({ paths }) => paths !== undefined)
        .map((item) => ({ matches: matcherOf(folder, textsIn(item['paths'])), rules: offOf(item) })),
    };
  },
};

/** `scan.skip-files` and `scan.skip-dirs` of `trivy.yaml`. */
export const trivy: ForeignConfig = {
  names: ['trivy.yaml', 'trivy.yml'],
  layer(text, folder) {
    const { scan } = plainYaml(text);
    const skipped = isMapping(scan) ? [...textsIn(scan['skip-files']), ...textsIn(scan['skip-dirs'])] : [];
    return { ...NO_LAYER, ignores: [matcherOf(folder, skipped)] };
  },
};
