import { defineShellCheck, once, run, type ShellScene } from './check.ts';
import { faultsOf, reportFeature } from './portability.ts';
import type { ShellNodeOf } from '../../syntax/shell/index.ts';
import { shown, variableOf } from './variables.ts';

/** Variables that bash fills and other shells leave empty. */
const BASH_VARIABLES = new Set(
  'RANDOM HOSTNAME HOSTTYPE MACHTYPE OSTYPE UID EUID SECONDS BASH BASHPID BASH_VERSION BASH_SOURCE FUNCNAME PIPESTATUS DIRSTACK SHELLOPTS REPLY'.split(
    ' ',
  ),
);
const IN_ASH = new Set(['RANDOM']);

/** Expansions of bash in a script that sh reads. */
export const bashExpansions = defineShellCheck({
  faults: faultsOf('array-element', 'substring', 'case-modification', 'shell-variable'),

  visits: {
    SimpleExpansion: lookAtVariable,
    ParameterExpansion(node, scene) {
      lookAtVariable(node, scene);
      if (!scene.isPosix) return;
      const { operation } = node;
      if (node.index !== undefined) reportFeature(scene, 'array-element', { at: node, what: shown(node) });
      else if (node.prefix === '!')
        reportFeature(scene, 'case-modification', { at: node, what: shown(node) });
      else if (operation?.type === 'CaseModification' || operation?.type === 'Transform')
        reportFeature(scene, 'case-modification', { at: node, what: shown(node) });
      else if (operation?.type === 'Slice' || operation?.type === 'Replace')
        reportFeature(scene, 'substring', { at: node, what: shown(node) });
    },
  },

  invalid: [
    once('substring', 'V="$(cat v)" && echo "${V//./-}"'),
    once('substring-works-here', 'V="$(cat v)" && echo "${V:0:2}"', null, 'alpine:3.22'),
    once('array-element', 'echo "${A[0]}"'),
    once('case-modification', 'V="$(cat v)" && echo "${V^^}"'),
    once('shell-variable', 'echo "$RANDOM"'),
    once('shell-variable-works-here', 'echo "$RANDOM"', null, 'fedora:43'),
  ],
  valid: [
    { text: run('V="$(cat v)" && echo "${V%.*}" "${V:-1}" "${#V}"') },
    { text: run('UID="$(id -u)" && echo "$UID"') },
  ],
});

function lookAtVariable(
  node: ShellNodeOf<'SimpleExpansion'> | ShellNodeOf<'ParameterExpansion'>,
  scene: ShellScene,
): void {
  const name = variableOf(node);
  if (!scene.isPosix || !BASH_VARIABLES.has(name) || scene.variables.isSet(name)) return;
  if (node.type === 'ParameterExpansion' && node.operation?.type === 'Default') return;
  const inAsh = scene.system === 'ash' && IN_ASH.has(name);
  reportFeature(inAsh ? { ...scene, system: 'bash' } : scene, 'shell-variable', {
    at: node,
    what: `\`$${name}\``,
  });
}
