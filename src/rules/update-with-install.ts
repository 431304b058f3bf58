import { defineRule } from '../lint/index.ts';

export const updateWithInstall = defineRule({
  id: 'update-with-install',
  title: '', // what is asked for, in a few words
  why: 'A package index is refreshed in another layer than the install, so it goes stale.', // rules.json's meaning: write your own, why it matters
  remedy: 'Join update and install in one RUN', // rules.json's fixHow: write your own
  category: 'build-cache',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: { trivy: ['DS-0017'], kics: ['9bae49be-0aa3-4de5-bab2-4c3a069e40cd'], checkov: ['CKV_DOCKER_5'], dockle: ['CIS-DI-0007'], cis: ['4.7'] },
  links: [],

  // decidable: static; seed: false

  invalid: [],
  valid: [],
});
