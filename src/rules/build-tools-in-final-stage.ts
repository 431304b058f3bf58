import { defineRule } from '../lint/index.ts';

export const buildToolsInFinalStage = defineRule({
  id: 'build-tools-in-final-stage',
  title: '', // what is asked for, in a few words
  why: 'Compilers, headers or source control tools are installed in the shipped stage.', // rules.json's meaning: write your own, why it matters
  remedy: 'Move them to the builder stage', // rules.json's fixHow: write your own
  category: 'packages',
  appliesTo: 'dockerfile',
  severity: 'info',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: {  },
  links: [],

  // decidable: static; seed: true

  invalid: [],
  valid: [],
});
