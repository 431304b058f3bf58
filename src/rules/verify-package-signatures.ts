import { defineRule } from '../lint/index.ts';

export const verifyPackageSignatures = defineRule({
  id: 'verify-package-signatures',
  title: '', // what is asked for, in a few words
  why: 'A package manager is told to skip signature or authenticity checks.', // rules.json's meaning: write your own, why it matters
  remedy: 'Remove the switch', // rules.json's fixHow: write your own
  category: 'security',
  appliesTo: 'dockerfile',
  severity: 'error',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: { checkov: ['CKV2_DOCKER_7', 'CKV2_DOCKER_8', 'CKV2_DOCKER_9', 'CKV2_DOCKER_10', 'CKV2_DOCKER_11'], dockle: ['CIS-DI-0011'], cis: ['4.11'] },
  variants: {
    'apk': { aliases: { checkov: ['CKV2_DOCKER_7'] } },
    'apt': { aliases: { checkov: ['CKV2_DOCKER_8', 'CKV2_DOCKER_11'] } },
    'yum': { aliases: { checkov: ['CKV2_DOCKER_9'] } },
    'rpm': { aliases: { checkov: ['CKV2_DOCKER_10'] } },
    'any': { aliases: { dockle: ['CIS-DI-0011'], cis: ['4.11'] } },
  },
  links: [],

  // decidable: static; seed: false

  invalid: [],
  valid: [],
});
