import { defineRule } from '../lint/index.ts';

export const telemetryOptOut = defineRule({
  id: 'telemetry-opt-out',
  title: '', // what is asked for, in a few words
  why: 'A tool used here reports usage unless told not to.', // rules.json's meaning: write your own, why it matters
  remedy: 'Set its documented variable', // rules.json's fixHow: write your own
  category: 'runtime',
  appliesTo: 'dockerfile',
  severity: 'info',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: { tally: ['tally/prefer-telemetry-opt-out'] },
  links: [],

  // decidable: static; seed: false

  invalid: [],
  valid: [],
});
