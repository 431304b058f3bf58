import { defineRule, type Command, type InstructionFacts } from '../lint/index.ts';
import type { Edit } from '../syntax/text.ts';

export const copyHeredoc = defineRule({
  id: 'copy-heredoc',
  title: 'Files written by a COPY here-document',
  why: 'A file that `echo` or `cat` writes is hard to read between quotes and escapes, and starts a container. A COPY with a here-document shows it as it will be.',
  remedy: 'Write `COPY <<"EOF" /path` with the text and `EOF` behind it.',
  category: 'style',
  appliesTo: 'dockerfile',
  severity: 'style',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: { tally: ['tally/prefer-copy-heredoc'] },
  links: ['https://docs.docker.com/reference/dockerfile/#example-creating-inline-files'],

  instructions: {
    RUN(instruction, { report }) {
      const { commands, script } = instruction;
      const [first] = commands;
      if (script === null || !script.complete || first === undefined || commands.length > 20) return;
      const targets = commands.map(writtenBy);
      const [target] = targets;
      if (target === undefined || target === null || targets.some((one) => one !== target)) return;
      if (commands.some(({ shell }) => shell.depth > 0)) return;
      report({
        at: instruction.at,
        message: `This RUN only writes \`${target}\`: a COPY with a here-document shows it as it will be, without a shell's quotes.`,
        fix: () => asCopy(instruction, target),
      });
    },
  },

  invalid: [
    {
      text: "FROM debian:13\nRUN echo 'listen = 80' > /etc/app.conf\n",
      lines: [2],
      fixed: 'FROM debian:13\nCOPY <<"EOF" /etc/app.conf\nlisten = 80\nEOF\n',
    },
    { text: 'FROM debian:13\nRUN echo \'a\' > /etc/a && echo "$B" >> /etc/a\n', lines: [2] },
  ],
  valid: [
    { text: 'FROM debian:13\nRUN echo a >> /etc/environment\n' },
    { text: 'FROM debian:13\nRUN echo a > /etc/a && chmod 600 /etc/a\n' },
    { text: 'FROM debian:13\nRUN echo hello\n' },
  ],
});

/** The file that an `echo`, `printf` or `cat` writes anew or adds to; null for others. */
function writtenBy({ program, shell, args, index }: Command): string | null {
  const [redirect, ...others] = shell.redirects.filter(
    ({ operator }) => operator === '>' || operator === '>>',
  );
  if (!/^(?:echo|printf|cat)$/.test(program ?? '') || redirect === undefined || others.length > 0)
    return null;
  if (program === 'cat' && args.length > 0) return null;
  const { target, operator } = redirect;
  const startsAnew = index > 0 || operator === '>';
  return startsAnew && target?.startsWith('/') === true && !target.startsWith('/dev/') ? target : null;
}

/** Of one `echo` with words that are known, run by root: its text as a here-document. */
function asCopy({ commands, node, place }: InstructionFacts, target: string): Edit[] | null {
  const [only, ...others] = commands;
  if (only?.program !== 'echo' || others.length > 0 || place.user !== null || place.isTrigger) return null;
  if (node.flags.length > 0 || node.heredocs.length > 0 || /\s/.test(target)) return null;
  const words = only.args.map(({ value, glob }) => (glob ? null : value));
  if (words.some((word) => word === null || /[\n\\]/.test(word)) || words[0]?.startsWith('-') === true)
    return null;
  const text = words.join(' ');
  const eol = place.source.includes('\r\n') ? '\r\n' : '\n';
  // a here-document of a file with CRLF would bring its carriage returns along
  if (text === 'EOF' || eol === '\r\n') return null;
  return [{ range: node.range, text: `COPY <<"EOF" ${target}${eol}${text}${eol}EOF` }];
}
