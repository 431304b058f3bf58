import { defineRule } from '../lint/index.ts';

export const composeProjectName = defineRule({
  id: 'compose-project-name',
  title: 'The project has a name',
  why: 'Without `name` the folder decides what containers, networks and volumes are called: a checkout under another name starts a second project with empty volumes.',
  remedy: 'Write the name that it has now as the first key: the name of the folder in lower case.',
  category: 'compose',
  appliesTo: 'compose',
  severity: 'style',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: { dclint: ['require-project-name-field'] },
  links: ['https://docs.docker.com/reference/compose-file/version-and-name/#name-top-level-element'],

  compose(file, { report }) {
    if (Object.hasOwn(file.root, 'name') || file.isOverride || Object.keys(file.root).length === 0) return;
    const name = projectName(file.path);
    report({
      at: { start: 0, end: 0 },
      message: `The project has no name, so that its folder decides${name === null ? '' : ` (\`${name}\`)`}: under another name its volumes are new and empty. Write it as \`name\`.`,
      fix: () => {
        const [first] = Object.keys(file.root);
        const at = first === undefined ? null : file.yaml.rangeOf([first])?.key?.start;
        if (
          name === null ||
          at === undefined ||
          at === null ||
          !/(?:^|\n)\uFEFF?$/.test(file.source.slice(0, at))
        )
          return null;
        const eol = file.source.includes('\r\n') ? '\r\n' : '\n';
        return [{ range: { start: at, end: at }, text: `name: ${name}${eol}` }];
      },
    });
  },

  invalid: [
    {
      path: 'My-Shop/compose.yaml',
      text: '# the shop\nservices:\n  web:\n    image: nginx:1.29\n',
      lines: [1],
      fixed: '# the shop\nname: my-shop\nservices:\n  web:\n    image: nginx:1.29\n',
    },
    { text: 'services:\n  web:\n    image: nginx:1.29\n', lines: [1] },
  ],
  valid: [{ text: 'name: shop\nservices:\n  web:\n    image: nginx:1.29\n' }],
});

/** As Compose makes it of the folder's name; null where the folder is not known. */
function projectName(path: string): string | null {
  const folder = path.split('/').at(-2) ?? '';
  const name = folder
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '');
  return name === '' ? null : name;
}
