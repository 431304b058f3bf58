import { defineRule } from '../lint/index.ts';

export const composeBuildAndImage = defineRule({
  id: 'compose-build-and-image',
  title: 'Either build or image',
  why: 'With both, `image` names what is built. Who reads the file may take it for the image that runs, and `docker compose pull` looks for it in a registry; a `pull_policy` says which is meant.',
  remedy: 'Leave one of them out, or say with `pull_policy: build` that the image is built here.',
  category: 'compose',
  appliesTo: 'compose',
  severity: 'info',
  since: '0.2.0',
  fix: null,
  weight: 0,
  aliases: { dclint: ['no-build-and-image'] },
  // legal and common: it names the built image
  recommended: false,
  links: ['https://docs.docker.com/reference/compose-file/build/#using-build-and-image'],

  service(service, { report }) {
    const { own } = service;
    if (!Object.hasOwn(own, 'build') || !Object.hasOwn(own, 'image') || Object.hasOwn(own, 'pull_policy'))
      return;
    report({
      at: service.at('build'),
      message: `\`${service.name}\` is built and names an image too: nothing says whether that image is pulled or built. Leave one of them out, or set \`pull_policy\`.`,
    });
  },

  invalid: [{ text: 'services:\n  web:\n    image: shop/web:1.0\n    build: .\n', lines: [4] }],
  valid: [
    { text: 'services:\n  web:\n    image: shop/web:1.0\n    build: .\n    pull_policy: build\n' },
    { text: 'services:\n  web:\n    build: .\n  db:\n    image: postgres:17\n' },
  ],
});
