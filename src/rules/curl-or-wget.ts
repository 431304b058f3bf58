import { defineRule } from '../lint/index.ts';

export const curlOrWget = defineRule({
  id: 'curl-or-wget',
  title: '', // what is asked for, in a few words
  why: 'Both curl and wget are installed and used for one job.', // rules.json's meaning: write your own, why it matters
  remedy: 'Keep the one used more often', // rules.json's fixHow: write your own
  category: 'packages',
  appliesTo: 'dockerfile',
  severity: 'info',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: { hadolint: ['DL4001'], trivy: ['DS-0014'], kics: ['fc775e75-fcfb-4c98-b2f2-910c5858b359'] },
  links: [],

  // decidable: static; seed: false

  invalid: [],
  valid: [],
});
