import { defineRule, type Command, type RuleContext } from '../lint/index.ts';
import type { Range } from '../syntax/text.ts';
import { isSecretName, mayBeReal, passwordsInAddresses, shapesIn } from './secrets/index.ts';

export const hardcodedSecret = defineRule({
  id: 'hardcoded-secret',
  title: 'No secret in the text',
  why: 'Whoever can read the repository or the history of the image (`docker history`) has a secret that stands in the file, long after a later commit or layer took it out.',
  remedy:
    'Take it out and make it invalid at the place that issued it. Give secrets to steps with `RUN --mount=type=secret`, and to the running container through its environment or a file.',
  category: 'secrets',
  appliesTo: 'dockerfile',
  severity: 'error',
  since: '0.2.0',
  fix: null,
  weight: 10,
  aliases: { tally: ['tally/secrets-in-code'] },
  links: ['https://docs.docker.com/build/building/secrets/'],

  dockerfile({ source }, { report }) {
    for (const { what, start, end } of shapesIn(source))
      report({
        at: { start, end },
        message: `This is ${what}; whoever reads the file or the image has it. Make it invalid and pass a new one as a secret mount.`,
      });
    for (const { start, end, host } of passwordsInAddresses(source))
      report({
        at: { start, end },
        message: `The address of \`${host}\` carries a password; whoever reads the file or the image has it. Pass it as a secret mount.`,
      });
  },
  commands: { '*': lookAtCommand },

  invalid: [
    // put together, so that nobody takes this file for a leak
    { text: `FROM debian:13\nENV GH_AUTH=ghp_${'aB3dE5gH7j'.repeat(3)}kLmN42\n`, lines: [2] },
    { text: 'FROM debian:13\nRUN git clone https://bot:Zk9_32xQw@git.acme.dev/app.git\n', lines: [2] },
    { text: 'FROM debian:13\nRUN registry-login --user=bot \\\n  --password=Zk9_32xQw\n', lines: [3] },
    { text: 'FROM debian:13\nRUN DB_PASSWORD=Zk9_32xQw make seed\n', lines: [2] },
    { text: 'FROM debian:13\nRUN curl -u bot:Zk9_32xQw https://acme.dev/a.tgz -O\n', lines: [2] },
    { text: 'FROM debian:13\nRUN echo "-----BEGIN RSA PRIVATE KEY-----" > /key\n', lines: [2] },
  ],
  valid: [
    {
      text: 'FROM debian:13\nRUN git clone https://$USER:$TOKEN@git.acme.dev/app.git && x --password="$PASSWORD"\n',
    },
    { text: 'FROM debian:13\nRUN --mount=type=secret,id=t TOKEN=$(cat /run/secrets/t) make\n' },
    {
      text: 'FROM debian:13\nENV AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE\nRUN x --token-file /t --password changeme\n',
    },
    {
      text: 'FROM debian:13\nRUN SECRET_KEY_BASE=dummy ./manage.py collectstatic && KEY=value y -u app:app\n',
    },
  ],
});

const OPTION = /^--?([a-z][\w-]*)(?:=([^]*))?$/i;

/** Assignments and options whose name says secret and whose value may be one. */
function lookAtCommand({ shell, args, program }: Command, { report }: RuleContext): void {
  for (const { name, value, range } of shell.assignments)
    if (value !== null && isReal(value) && isSecretName(name)) tell(range, `\`${name}\``, report);
  for (const [index, { value, raw, range }] of args.entries()) {
    const text = value ?? raw;
    if (program === 'curl' && /^(?:-u|--user)$/.test(text)) {
      const given = args[index + 1];
      const password = /^[^:]+:(.+)$/.exec(given?.value ?? '')?.[1];
      if (
        given !== undefined &&
        password !== undefined &&
        isReal(password) &&
        given.value !== `${password}:${password}`
      )
        tell(given.range, `\`${text}\``, report);
      continue;
    }
    const [, assigned, whole] = /^([A-Za-z_]\w*)=([^]*)$/.exec(value ?? '') ?? [];
    if (assigned !== undefined && whole !== undefined) {
      if (isReal(whole) && isSecretName(assigned)) tell(range, `\`${assigned}\``, report);
      continue;
    }
    const [, option, own] = OPTION.exec(text) ?? [];
    if (option === undefined || value === null || !isSecretName(option)) continue;
    const next = args[index + 1];
    if (
      own !== undefined ? isReal(own) : next?.value != null && !next.raw.startsWith('-') && isReal(next.value)
    )
      tell(
        own === undefined && next !== undefined ? next.range : range,
        `\`--${option}\``.replace('----', '--'),
        report,
      );
  }
}

/** A password has some length; commands' own words (`--password never`) and places have not to do with it. */
const isReal = (value: string): boolean =>
  value.length >= 6 &&
  !/\s/.test(value) &&
  mayBeReal(value) &&
  /\d|[^\w-]|[A-Z].*[a-z]|[a-z].*[A-Z]/.test(value);

function tell(at: Range, what: string, report: RuleContext['report']): void {
  report({
    at,
    message: `The value of ${what} looks like a real secret and stays in the image's history; give it to the step with \`RUN --mount=type=secret\`.`,
  });
}
