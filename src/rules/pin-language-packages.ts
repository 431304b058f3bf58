import { defineRule } from '../lint/index.ts';

export const pinLanguagePackages = defineRule({
  id: 'pin-language-packages',
  title: '', // what is asked for, in a few words
  why: 'A language package is installed by name without a version or lock file.', // rules.json's meaning: write your own, why it matters
  remedy: 'Write the version that the observed build installed', // rules.json's fixHow: write your own
  category: 'packages',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: { hadolint: ['DL3013', 'DL3016', 'DL3028', 'DL3062'], kics: ['02d9c71f-3ee8-4986-9c27-1a20d0d19bfc', 'e36d8880-3f78-4546-b9a1-12f0745ca0d5', '22cd11f7-9c6c-4f6e-84c0-02058120b341'] },
  variants: {
    'pip': { aliases: { hadolint: ['DL3013'], kics: ['02d9c71f-3ee8-4986-9c27-1a20d0d19bfc'] } },
    'npm': { aliases: { hadolint: ['DL3016'], kics: ['e36d8880-3f78-4546-b9a1-12f0745ca0d5'] } },
    'gem': { aliases: { hadolint: ['DL3028'], kics: ['22cd11f7-9c6c-4f6e-84c0-02058120b341'] } },
    'go': { aliases: { hadolint: ['DL3062'] } },
  },
  links: [],

  // decidable: static; seed: false

  invalid: [],
  valid: [],
});
