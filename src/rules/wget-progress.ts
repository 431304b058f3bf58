import { defineRule } from '../lint/index.ts';

export const wgetProgress = defineRule({
  id: 'wget-progress',
  title: '', // what is asked for, in a few words
  why: 'wget floods the build log with its progress bar.', // rules.json's meaning: write your own, why it matters
  remedy: 'Add a quiet or dotted progress flag', // rules.json's fixHow: write your own
  category: 'style',
  appliesTo: 'dockerfile',
  severity: 'style',
  since: '0.2.0',
  fix: 'safe',
  weight: 0,
  aliases: { hadolint: ['DL3047'] },
  links: [],

  // decidable: static; seed: false

  invalid: [],
  valid: [],
});
