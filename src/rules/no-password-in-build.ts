import { defineRule, hasFlag, type Command, type RuleContext } from '../lint/index.ts';

export const noPasswordInBuild = defineRule({
  id: 'no-password-in-build',
  title: 'No build step sets a password',
  why: 'A password set in a step stands in the history of the image and as a hash in every copy of it; an emptied one lets everybody in. Containers rarely need accounts that one logs in to.',
  remedy:
    'Leave accounts locked. Where a login is really needed, set the password when the container starts, from a secret.',
  category: 'secrets',
  appliesTo: 'dockerfile',
  severity: 'error',
  since: '0.2.0',
  fix: null,
  weight: 5,
  aliases: { checkov: ['CKV2_DOCKER_17'] },
  variants: {
    chpasswd: { aliases: { checkov: ['CKV2_DOCKER_17'] } },
    passwd: { aliases: {} },
  },
  links: ['https://docs.docker.com/build/building/secrets/'],

  commands: {
    chpasswd(command, context) {
      tell(command, 'chpasswd', '`chpasswd` sets a password that every copy of the image has', context);
    },
    passwd(command, context) {
      const opens = hasFlag(command, '-d', '--delete', '-u', '--unlock');
      const isFed = hasFlag(command, '--stdin') || command.shell.connector === '|';
      if (opens)
        tell(command, 'passwd', '`passwd` opens an account, so that whoever gets at it is in', context);
      else if (isFed)
        tell(command, 'passwd', '`passwd` sets a password that every copy of the image has', context);
    },
    usermod: lookAtOption,
    useradd: lookAtOption,
  },

  invalid: [
    { text: "FROM debian:13\nRUN echo 'root:root' | chpasswd\n", lines: [2], variants: ['chpasswd'] },
    {
      text: 'FROM debian:13\nRUN apt-get update && \\\n    passwd -d root\n',
      lines: [3],
      variants: ['passwd'],
    },
    {
      text: 'FROM debian:13\nRUN useradd -m -p "$(openssl passwd -1 x)" app\n',
      lines: [2],
      variants: ['passwd'],
    },
  ],
  valid: [
    {
      text: 'FROM debian:13\nRUN chgrp root /etc/passwd && passwd -l root && useradd -m app && usermod -p "!" app\n',
    },
  ],
});

function tell({ shell }: Command, variant: string, what: string, { report }: RuleContext): void {
  report({
    at: shell.range,
    variant,
    message: `${what}; leave accounts locked, or set it at the start from a secret.`,
  });
}

/** `-p` takes a hash; `!` and `*` lock the account. */
function lookAtOption(command: Command, context: RuleContext): void {
  for (const [index, { value, raw }] of command.args.entries()) {
    const joined = /^--password=(.*)$/.exec(value ?? raw)?.[1];
    const isOption = /^-[a-zA-Z]*p$|^--password$/.test(value ?? '');
    const hash = joined ?? (isOption ? (command.args[index + 1]?.value ?? '$') : null);
    if (hash === null || /^[!*]*$|^x$/.test(hash)) continue;
    tell(
      command,
      'passwd',
      `\`${command.program ?? ''} -p\` sets a password that every copy of the image has`,
      context,
    );
    return;
  }
}
