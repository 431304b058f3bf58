import { defineRule } from '../lint/index.ts';

export const installFromLockfile = defineRule({
  id: 'install-from-lockfile',
  title: '', // what is asked for, in a few words
  why: 'The installer may change or ignore the lock file.', // rules.json's meaning: write your own, why it matters
  remedy: "Use the installer's frozen mode", // rules.json's fixHow: write your own
  category: 'packages',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: { tally: ['tally/ruby/missing-bundle-deployment'] },
  links: [],

  // decidable: static; seed: false

  invalid: [],
  valid: [],
});
