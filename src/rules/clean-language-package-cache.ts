import { defineRule } from '../lint/index.ts';

export const cleanLanguagePackageCache = defineRule({
  id: 'clean-language-package-cache',
  title: '', // what is asked for, in a few words
  why: "A language installer's cache stays in the layer.", // rules.json's meaning: write your own, why it matters
  remedy: 'Switch the cache off, or mount it', // rules.json's fixHow: write your own
  category: 'packages',
  appliesTo: 'dockerfile',
  severity: 'info',
  since: '0.2.0',
  fix: 'safe',
  weight: 0,
  aliases: { hadolint: ['DL3042', 'DL3060'], kics: ['f2f903fb-b977-461e-98d7-b3e2185c6118'], tally: ['tally/ruby/leftover-bundler-cache'] },
  variants: {
    'pip': { aliases: { hadolint: ['DL3042'], kics: ['f2f903fb-b977-461e-98d7-b3e2185c6118'] } },
    'yarn': { aliases: { hadolint: ['DL3060'] } },
    'bundler': { aliases: { tally: ['tally/ruby/leftover-bundler-cache'] } },
  },
  links: [],

  // decidable: static; seed: false

  invalid: [],
  valid: [],
});
