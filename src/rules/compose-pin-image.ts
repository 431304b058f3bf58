import { textOf } from '../model/compose-values.ts';
import { defineRule, expanded, textsOption } from '../lint/index.ts';

export const composePinImage = defineRule({
  id: 'compose-pin-image',
  title: 'Images with the tag of a release',
  why: 'Without a tag, and with one that moves such as `latest`, the same file runs another program tomorrow: a database comes up in a version that cannot read its old data, and a colleague has another one than the server.',
  remedy: 'Write the tag of the release that runs now, such as `postgres:17.6`.',
  category: 'compose',
  appliesTo: 'compose',
  severity: 'warning',
  since: '0.2.0',
  // which release it is now, only the registry knows
  fix: null,
  weight: 0,
  aliases: { dclint: ['service-image-require-explicit-tag'] },
  variants: {
    untagged: { aliases: { dclint: ['service-image-require-explicit-tag'] } },
    moving: { aliases: { dclint: ['service-image-require-explicit-tag'] } },
    // what is built here has the tag that one gives it, and a variable's value is not known
    other: { aliases: { dclint: ['service-image-require-explicit-tag'] }, recommended: false },
  },
  options: {
    movingTags: textsOption(
      ['latest', 'stable', 'edge', 'test', 'nightly', 'dev', 'beta', 'canary', 'lts'],
      'tags that name no release',
    ),
  },
  links: ['https://docs.docker.com/reference/compose-file/services/#image'],

  service(service, { report, options }) {
    const written = textOf(service.own['image']);
    if (written === null) return;
    const image = expanded(written);
    const known = service.has('build') ? null : image;
    const tag = tagOf(known ?? written);
    if (tag !== null && !options.movingTags.includes(tag)) return;
    const variant = known === null ? 'other' : tag === null ? 'untagged' : 'moving';
    const what = tag === null ? 'no tag, which means `latest`' : `the tag \`${tag}\`, which moves`;
    report({
      at: service.valueAt('image'),
      variant,
      message: `The image \`${written}\` of \`${service.name}\` has ${what}: the next pull may bring another version. Write the tag of the release that you run.`,
    });
  },

  invalid: [
    {
      text: 'services:\n  db:\n    image: postgres\n  cache:\n    image: my.registry:5000/redis:latest\n',
      lines: [3, 5],
      variants: ['untagged', 'moving'],
    },
    { text: 'services:\n  db:\n    image: ${IMAGE:-postgres:latest}\n', lines: [3], variants: ['moving'] },
    {
      text: 'services:\n  web:\n    build: .\n    image: shop/web\n  other:\n    image: ${IMAGE}\n',
      lines: [4, 6],
      variants: ['other', 'other'],
    },
  ],
  valid: [
    { text: 'services:\n  db:\n    image: postgres:17.6\n  cache:\n    image: redis:${REDIS:-8.2}\n' },
    {
      text: 'services:\n  db:\n    image: postgres@sha256:4f9e2d0a5bd6a3a3f3e0c1d7f2b8a9c6e5d4b3a2f1e0d9c8b7a6f5e4d3c2b1a0\n',
    },
    { text: 'services:\n  web:\n    build: .\n' },
  ],
});

/** What follows the colon of the name's last part: a tag, or the hash of a digest; null when there is nothing. */
function tagOf(image: string): string | null {
  const last = image.slice(image.lastIndexOf('/') + 1);
  const colon = last.indexOf(':');
  return colon < 0 ? null : last.slice(colon + 1).split(':')[0] || null;
}
