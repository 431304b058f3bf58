import { defineRule, type InstructionFacts, type RuleContext } from '../lint/index.ts';
import { envPairs } from '../syntax/dockerfile/index.ts';
import { isBuilt, triggeredIn } from './as-built/index.ts';
import { isHarmless, isKnownName, isTakenForSecret } from './secrets/variable-names.ts';

const HADOLINT = { hadolint: ['DL3064'] };
const BUILDKIT = { buildkit: ['SecretsUsedInArgOrEnv'] };
const SHIPPED = { trivy: ['DS-0031'], dockle: ['CIS-DI-0010'], cis: ['4.10'] };

export const secretInArgOrEnv = defineRule({
  id: 'secret-in-arg-or-env',
  title: 'No secrets in ARG and ENV',
  why: 'Whatever ARG and ENV hold is kept in the image’s configuration and history, where everybody who has the image can read it.',
  remedy:
    'Use a secret mount (`RUN --mount=type=secret,id=…`) while building, and give secrets to the container when it is started.',
  category: 'secrets',
  appliesTo: 'dockerfile',
  severity: 'error',
  since: '0.2.0',
  fix: null,
  weight: 8,
  aliases: {
    ...HADOLINT,
    ...BUILDKIT,
    ...SHIPPED,
    tally: [
      'tally/ruby/secrets-in-arg-or-env',
      'tally/ruby/prefer-secret-mounts-for-build-credentials',
      'tally/ruby/asset-precompile-without-dummy-key',
    ],
  },
  variants: {
    /** a value in ENV or ARG of what is shipped */
    value: { aliases: { ...HADOLINT, ...BUILDKIT, ...SHIPPED } },
    /** an ARG to be given, or one of a stage that only builds */
    argument: { aliases: { ...HADOLINT, ...BUILDKIT }, severity: 'info' },
    /** an ARG before the first FROM */
    'global-argument': { aliases: HADOLINT, severity: 'info' },
    /** by its value or its other words it is none: a path, a number, an address, an empty text */
    harmless: { aliases: { ...HADOLINT, ...BUILDKIT }, recommended: false, severity: 'info' },
  },
  links: [
    'https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/',
    'https://docs.docker.com/build/building/secrets/',
  ],

  instructions: { ARG: check, ENV: check },
  stage(stage, context) {
    for (const one of triggeredIn(stage, 'ARG', 'ENV')) check(one, context);
  },

  image({ at, ownVariables, contents: { buildArguments } }, { report, wants }) {
    if (!wants('value')) return;
    const isSecret = ([name, value]: readonly [string, string]): boolean =>
      isTakenForSecret(name) && !isHarmless(name, value);
    for (const [name] of ownVariables.filter(isSecret))
      report({
        at,
        variant: 'value',
        message: `\`${name}\` looks like a secret, and everybody who has the image can read it in its configuration: give it to the container when it is started.`,
      });
    for (const name of buildArguments.filter((one) => isTakenForSecret(one) && !isHarmless(one, null)))
      report({
        at,
        variant: 'value',
        message: `The build argument \`${name}\` looks like a secret, and its value stands in the image’s history: use a secret mount.`,
      });
  },

  invalid: [
    {
      text: 'an image with secrets in its configuration and history',
      image: { config: { env: ['DB_PASSWORD=hunter2', 'KEY_FILE=/key'] }, buildArguments: ['NPM_TOKEN'] },
      lines: [1, 1],
      variants: ['value', 'value'],
    },
    { text: 'FROM debian:13\nENV DB_PASSWORD=hunter2\n', lines: [2], variants: ['value'] },
    { text: 'FROM debian:13\nARG NPM_TOKEN\n', lines: [2], variants: ['argument'] },
    { text: 'ARG AWS_ACCESS_KEY_ID\nFROM debian:13\n', lines: [1], variants: ['global-argument'] },
    {
      text: 'FROM debian:13\nENV KEY_FILE=/run/secrets/key AUTH_MODE=none\n',
      lines: [2, 2],
      variants: ['harmless', 'harmless'],
    },
    { text: 'FROM debian:13\nARG T\nENV API_TOKEN=$T\n', lines: [3], variants: ['value'] },
  ],
  valid: [
    {
      text: 'a variable of the base',
      image: { config: { env: ['API_KEY=abcd1234'] }, base: { env: ['API_KEY=abcd1234'] } },
    },
    { text: 'FROM debian:13\nENV PUBLIC_KEY=abc MONKEY=1 KEYBOARD=us\n' },
    { text: 'FROM debian:13\nRUN --mount=type=secret,id=token,env=TOKEN true\n' },
  ],
});

function check(one: InstructionFacts, { report, wants }: RuleContext): void {
  const isGlobal = one.stage === null && !one.place.isTrigger;
  if (!isGlobal && !isBuilt(one)) return;
  const isArg = one.keyword === 'ARG';
  for (const { name: written, raw, range } of envPairs(one.node)) {
    const name = isArg ? written : (one.built(written).value ?? written);
    const isNamedSo = isTakenForSecret(name);
    if (!isNamedSo && !(isGlobal && isKnownName(name))) continue;
    // what a variable brings in is judged by that variable's name, if at all
    const value = raw === null || raw.includes('$') ? raw : one.built(raw).value;
    const variant = isHarmless(name, value)
      ? isGlobal
        ? null
        : 'harmless'
      : isGlobal
        ? 'global-argument'
        : isArg && (raw === null || raw === '' || one.stage?.ships === false)
          ? 'argument'
          : 'value';
    if (variant === null || !wants(variant)) continue;
    report({
      at: one.inFirstLine(range),
      variant,
      message: `\`${name}\` looks like a secret, and ${isArg ? 'build arguments stay in the image’s history' : 'ENV stays in the image’s configuration'}: ${isArg ? 'use a secret mount' : 'give it to the container when it is started'}.`,
    });
  }
}
