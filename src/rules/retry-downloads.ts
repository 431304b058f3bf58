import { defineRule } from '../lint/index.ts';

export const retryDownloads = defineRule({
  id: 'retry-downloads',
  title: '', // what is asked for, in a few words
  why: 'A download has no retry, so a short outage fails the build.', // rules.json's meaning: write your own, why it matters
  remedy: 'Add retry options', // rules.json's fixHow: write your own
  category: 'build-cache',
  appliesTo: 'dockerfile',
  severity: 'info',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: { tally: ['tally/prefer-curl-config', 'tally/prefer-wget-config'] },
  links: [],

  // decidable: static; seed: false

  invalid: [],
  valid: [],
});
