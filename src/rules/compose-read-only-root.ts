import { defineRule } from '../lint/index.ts';

export const composeReadOnlyRoot = defineRule({
  id: 'compose-read-only-root',
  title: 'A read-only root file system',
  why: 'Who gets into a container wants to put down a program or change one. On a read-only root that fails, and what a program writes is known: it stands in `volumes` and `tmpfs`.',
  remedy:
    'Set `read_only: true`, with a `tmpfs` or a volume at the paths that the program writes; `improve` finds them out.',
  category: 'security',
  appliesTo: 'compose',
  severity: 'info',
  since: '0.2.0',
  // what it writes shows only when it runs
  fix: null,
  weight: 2,
  aliases: { cis: ['5.13'] },
  links: ['https://docs.docker.com/reference/compose-file/services/#read_only'],

  service(service, { report }) {
    const { read_only: readOnly } = service.value;
    const isOff = String(readOnly) === 'false' && Object.hasOwn(service.own, 'read_only');
    if (!isOff && (!service.isWhole || service.has('read_only'))) return;
    report({
      at: service.at('read_only'),
      message: `\`${service.name}\` can write everywhere in its container: set \`read_only: true\`, with \`tmpfs\` or volumes where it has to write.`,
    });
  },

  invalid: [
    { text: 'services:\n  web:\n    image: nginx:1.29\n', lines: [2] },
    { text: 'services:\n  web:\n    image: nginx:1.29\n    read_only: false\n', lines: [4] },
  ],
  valid: [
    { text: 'services:\n  web:\n    image: nginx:1.29\n    read_only: true\n    tmpfs: [/tmp]\n' },
    { text: 'services:\n  web:\n    image: nginx:1.29\n    read_only: ${READ_ONLY}\n' },
  ],
});
