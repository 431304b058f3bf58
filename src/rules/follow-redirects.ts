import { defineRule } from '../lint/index.ts';

export const followRedirects = defineRule({
  id: 'follow-redirects',
  title: '', // what is asked for, in a few words
  why: 'curl does not follow redirects and may save an empty page.', // rules.json's meaning: write your own, why it matters
  remedy: 'Add the location flag', // rules.json's fixHow: write your own
  category: 'runtime',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: { tally: ['tally/curl-should-follow-redirects'] },
  links: [],

  // decidable: static; seed: false

  invalid: [],
  valid: [],
});
