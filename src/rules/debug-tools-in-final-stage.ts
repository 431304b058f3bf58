import { defineRule } from '../lint/index.ts';

export const debugToolsInFinalStage = defineRule({
  id: 'debug-tools-in-final-stage',
  title: '', // what is asked for, in a few words
  why: 'A debugger or profiler is enabled in the shipped stage.', // rules.json's meaning: write your own, why it matters
  remedy: 'Move it to a development stage', // rules.json's fixHow: write your own
  category: 'packages',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: { tally: ['tally/php/no-xdebug-in-final-image'] },
  links: [],

  // decidable: static; seed: false

  invalid: [],
  valid: [],
});
