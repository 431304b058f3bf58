// docs/changes.md: the changes, in order.
import { fence } from './text.mjs';

const CLASS = {
  safe: '`safe`: cannot alter what the container does',
  'needs-proof': '`needs-proof`: taken only after the result was built and run',
};

export function changesPage(improvements) {
  const sections = improvements.map(({ id, title, why, class: kind, rungs, examples }) => {
    const example = examples.find(({ after }) => Object.keys(after).length > 0);
    return [
      `## ${id}`,
      `**${title}.** ${why}`,
      `${CLASS[kind]}. Rungs: ${rungs.map((rung) => `\`${rung}\``).join(' → ')} → left out.`,
      ...(example === undefined ? [] : shown(example)),
    ].join('\n\n');
  });
  return `# The changes, in the order in which they are made

Made from the code by \`npm run docs\`; each section is one file in \`src/improvements/\`, its examples are that file's tests.

${sections.join('\n\n')}
`;
}

function shown({ name, before, after }) {
  const changed = Object.keys(after);
  return [
    `For example, ${name}:`,
    ...changed.flatMap((path) => [
      ...(before[path] === undefined ? [] : [`\`${path}\` before`, fence(before[path])]),
      `\`${path}\` after`,
      fence(after[path]),
    ]),
  ];
}
