import type { CommandNode, WordPartNode } from '../../syntax/shell/index.ts';
import { defineShellCheck, once, run } from './check.ts';
import { literalOf, nameOf, optionsOf, partsOf, wordsOf } from './words.ts';

/** Pipes with a step too many, or one that breaks on unusual file names. */
export const pipes = defineShellCheck({
  faults: {
    'useless-cat': { codes: ['SC2002'], severity: 'style' },
    'find-xargs': { codes: ['SC2038'], severity: 'warning', recommended: false },
    'ls-grep': { codes: ['SC2010'], severity: 'warning', recommended: false },
  },

  visits: {
    Pipeline(node, { report }) {
      const commands = node.commands.map((one) => (one.type === 'Command' ? one : null));
      const [first] = commands;
      if (commands.length > 1 && first != null && isPlainCat(first))
        report({
          id: 'useless-cat',
          at: first,
          message: `\`cat\` only hands the file on, and its failure is lost in the pipe; let the next command read \`${wordsOf(first)[0]?.text ?? 'the file'}\` itself (\`< file\`).`,
        });
      for (const [index, command] of commands.entries()) {
        const next = commands[index + 1];
        if (command == null || next == null) continue;
        if (nameOf(command) === 'find' && nameOf(next) === 'xargs' && breaksOnBlanks(command, next))
          report({
            id: 'find-xargs',
            at: command,
            message:
              '`xargs` splits file names at blanks and quotes; use `-print0` with `xargs -0`, or `-exec … +`.',
          });
        if (nameOf(command) === 'ls' && /^(?:e|f)?grep$/.test(nameOf(next) ?? ''))
          report({
            id: 'ls-grep',
            at: command,
            message: 'What `ls` prints is made for people; use a pattern, or `find`.',
          });
      }
    },
  },

  invalid: [
    once('useless-cat', 'cat /tmp/keys | gpg --import'),
    once('find-xargs', 'find / -name "*.a" | xargs rm'),
    once('ls-grep', 'ls /tmp | grep tgz'),
  ],
  valid: [
    { text: run('gpg --import < /tmp/keys') },
    {
      text: run('cat a b | sort && cat ./*.x | sort && find / -print0 | xargs -0 rm && find / -exec rm {} +'),
    },
  ],
});

function isPlainCat(command: CommandNode): boolean {
  const [file, ...others] = wordsOf(command);
  if (nameOf(command) !== 'cat' || file === undefined || others.length > 0 || command.redirects.length > 0)
    return false;
  return (
    !file.text.startsWith('-') &&
    partsOf(file).every(
      (part) =>
        part.type !== 'Glob' &&
        part.type !== 'BraceExpansion' &&
        part.type !== 'ExtendedGlob' &&
        !isMany(part),
    )
  );
}

/** Without quotes it may be several files, which cat joins. */
const isMany = ({ type }: WordPartNode): boolean =>
  type === 'SimpleExpansion' || type === 'CommandExpansion' || type === 'ParameterExpansion';

function breaksOnBlanks(find: CommandNode, xargs: CommandNode): boolean {
  const { letters, long } = optionsOf(xargs);
  if (
    letters.includes('0') ||
    letters.includes('d') ||
    long.includes('--null') ||
    long.includes('--delimiter')
  )
    return false;
  return !wordsOf(find).some((word) => /^-(?:print0|printf)/.test(literalOf(word) ?? ''));
}
