import { defineRule } from '../lint/index.ts';

export const runtimeTuning = defineRule({
  id: 'runtime-tuning',
  title: '', // what is asked for, in a few words
  why: 'A well-known speed setting of this language runtime is off.', // rules.json's meaning: write your own, why it matters
  remedy: 'Set the documented variable or package', // rules.json's fixHow: write your own
  category: 'runtime',
  appliesTo: 'dockerfile',
  severity: 'info',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: { tally: ['tally/php/enable-opcache-in-production', 'tally/ruby/jemalloc-installed-but-not-preloaded', 'tally/ruby/yjit-not-enabled-on-supported-runtime'] },
  links: [],

  // decidable: static; seed: false

  invalid: [],
  valid: [],
});
