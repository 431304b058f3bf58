import { defineRule } from '../lint/index.ts';

export const productionDependenciesOnly = defineRule({
  id: 'production-dependencies-only',
  title: '', // what is asked for, in a few words
  why: 'Development or test dependencies are installed in the shipped stage.', // rules.json's meaning: write your own, why it matters
  remedy: "Add the installer's production flag", // rules.json's fixHow: write your own
  category: 'packages',
  appliesTo: 'dockerfile',
  severity: 'info',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: { tally: ['tally/php/composer-no-dev-in-production', 'tally/ruby/missing-bundle-without-development'] },
  links: [],

  // decidable: static; seed: true

  invalid: [],
  valid: [],
});
