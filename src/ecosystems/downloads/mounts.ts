import { addFlag, type DockerfileTree, type Flag, type Instruction } from '../../syntax/dockerfile/index.ts';
import { dominantEol, type Edit } from '../../syntax/text.ts';

/** A cache mount of a RUN: its folder and its other options as written. */
export interface CacheMount {
  target: string;
  flag: Flag;
}

export function cacheMounts({ flags }: Instruction): CacheMount[] {
  return flags.flatMap((flag) => {
    if (flag.name !== 'mount' || flag.value === null) return [];
    const options = new Map(
      flag.value.split(',').map((option) => {
        const [key = '', ...rest] = option.split('=');
        return [key.trim().toLowerCase(), rest.join('=')] as const;
      }),
    );
    const target = options.get('target') ?? options.get('dst') ?? options.get('destination');
    return options.get('type') === 'cache' && target !== undefined
      ? [{ target: target.replace(/(.)\/+$/, '$1'), flag }]
      : [];
  });
}

export const isWithin = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(`${folder}/`);

/** Puts mounts behind the flags of a RUN, each on a line of its own, and the command on the next. */
export function addMounts(tree: DockerfileTree, instruction: Instruction, mounts: readonly string[]): Edit[] {
  // a here-document is told by its first line
  if (instruction.heredocs.length > 0) return mounts.flatMap((mount) => addFlag(instruction, 'mount', mount));
  const { source, escape } = tree;
  const start = (instruction.flags.at(-1)?.range ?? instruction.keywordRange).end;
  const newLine = ` ${escape}${dominantEol(source)}    `;
  const flags = ` ${mounts.map((mount) => `--mount=${mount}`).join(newLine)}`;
  const blanks = /^[ \t]*/.exec(source.slice(start))?.[0].length ?? 0;
  const continues = /^[\\`][ \t]*\r?\n/.test(source.slice(start + blanks));
  return continues
    ? [{ range: { start, end: start }, text: flags }]
    : [{ range: { start, end: start + blanks }, text: flags + newLine }];
}

/** A frontend from before cache mounts: they came with 1.2, and before that in the experimental channel. */
export function frontendHasMounts({ directives }: DockerfileTree): boolean {
  const syntax = directives.find(({ name }) => name === 'syntax')?.value ?? '';
  return !/:(v?0\.|1\.[01](\.\d+)?$)/.test(syntax);
}
