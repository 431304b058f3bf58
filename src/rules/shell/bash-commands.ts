import { defineShellCheck, once, run } from './check.ts';
import { faultsOf, reportFeature } from './portability.ts';
import { literalOf, nameOf, wordsOf } from './words.ts';

const BUILTINS = new Set(
  'bind builtin caller compgen complete declare dirs disown enable help history logout mapfile popd pushd readarray shopt suspend typeset'.split(
    ' ',
  ),
);
/** POSIX.1-2017, `set -o`. */
const SET_OPTIONS = new Set(
  'allexport errexit ignoreeof monitor noclobber noexec noglob nolog notify nounset verbose vi xtrace'.split(
    ' ',
  ),
);

/** Commands and options of bash in a script that sh reads. */
export const bashCommands = defineShellCheck({
  faults: faultsOf(
    'arithmetic-command',
    'source',
    'local',
    'bash-builtin',
    'set-option',
    'echo-flags',
    'echo-n',
    'double-equals',
    'trap-signal',
    'read-flags',
  ),

  visits: {
    Command(node, scene) {
      if (!scene.isPosix || node.name === undefined) return;
      const name = nameOf(node);
      const words = wordsOf(node);
      const texts = words.map((word) => literalOf(word));
      switch (name) {
        case 'source': {
          const isPath = words[0]?.text.includes('/') ?? false;
          const fix = {
            fix: (range: { start: number; end: number }) => [{ range, text: '.' }],
            isSafe: true,
          };
          return reportFeature(scene, 'source', { at: node.name, ...(isPath ? fix : {}) });
        }
        case 'local':
          return reportFeature(scene, 'local', { at: node.name });
        case 'let':
          return reportFeature(scene, 'arithmetic-command', { at: node.name, what: '`let`' });
        case 'echo': {
          const first = texts[0] ?? '';
          if (!/^-[neE]+$/.test(first)) return;
          if (/^-n+$/.test(first)) return reportFeature(scene, 'echo-n', { at: words[0] ?? node });
          return reportFeature(scene, 'echo-flags', { at: words[0] ?? node, what: `\`echo ${first}\`` });
        }
        case 'set': {
          for (const [index, text] of texts.entries()) {
            const option = texts[index + 1];
            if (text === null || !/^[-+][a-z]*o$/.test(text) || option == null || SET_OPTIONS.has(option))
              continue;
            reportFeature(scene, 'set-option', {
              at: words[index + 1] ?? node,
              what: `\`set -o ${option}\``,
            });
          }
          return;
        }
        case '[':
        case 'test':
          for (const [index, text] of texts.entries())
            if (text === '==' && index > 0 && words[index]?.text === '==')
              reportFeature(scene, 'double-equals', {
                at: words[index] ?? node,
                isSafe: true,
                fix: (range) => [{ range, text: '=' }],
              });
          return;
        case 'trap': {
          const index = texts.findIndex((text, at) => at > 0 && /^(?:ERR|DEBUG|RETURN)$/.test(text ?? ''));
          const signal = words[index];
          if (signal !== undefined)
            reportFeature(scene, 'trap-signal', { at: signal, what: `The signal ${signal.text}` });
          return;
        }
        case 'read': {
          const option = words.find((word) => /^-[a-zA-Z]*[adinNpstu]/.test(literalOf(word) ?? ''));
          if (option !== undefined)
            reportFeature(scene, 'read-flags', { at: option, what: `\`read ${option.text}\`` });
          return;
        }
        default:
          if (name !== null && BUILTINS.has(name))
            reportFeature(scene, 'bash-builtin', { at: node.name, what: `\`${name}\`` });
      }
    },
  },

  invalid: [
    once('source', 'source /etc/os-release && echo "$ID"', '. /etc/os-release && echo "$ID"'),
    once('source-works-here', 'source /etc/os-release', '. /etc/os-release', 'alpine:3.22'),
    once('local-works-here', 'f() { local a; a=1; echo "$a"; }; f'),
    once('bash-builtin', 'shopt -s globstar'),
    once('set-option', 'set -o pipefail && curl https://x.dev/a'),
    once('set-option-works-here', 'set -eo pipefail; wget https://x.dev/a', null, 'alpine:3.22'),
    once('echo-flags', 'echo -e "a" > /x'),
    once('echo-flags-works-here', 'echo -e "a" > /x', null, 'alpine:3.22'),
    once('echo-n-works-here', 'echo -n a > /x'),
    once('double-equals', '[ "$A" == b ] && make', '[ "$A" = b ] && make'),
    once('trap-signal', "trap 'exit 1' ERR"),
    once('read-flags', 'read -r -n 1 a'),
  ],
  valid: [
    { text: run('. /etc/os-release && set -eux && echo "-x" && [ "$A" = b ] && trap : EXIT && read -r a') },
    { text: 'FROM debian:13\nSHELL ["/bin/bash", "-c"]\nRUN source /x && set -o pipefail && echo -e "a"\n' },
  ],
});
