import { defineRule, type Command, type RuleContext } from '../lint/index.ts';
import { replaceInstruction } from '../syntax/dockerfile/index.ts';

export const changeShellWithShell = defineRule({
  id: 'change-shell-with-shell',
  title: 'The shell is changed with SHELL',
  why: 'Putting another program in the place of `/bin/sh` changes every script of the distribution that relies on it, and nobody who reads the later steps sees which shell runs them.',
  remedy: 'Write `SHELL ["/bin/bash", "-c"]` before the steps that need it, and leave `/bin/sh` as it is.',
  category: 'syntax',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: { hadolint: ['DL4005'], kics: ['8a301064-c291-4b20-adcb-403fe7fd95fd'] },
  links: ['https://docs.docker.com/reference/dockerfile/#shell'],

  commands: { ln: look, mv: look, cp: look },

  invalid: [
    {
      text: 'FROM debian:13\nRUN ln -sfv /bin/bash /bin/sh\n',
      lines: [2],
      fixed: 'FROM debian:13\nSHELL ["/bin/bash", "-c"]\n',
    },
    {
      text: 'FROM debian:13\nRUN rm /bin/sh && ln -s /bin/bash /bin/sh\n',
      lines: [2],
      fixed: 'FROM debian:13\nSHELL ["/bin/bash", "-c"]\n',
    },
    { text: 'FROM debian:13\nRUN apt-get update && \\\n    ln -sf bash /bin/sh && make\n', lines: [3] },
  ],
  valid: [
    { text: 'FROM debian:13\nRUN ln -sf /bin/true /sbin/initctl && something /bin/sh\n' },
    { text: 'FROM debian:13\nRUN ln -s /bin/sh /usr/local/bin/posix-sh\n' },
    { text: 'FROM debian:13\nSHELL ["/bin/bash", "-c"]\n' },
  ],
});

function look({ args, shell, instruction, script }: Command, { report }: RuleContext): void {
  const operands = args.filter(({ raw }) => !raw.startsWith('-'));
  const target = operands.at(-1);
  if (operands.length < 2 || !/^(?:\/usr)?\/bin\/sh$/.test(target?.value ?? '')) return;
  const program = operands[0]?.value ?? null;
  report({
    at: shell.range,
    message: `This puts ${program === null ? 'another program' : `\`${program}\``} in the place of \`/bin/sh\` for all scripts of the image; name the shell of the steps that follow with SHELL.`,
    fix: () => {
      const { list, commands } = script;
      const others = commands.filter((one) => one !== shell && !isRemoval(one));
      if (program === null || list.length !== commands.length || others.length > 0) return null;
      const path = program.startsWith('/') ? program : `/bin/${program}`;
      if (!/\/(?:ba|da|a|z|k)sh$/.test(path) || instruction.place.isTrigger) return null;
      return replaceInstruction(instruction.place.tree, instruction.node, `SHELL ["${path}", "-c"]`);
    },
  });
}

/** `rm /bin/sh` before the link is made. */
const isRemoval = ({ name, words }: Command['shell']): boolean =>
  name === 'rm' && /^(?:\/usr)?\/bin\/sh$/.test(words.at(-1)?.value ?? '');
