import { defineRule } from '../lint/index.ts';

export const deprecatedInstallerFlag = defineRule({
  id: 'deprecated-installer-flag',
  title: '', // what is asked for, in a few words
  why: 'An installer is called with a flag that its current version deprecates.', // rules.json's meaning: write your own, why it matters
  remedy: 'Write the replacement setting', // rules.json's fixHow: write your own
  category: 'packages',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: { tally: ['tally/ruby/deprecated-bundler-install-flags'] },
  links: [],

  // decidable: static; seed: false

  invalid: [],
  valid: [],
});
