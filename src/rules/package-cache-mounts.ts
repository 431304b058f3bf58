import { defineRule } from '../lint/index.ts';

export const packageCacheMounts = defineRule({
  id: 'package-cache-mounts',
  title: '', // what is asked for, in a few words
  why: 'An installer downloads everything again whenever its layer is rebuilt.', // rules.json's meaning: write your own, why it matters
  remedy: "Mount a cache at the installer's cache path", // rules.json's fixHow: write your own
  category: 'build-cache',
  appliesTo: 'dockerfile',
  severity: 'info',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: { tally: ['tally/prefer-package-cache-mounts', 'tally/js/node-gyp-cache-mounts', 'tally/ruby/prefer-bundler-cache-mount'] },
  links: [],

  // decidable: static; seed: false

  invalid: [],
  valid: [],
});
