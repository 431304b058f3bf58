import { defineRule } from '../lint/index.ts';
import { labelsOf, removeLabel } from './labels/stage-labels.ts';

const LABEL = 'org.opencontainers.image.base.digest';

export const staleBaseLabel = defineRule({
  id: 'stale-base-label',
  title: 'The base digest label tells the real base',
  why: 'Tools use `org.opencontainers.image.base.digest` to see whether the base has an update. A digest that FROM does not pin is wrong as soon as the tag moves.',
  remedy: 'Pin the base by the same digest, or leave the label out.',
  category: 'metadata',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: 'safe',
  weight: 0,
  aliases: { tally: ['tally/labels/no-stale-base-digest'] },
  links: ['https://github.com/opencontainers/image-spec/blob/main/annotations.md'],

  stage(stage, { report }) {
    if (!stage.ships) return;
    for (const label of labelsOf(stage)) {
      const base = stage.rootBase;
      const said = label.raw === null ? null : label.instruction.valueOf(label.raw);
      if (label.name !== LABEL || said === null || said === '' || base === null || base.text === null)
        continue;
      const digest = base.reference?.digest ?? null;
      if (digest === said) continue;
      report({
        at: label.range,
        message:
          digest === null
            ? `FROM pins no digest, so this one is only that of the base at one time; pin the base or leave the label out.`
            : 'FROM pins another digest than this label tells.',
        fix: () => {
          const { valueRange } = label;
          if (digest === null) return removeLabel(label);
          return valueRange === null ? null : [{ range: valueRange, text: digest }];
        },
      });
    }
  },

  invalid: [
    {
      text: `FROM debian:13\nLABEL ${LABEL}=sha256:${'1'.repeat(64)}\nRUN true\n`,
      lines: [2],
      fixed: 'FROM debian:13\nRUN true\n',
    },
    {
      text: `FROM debian:13@sha256:${'1'.repeat(64)}\nLABEL ${LABEL}="sha256:${'2'.repeat(64)}"\n`,
      lines: [2],
      fixed: `FROM debian:13@sha256:${'1'.repeat(64)}\nLABEL ${LABEL}=sha256:${'1'.repeat(64)}\n`,
    },
  ],
  valid: [
    { text: `FROM debian:13@sha256:${'1'.repeat(64)}\nLABEL ${LABEL}=sha256:${'1'.repeat(64)}\n` },
    { text: `FROM debian:13\nARG DIGEST\nLABEL ${LABEL}=$DIGEST\n` },
  ],
});
