import type { SystemShell } from '../../lint/index.ts';
import type { ShellFault, ShellScene } from './check.ts';

/**
 * What POSIX does not have, and which programs behind `/bin/sh` have it all the same. Sources: POSIX.1-2017 (XCU 2), dash(1),
 * BusyBox's ash as Alpine and the busybox image build it (ASH_BASH_COMPAT), bash(1) invoked as sh.
 */
interface Feature {
  codes: readonly string[];
  what: string;
  instead: string;
  worksIn: readonly SystemShell[];
}

export const FEATURES = {
  'double-brackets': { codes: ['SC3010'], what: '`[[ … ]]`', instead: '`[ … ]`', worksIn: ['ash', 'bash'] },
  source: { codes: ['SC3046', 'SC3051'], what: '`source`', instead: '`.`', worksIn: ['ash', 'bash'] },
  'brace-expansion': {
    codes: ['SC3009'],
    what: '`{a,b}`',
    instead: 'the words one by one',
    worksIn: ['bash'],
  },
  'process-substitution': {
    codes: ['SC3001'],
    what: '`<( … )`',
    instead: 'a pipe or a file',
    worksIn: ['bash'],
  },
  'ansi-c-quotes': { codes: ['SC3003'], what: "`$'…'`", instead: '`printf`', worksIn: ['ash', 'bash'] },
  'here-string': { codes: ['SC3011'], what: '`<<<`', instead: 'a pipe', worksIn: ['bash'] },
  'both-redirect': { codes: ['SC3020'], what: '`&>`', instead: '`> file 2>&1`', worksIn: ['ash', 'bash'] },
  arrays: {
    codes: ['SC3030'],
    what: 'An array',
    instead: 'words or the positional parameters',
    worksIn: ['bash'],
  },
  'array-element': {
    codes: ['SC3054'],
    what: 'An element of an array',
    instead: 'the positional parameters',
    worksIn: ['bash'],
  },
  'plus-equals': { codes: ['SC3024'], what: '`+=`', instead: '`A="$A…"`', worksIn: ['bash'] },
  'arithmetic-command': {
    codes: ['SC3006', 'SC3005', 'SC3039'],
    what: '`(( … ))`',
    instead: '`$(( … ))` and `[ … ]`',
    worksIn: ['bash'],
  },
  increment: {
    codes: ['SC3018'],
    what: '`++` and `--`',
    instead: '`i=$((i + 1))`',
    worksIn: ['ash', 'bash'],
  },
  'shell-variable': {
    codes: ['SC3028'],
    what: 'This variable',
    instead: 'a program that tells it',
    worksIn: ['bash'],
  },
  local: { codes: ['SC3043'], what: '`local`', instead: 'another name', worksIn: ['dash', 'ash', 'bash'] },
  'bash-builtin': { codes: ['SC3044'], what: 'This command', instead: 'what POSIX has', worksIn: ['bash'] },
  'set-option': {
    codes: ['SC3040', 'SC3041'],
    what: '`set -o pipefail`',
    instead: 'a shell that has it',
    worksIn: ['ash', 'bash'],
  },
  'echo-flags': {
    codes: ['SC3037', 'SC3036'],
    what: '`echo -e`',
    instead: '`printf`',
    worksIn: ['ash', 'bash'],
  },
  'echo-n': { codes: ['SC3037'], what: '`echo -n`', instead: '`printf`', worksIn: ['dash', 'ash', 'bash'] },
  'double-equals': { codes: ['SC3014'], what: '`==` in `[ … ]`', instead: '`=`', worksIn: ['ash', 'bash'] },
  substring: {
    codes: ['SC3057', 'SC3060'],
    what: 'This expansion',
    instead: '`sed` or `cut`',
    worksIn: ['ash', 'bash'],
  },
  'case-modification': {
    codes: ['SC3059', 'SC3053'],
    what: 'This expansion',
    instead: '`tr`',
    worksIn: ['bash'],
  },
  'function-keyword': {
    codes: ['SC2113', 'SC2112'],
    what: '`function`',
    instead: '`name() { … }`',
    worksIn: ['ash', 'bash'],
  },
  'trap-signal': { codes: ['SC3047'], what: 'This signal', instead: 'EXIT', worksIn: ['bash'] },
  'read-flags': {
    codes: ['SC3045'],
    what: 'This option of `read`',
    instead: '`stty` or another program',
    worksIn: ['ash', 'bash'],
  },
} as const satisfies Readonly<Record<string, Feature>>;

export type FeatureName = keyof typeof FEATURES;

/** What is told although the image's own sh has it: only where ShellCheck's users ask for it. */
const WORKS = '-works-here';

/** Two faults a feature: it fails or may fail here; it works here but is not POSIX. */
export const faultsOf = (...names: readonly FeatureName[]): Record<string, ShellFault> =>
  Object.fromEntries(
    names.flatMap((name): [string, ShellFault][] => [
      [name, { codes: FEATURES[name].codes, severity: 'warning' }],
      [name + WORKS, { codes: FEATURES[name].codes, severity: 'warning', recommended: false }],
    ]),
  );

/** Tells a feature that sh does not have; silent where bash or another such shell reads the script. */
export function reportFeature(
  scene: ShellScene,
  name: FeatureName,
  found: Omit<Parameters<ShellScene['report']>[0], 'message' | 'id'> & { what?: string },
): void {
  const { system } = scene;
  const feature: Feature = FEATURES[name];
  const works = system !== null && feature.worksIn.includes(system);
  const what = found.what ?? feature.what;
  const message = works
    ? `${what} works in ${system}, which is this image's sh, but not in every sh; ${feature.instead} does.`
    : system === null
      ? `${what} is not in every sh; use ${feature.instead}, or a SHELL that has it.`
      : `${what} does not exist in ${system}, which is this image's sh, so the step fails or does something else; use ${feature.instead}, or a SHELL that has it.`;
  scene.report({
    at: found.at,
    message,
    id: works ? name + WORKS : name,
    ...(found.fix ? { fix: found.fix } : {}),
    ...(found.isSafe === undefined ? {} : { isSafe: found.isSafe }),
  });
}
