import { defineRule } from '../lint/index.ts';
import type { DockerfileTree, Instruction } from '../syntax/dockerfile/index.ts';

export const definitionDescription = defineRule({
  id: 'definition-description',
  title: 'Comments above ARG and FROM that describe them',
  why: '`docker build --call=outline` shows the comment above an ARG or a stage as its description, if it begins with the name. One that does not is lost there.',
  remedy: 'Begin the comment with the name, or put an empty comment line between.',
  category: 'style',
  appliesTo: 'dockerfile',
  severity: 'style',
  since: '0.2.0',
  fix: 'safe',
  weight: 0,
  aliases: { buildkit: ['InvalidDefinitionDescription'] },
  links: ['https://docs.docker.com/reference/build-checks/invalid-definition-description/'],

  dockerfile({ tree, instructions }, { report }) {
    const facts = new Map(instructions.map((one) => [one.node, one]));
    for (const { node, comment, text, isIndented } of withComments(tree)) {
      const names = namesOf(node);
      const [name] = names;
      const one = facts.get(node);
      if (name === undefined || one === undefined || names.includes(text.split(' ')[0] ?? '')) continue;
      report({
        at: one.inFirstLine(one.at),
        message: `The comment above describes nothing: to be shown as a description it has to begin with ${names.length === 1 ? `\`${name}\`` : 'one of the names'}.`,
        // of an indented comment BuildKit reads the # too: no name can come first
        fix: () =>
          isIndented ? null : [{ range: { start: comment + 1, end: comment + 1 }, text: ` ${name}` }],
      });
    }
  },

  invalid: [
    {
      text: '# the version\nARG VERSION=1\nFROM debian:13\n',
      lines: [2],
      fixed: '# VERSION the version\nARG VERSION=1\nFROM debian:13\n',
    },
    {
      text: '# builds it\n\nFROM debian:13 AS build\n',
      lines: [3],
      fixed: '# build builds it\n\nFROM debian:13 AS build\n',
    },
    { text: '  # builds it\nFROM debian:13 AS build\n', lines: [2] },
  ],
  valid: [
    { text: '# VERSION of it\nARG VERSION=1\n# a base\nFROM debian:13\n' },
    { text: '# the version\n#\nARG VERSION=1\nFROM debian:13\n' },
  ],
});

interface Commented {
  node: Instruction;
  comment: number;
  text: string;
  isIndented: boolean;
}

/** The last comment line before each instruction, as BuildKit gathers them: blank lines do not end them, empty ones do. */
function withComments(tree: DockerfileTree): Commented[] {
  const found: Commented[] = [];
  let isIndented = false;
  let comment = -1;
  let text = '';
  for (const node of tree.nodes) {
    if (node.kind === 'comment') {
      const start = tree.source.lastIndexOf('\n', node.range.start - 1) + 1;
      // BuildKit takes off the line's first character, be it the # or a blank before it
      text = tree.source.slice(start + 1, node.range.end).trim();
      comment = text === '' ? -1 : node.range.start;
      isIndented = start !== node.range.start;
    } else if (node.kind === 'instruction') {
      if (comment >= 0) found.push({ node, comment, text, isIndented });
      comment = -1;
    }
  }
  return found;
}

function namesOf({ keyword, words }: Instruction): string[] {
  if (keyword === 'ARG') return words.map(({ raw }) => raw.split('=', 1)[0] ?? raw);
  const [, as, name] = words;
  return keyword === 'FROM' && as !== undefined && name !== undefined ? [name.raw.toLowerCase()] : [];
}
