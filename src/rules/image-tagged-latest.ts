import { defineRule } from '../lint/index.ts';
import { parseReference } from '../model/image-reference/index.ts';

export const imageTaggedLatest = defineRule({
  id: 'image-tagged-latest',
  title: 'The built image has a tag that says which one it is',
  why: '`latest` is only the tag that is taken when none is given: it does not say what is in the image, it names another one after each build, and there is no way back to the one before.',
  remedy: 'Give each build a tag of its own, such as its version or commit: `docker build -t app:1.4.2 .`.',
  category: 'metadata',
  appliesTo: 'image',
  severity: 'info',
  since: '0.2.0',
  fix: null,
  weight: 0,
  aliases: { dockle: ['DKL-DI-0006'] },
  links: ['https://docs.docker.com/reference/cli/docker/image/tag/'],

  image({ at, contents: { reference, isId } }, { report }) {
    const named = isId ? null : parseReference(reference);
    if (named === null || named.digest !== null || (named.tag !== null && named.tag !== 'latest')) return;
    report({
      at,
      message: `\`${reference}\` ${named.tag === null ? 'has no tag, which means `latest`' : 'is tagged `latest`'}: it names another image after the next build. Give it a tag of its own.`,
    });
  },

  invalid: [
    { text: 'an image named app:latest', image: { reference: 'app:latest' }, lines: [1] },
    { text: 'an image without a tag', image: { reference: 'registry.example:5000/app' }, lines: [1] },
  ],
  valid: [
    { text: 'an image named app:1.4.2', image: { reference: 'app:1.4.2' } },
    { text: 'an image named by its id', image: { reference: '5cc4d091d62f', isId: true } },
  ],
});
