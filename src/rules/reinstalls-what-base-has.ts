import { defineRule } from '../lint/index.ts';

export const reinstallsWhatBaseHas = defineRule({
  id: 'reinstalls-what-base-has',
  title: '', // what is asked for, in a few words
  why: 'A step installs what the base image already contains.', // rules.json's meaning: write your own, why it matters
  remedy: 'Drop the redundant install', // rules.json's fixHow: write your own
  category: 'packages',
  appliesTo: 'dockerfile',
  severity: 'info',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: { tally: ['tally/ruby/redundant-bundler-install', 'tally/gpu/no-redundant-cuda-install'] },
  links: [],

  // decidable: static; seed: false

  invalid: [],
  valid: [],
});
