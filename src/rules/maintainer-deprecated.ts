import { defineRule } from '../lint/index.ts';
import { quotedValue } from './pairs/quoted.ts';

const LABEL = 'org.opencontainers.image.authors';

export const maintainerDeprecated = defineRule({
  id: 'maintainer-deprecated',
  title: 'A label instead of MAINTAINER',
  why: 'MAINTAINER has been deprecated since Docker 1.13. A label can be read with the others, and tools know the one of the OCI specification.',
  remedy: `Write \`LABEL ${LABEL}="…"\`.`,
  category: 'syntax',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: 'safe',
  weight: 0,
  aliases: {
    hadolint: ['DL4000'],
    buildkit: ['MaintainerDeprecated'],
    trivy: ['DS-0022'],
    kics: ['99614418-f82b-4852-a9ae-5051402b741c'],
    checkov: ['CKV_DOCKER_6'],
  },
  links: [
    'https://docs.docker.com/reference/build-checks/maintainer-deprecated/',
    'https://github.com/opencontainers/image-spec/blob/main/annotations.md',
  ],

  instructions: {
    MAINTAINER(instruction, { report }) {
      const { node, place } = instruction;
      if (place.isTrigger) return;
      report({
        at: instruction.inFirstLine(instruction.at),
        message: `MAINTAINER is deprecated: tell the author with the label \`${LABEL}\`.`,
        fix: () =>
          node.argument === '' || place.source.slice(node.range.start, node.range.end).includes('\n')
            ? null
            : [
                { range: node.keywordRange, text: 'LABEL' },
                { range: node.argumentRange, text: `${LABEL}=${quotedValue(node.argument, node.escape)}` },
              ],
      });
    },
  },

  invalid: [
    {
      text: 'FROM debian:13\nMAINTAINER Jo Do <jo@example.org>\n',
      lines: [2],
      fixed: `FROM debian:13\nLABEL ${LABEL}="Jo Do <jo@example.org>"\n`,
    },
    {
      text: 'FROM debian:13\nMAINTAINER "Jo $Do"\n',
      lines: [2],
      fixed: `FROM debian:13\nLABEL ${LABEL}="Jo \\$Do"\n`,
    },
  ],
  valid: [{ text: `FROM debian:13\nLABEL maintainer="jo@example.org"\n` }],
});
