import { isMapping, type Mapping } from '../../model/compose-values.ts';
import type { RuleSetting, Severity } from '../../lint/index.ts';
import type { ForeignConfig } from './foreign.ts';
import type { FailOn } from '../../model/check-result.ts';
import { NO_LAYER } from './layer.ts';
import { plainYaml, textsIn } from './plain-yaml.ts';

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info', 'style'];

/** `.hadolint.yaml` as hadolint's README describes it. */
export const hadolint: ForeignConfig = {
  names: ['.hadolint.yaml', '.hadolint.yml'],
  layer(text) {
    const config = plainYaml(text);
    return {
      ...NO_LAYER,
      failOn: failOnOf(config),
      rules: [
        ...labelSettings(config),
        ...registrySettings(config),
        ...overrides(config),
        ...ignored(config),
      ],
      unheeded: config['disable-ignore-pragma'] === true ? ['hadolint'] : [],
    };
  },
};

const ignored = (config: Mapping): RuleSetting[] =>
  textsIn(config['ignored']).map((id) => ({ id, level: 'off' }));

function overrides({ override }: Mapping): RuleSetting[] {
  if (!isMapping(override)) return [];
  return SEVERITIES.flatMap((level) => textsIn(override[level]).map((id) => ({ id, level })));
}

function failOnOf(config: Mapping): FailOn | null {
  if (config['no-fail'] === true) return 'never';
  const threshold = textsIn(config['failure-threshold'])[0]?.toLowerCase() ?? '';
  if (['ignore', 'none'].includes(threshold)) return 'never';
  return SEVERITIES.find((one) => one === threshold) ?? null;
}

function registrySettings(config: Mapping): RuleSetting[] {
  const registries = textsIn(config['trustedRegistries']);
  if (registries.length === 0) return [];
  return [{ id: 'allowed-registries', level: 'on', options: { registries } }];
}

/** The schema asks for each of its labels, says what their values look like, and if strict forbids all others. */
function labelSettings(config: Mapping): RuleSetting[] {
  const schema = isMapping(config['label-schema']) ? config['label-schema'] : {};
  const types = Object.fromEntries(
    Object.entries(schema).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
  if (Object.keys(types).length === 0) return [];
  const options = { labels: types };
  return [
    { id: 'required-label', level: 'on', options },
    { id: 'label-value-format', level: 'on', options },
    ...(config['strict-labels'] === true ? [{ id: 'unexpected-label', level: 'on' as const, options }] : []),
  ];
}
