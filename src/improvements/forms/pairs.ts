import { is } from '../../model/stages.ts';
import {
  envPairs,
  parseDockerfile,
  replaceInstruction,
  type DockerfileTree,
  type Instruction,
} from '../../syntax/dockerfile/index.ts';
import { applyEdits, type Edit } from '../../syntax/text.ts';
import type { Form } from './form.ts';

/** BuildKit's LegacyKeyValueFormat: `ENV name value` → `ENV name=value`. */
export const legacyPairs: Form = {
  evidence: '`ENV name value` and `LABEL name value` are the old form of `name=value`',
  edits: (tree) => tree.instructions.flatMap((one) => withEquals(tree, one)),
};

function withEquals(tree: DockerfileTree, one: Instruction): Edit[] {
  const [name, value] = one.words;
  if (!is(one, 'ENV', 'LABEL') || name === undefined || value === undefined) return [];
  // `LABEL a = b` has the value `= b`: to write that on would cement what was a slip
  if (name.raw.includes('=') || value.raw.startsWith('=') || one.words.length > 2) return [];
  const range = { start: name.range.start, end: value.range.end };
  const [before] = envPairs(one);
  for (const text of spellings(value.raw, tree.escape)) {
    const edit = { range, text: `${name.raw}=${text}` };
    const index = tree.instructions.indexOf(one);
    const after = envPairs(parseDockerfile(applyEdits(tree.source, [edit])).instructions[index] ?? one);
    if (after.length === 1 && after[0]?.name === before?.name && after[0]?.value === before?.value)
      return [edit];
  }
  return [];
}

/** As it is, in quotes, or with every blank escaped: the first that comes to the same value is taken. */
function spellings(raw: string, escape: string): string[] {
  const quoted = /["\\`]/.test(raw) ? [] : [`"${raw}"`];
  return [raw, ...quoted, raw.replaceAll(/[ \t]/g, (blank) => escape + blank)];
}

/** BuildKit's MaintainerDeprecated. */
export const maintainer: Form = {
  evidence: 'MAINTAINER is deprecated; the OCI label for it is org.opencontainers.image.authors',
  edits: (tree) =>
    tree.instructions
      .filter((one) => is(one, 'MAINTAINER') && one.argument !== '')
      .flatMap((one) =>
        replaceInstruction(tree, one, `LABEL ${AUTHORS}=${quoted(one.argument, tree.escape)}`),
      ),
};

const AUTHORS = 'org.opencontainers.image.authors';

/** A text as a value of LABEL: no variable in it may come to life, as none did in MAINTAINER. */
export function quoted(text: string, escape: string): string {
  const plain = /^"([^"]*)"$/.exec(text)?.[1] ?? text;
  const chars = Array.from(plain, (char) => (['"', '$', escape].includes(char) ? escape + char : char));
  return `"${chars.join('')}"`;
}
