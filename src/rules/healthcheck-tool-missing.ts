import { defineRule, type StageFacts } from '../lint/index.ts';
import { parseShell, programOf } from '../syntax/shell/index.ts';
import { chainOf } from './accounts/user.ts';
import { baseHas } from './bases/known.ts';
import { copiedBy } from './copies/copied.ts';

export const healthcheckToolMissing = defineRule({
  id: 'healthcheck-tool-missing',
  title: 'A health check with a program that is there',
  why: 'A check that calls what the image does not contain fails each time: the container is called unhealthy although its program is well.',
  remedy: 'Probe with the language of the program (Python’s urllib, Node’s http), or install the tool.',
  category: 'runtime',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: null,
  weight: 0,
  aliases: { tally: ['tally/ruby/healthcheck-rails-up-endpoint'] },
  links: ['https://docs.docker.com/reference/dockerfile/#healthcheck'],

  stage(stage, { report }) {
    const inner = stage.own('HEALTHCHECK')?.node.inner ?? null;
    if (inner === null) return;
    const isShell = inner.json === null;
    if (isShell && stage.rootBase?.isScratch === true && !bringsAnything(stage)) {
      report({
        at: inner.argumentRange,
        message:
          'The health check is read by a shell, which an image from scratch does not have: write it as a list, `["/program", "argument"]`.',
      });
      return;
    }
    const program = programsOf(inner.json, inner.argument).find(
      (name): name is 'curl' | 'wget' => name === 'curl' || name === 'wget',
    );
    if (program === undefined || baseHas(stage, program) !== false || mayBring(stage, program)) return;
    report({
      at: inner.argumentRange,
      message: `The health check calls \`${program}\`, which \`${stage.rootBase?.raw ?? ''}\` does not have and no step installs: each check fails. Probe with the program's own language, or install it.`,
    });
  },

  invalid: [
    {
      text: 'FROM python:3.13-slim\nHEALTHCHECK --timeout=5s CMD curl -f http://localhost/ || exit 1\n',
      lines: [2],
    },
    { text: 'FROM node:22-slim\nHEALTHCHECK CMD ["wget", "-qO-", "http://127.0.0.1/"]\n', lines: [2] },
    { text: 'FROM scratch\nCOPY server /server\nHEALTHCHECK CMD /server --check\n', lines: [3] },
  ],
  valid: [
    {
      text: 'FROM python:3.13-slim\nRUN apt-get update && apt-get install -y curl\nHEALTHCHECK CMD curl -f http://localhost/\n',
    },
    { text: 'FROM node:22-alpine\nHEALTHCHECK CMD wget -qO- http://127.0.0.1/\n' },
    { text: 'FROM node:22\nHEALTHCHECK CMD curl -f http://127.0.0.1/\n' },
    { text: 'FROM example/base\nHEALTHCHECK CMD curl -f http://127.0.0.1/\n' },
    {
      text: 'FROM debian:13-slim\nCOPY --from=tools /usr/bin/curl /usr/bin/\nHEALTHCHECK CMD curl -f http://127.0.0.1/\n',
    },
  ],
});

/** The programs that a check runs, those behind `sh -c` too. */
function programsOf(json: readonly string[] | null, text: string): string[] {
  const [first = '', flag = '', inner = ''] = json ?? [];
  const name = first.replace(/^.*\//, '');
  if (json !== null && !(/^(?:ba|da|a)?sh$/.test(name) && flag === '-c')) return [name];
  return parseShell(json === null ? text : inner).commands.flatMap(
    (command) => programOf(command)?.name ?? [],
  );
}

const bringsAnything = (stage: StageFacts): boolean =>
  chainOf(stage).some(({ instructions }) =>
    instructions.some((one) => {
      const target = copiedBy(one)?.target ?? null;
      return (
        one.keyword === 'ADD' ||
        (target !== null &&
          /^\/(?:bin|usr|busybox)?(?:\/|$)/.test(target) &&
          /^\/(?:$|bin|usr|busybox)/.test(target))
      );
    }),
  );

/** A step names the tool, runs a script that nobody has read, or copies into a folder of programs. */
const mayBring = (stage: StageFacts, program: string): boolean =>
  chainOf(stage).some(({ instructions }) =>
    instructions.some((one) => {
      if (one.keyword === 'RUN') {
        const word = new RegExp(`(?<![\\w./-])${program}(?![\\w.])`);
        return word.test(one.node.argument) || one.node.heredocs.some(({ body }) => word.test(body));
      }
      const copied = copiedBy(one);
      return (
        copied !== null &&
        (copied.target === null || /(?:^|\/)s?bin(?:\/|$)|^\/$|^\/usr(?:\/local)?$/.test(copied.target))
      );
    }),
  );
