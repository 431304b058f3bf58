import { defineRule } from '../lint/index.ts';

export const verifyDownloads = defineRule({
  id: 'verify-downloads',
  title: '', // what is asked for, in a few words
  why: 'A downloaded file is used without checksum or signature.', // rules.json's meaning: write your own, why it matters
  remedy: 'Add the checksum seen in the observed build', // rules.json's fixHow: write your own
  category: 'security',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: { cis: ['4.12'] },
  links: [],

  // decidable: static; seed: false

  invalid: [],
  valid: [],
});
