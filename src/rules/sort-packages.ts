import { defineRule } from '../lint/index.ts';

export const sortPackages = defineRule({
  id: 'sort-packages',
  title: '', // what is asked for, in a few words
  why: 'A package list is not in alphabetical order.', // rules.json's meaning: write your own, why it matters
  remedy: 'Sort it, comments kept', // rules.json's fixHow: write your own
  category: 'style',
  appliesTo: 'dockerfile',
  severity: 'style',
  since: '0.2.0',
  fix: 'safe',
  weight: 0,
  aliases: { tally: ['tally/sort-packages'] },
  links: [],

  // decidable: static; seed: false

  invalid: [],
  valid: [],
});
