import { defineRule } from '../lint/index.ts';

export const composeObsoleteVersion = defineRule({
  id: 'compose-obsolete-version',
  title: 'No version key',
  why: 'Compose ignores `version` since 2020 and warns of it at every start. It no longer says which keys a file may have, and misleads readers about that.',
  remedy: 'Take the line out.',
  category: 'compose',
  appliesTo: 'compose',
  severity: 'info',
  since: '0.2.0',
  fix: 'safe',
  weight: 0,
  aliases: { dclint: ['no-version-field'] },
  links: [
    'https://docs.docker.com/reference/compose-file/version-and-name/#version-top-level-element-obsolete',
  ],

  compose(file, { report }) {
    if (!Object.hasOwn(file.root, 'version')) return;
    report({
      at: file.at('version'),
      message:
        '`version` has no effect: Compose ignores it and warns of it at every start. Take the line out.',
      fix: () => file.yaml.deleteEdits(['version']),
    });
  },

  invalid: [
    {
      text: "version: '3.8'\nservices:\n  web:\n    image: nginx:1.29\n",
      lines: [1],
      fixed: 'services:\n  web:\n    image: nginx:1.29\n',
    },
    {
      text: '# shop\nversion: "2"\r\n\r\nservices:\r\n  web:\r\n    image: nginx:1.29\r\n',
      lines: [2],
      fixed: '# shop\n\r\nservices:\r\n  web:\r\n    image: nginx:1.29\r\n',
    },
  ],
  valid: [{ text: 'services:\n  web:\n    image: nginx:1.29\n    environment:\n      version: "3"\n' }],
});
