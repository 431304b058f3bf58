import { defineRule, mapOption } from '../lint/index.ts';
import { envPairs } from '../syntax/dockerfile/index.ts';
import { FORMATS, formatNamed, OCI_FORMATS } from './labels/formats.ts';

export const labelValueFormat = defineRule({
  id: 'label-value-format',
  title: 'Labels hold what they are declared to hold',
  why: 'Registries and scanners read labels by machine: a time that is none or a licence without its SPDX name is dropped or shown wrongly.',
  remedy: 'Write the value in its form, or pass it in by a build argument that the build system fills.',
  category: 'metadata',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: null,
  weight: 0,
  aliases: { hadolint: ['DL3051', 'DL3052', 'DL3053', 'DL3054', 'DL3055', 'DL3056', 'DL3058'] },
  variants: {
    empty: { aliases: { hadolint: ['DL3051'] } },
    url: { aliases: { hadolint: ['DL3052'] } },
    time: { aliases: { hadolint: ['DL3053'] } },
    spdx: { aliases: { hadolint: ['DL3054'] } },
    'git-hash': { aliases: { hadolint: ['DL3055'] } },
    semver: { aliases: { hadolint: ['DL3056'] } },
    email: { aliases: { hadolint: ['DL3058'] } },
    // the labels of the OCI specification, without any declaration
    oci: { aliases: {}, severity: 'info' },
  },
  options: {
    labels: mapOption({}, 'Labels and what they hold: text, url, rfc3339, spdx, hash, semver or email'),
  },
  links: [
    'https://github.com/opencontainers/image-spec/blob/main/annotations.md',
    'https://spdx.org/licenses/',
  ],

  instructions: {
    LABEL(instruction, { options: { labels }, report }) {
      for (const { name, value, raw, valueRange, nameRange } of envPairs(instruction.node)) {
        const declared = Object.hasOwn(labels, name) ? formatNamed(labels[name] ?? '') : null;
        const format = declared ?? (Object.hasOwn(OCI_FORMATS, name) ? (OCI_FORMATS[name] ?? null) : null);
        // what a variable brings is known when the image is built
        if (format === null || value === null || raw === null || /\$[\w{]/.test(raw)) continue;
        const { holds, what, branch } = FORMATS[format];
        if (holds(value) || (declared === null && value === '')) continue;
        report({
          at: valueRange ?? nameRange,
          variant: declared === null ? 'oci' : branch,
          message: `The label \`${name}\` should hold ${what}.`,
        });
      }
    },
  },

  invalid: [
    {
      text: 'FROM debian:13\nLABEL a="" b=c d=e f="none" g=1.2 h=1.0\nLABEL i=j\n',
      options: {
        labels: { a: 'text', b: 'url', d: 'rfc3339', f: 'spdx', g: 'hash', h: 'semver', i: 'email' },
      },
      lines: [2, 2, 2, 2, 2, 2, 3],
      variants: ['empty', 'url', 'time', 'spdx', 'git-hash', 'semver', 'email'],
    },
    {
      text: 'FROM debian:13\nLABEL org.opencontainers.image.licenses="Apache 2.0"\n',
      lines: [2],
      variants: ['oci'],
    },
  ],
  valid: [
    {
      text: 'FROM debian:13\nLABEL a=b b=http://x.dev d=2021-03-10T10:26:33.564595127+01:00 f="MIT OR (Apache-2.0 AND GPL-2.0+)" g=2dbfae9 h=2.0.1-rc1 i=a@x.dev other=""\n',
      options: {
        labels: { a: 'text', b: 'url', d: 'rfc3339', f: 'spdx', g: 'hash', h: 'semver', i: 'email' },
      },
    },
    { text: 'FROM debian:13\nARG BUILT\nLABEL org.opencontainers.image.created=$BUILT\n' },
  ],
});
