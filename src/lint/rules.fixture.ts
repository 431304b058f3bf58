import { defineRule, type Rule } from './rule.ts';

const ABOUT = {
  title: 'A fixture',
  why: 'For tests.',
  remedy: 'None.',
  since: '0.2.0',
  weight: 0,
  links: [],
  invalid: [],
  valid: [],
} as const;

/** Tells what a stage lacks, at its FROM. */
const userMissing = defineRule({
  ...ABOUT,
  id: 'user-missing',
  category: 'security',
  appliesTo: 'dockerfile',
  severity: 'warning',
  fix: null,
  aliases: {
    hadolint: ['DL3002'],
    trivy: ['DS-0002'],
    kics: ['fd54f200-402c-4333-a5a4-36ef6709af2f'],
    checkov: ['CKV_DOCKER_3'],
  },
  stage(stage, { report }) {
    if (stage.own('USER') === null) report({ at: stage.at, message: 'There is no USER.' });
  },
});

/** Two branches that others tell apart, an option, and a fix. */
const installs = defineRule({
  ...ABOUT,
  id: 'installs',
  category: 'packages',
  appliesTo: 'dockerfile',
  severity: 'info',
  fix: 'safe',
  aliases: {},
  partOf: { checkov: ['CKV_DOCKER_9'] },
  variants: {
    apt: { aliases: { hadolint: ['DL3008'], buildkit: ['AptThing'] } },
    apk: { aliases: { hadolint: ['DL3018'] } },
    curl: { aliases: { hadolint: ['SC2086'] }, recommended: false },
  },
  options: { allowed: { type: 'texts', default: [] as readonly string[], description: 'Programs.' } },
  commands: {
    '*'({ program, word }, { report, options }) {
      if (word === null || program === null || options.allowed.includes(program)) return;
      if (['apt', 'apk', 'curl'].includes(program))
        report({
          at: word.range,
          variant: program,
          message: `\`${program}\` is here.`,
          fix: () => [{ range: word.range, text: 'true' }],
        });
    },
  },
});

const composeVersion = defineRule({
  ...ABOUT,
  id: 'compose-things',
  category: 'compose',
  appliesTo: 'compose',
  severity: 'warning',
  fix: null,
  aliases: { dclint: ['no-version-field'], kics: ['451d79dc-0588-476a-ad03-3c7f0320abb3'] },
  compose(file, { report }) {
    if ('version' in file.root) report({ at: file.at('version'), message: 'There is a version.' });
  },
  service(service, { report }) {
    if (!service.has('user')) report({ at: service.at(), message: 'There is no user.' });
    for (const { index } of service.ports)
      report({ at: service.at('ports', index), message: 'It has a port.' });
    if (service.has('privileged')) report({ at: service.at('privileged'), message: 'It is privileged.' });
  },
});

/** Small rules for the tests of what goes around rules. */
export const fixtureRules = [userMissing, installs, composeVersion] as unknown as readonly Rule[];
