import { defineRule } from '../lint/index.ts';

export const keepTlsVerification = defineRule({
  id: 'keep-tls-verification',
  title: '', // what is asked for, in a few words
  why: 'A flag or variable switches certificate checks off.', // rules.json's meaning: write your own, why it matters
  remedy: 'Remove it, or add the private root certificate', // rules.json's fixHow: write your own
  category: 'security',
  appliesTo: 'dockerfile',
  severity: 'error',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: { checkov: ['CKV2_DOCKER_2', 'CKV2_DOCKER_3', 'CKV2_DOCKER_4', 'CKV2_DOCKER_5', 'CKV2_DOCKER_6', 'CKV2_DOCKER_12', 'CKV2_DOCKER_13', 'CKV2_DOCKER_14', 'CKV2_DOCKER_15', 'CKV2_DOCKER_16'] },
  variants: {
    'curl': { aliases: { checkov: ['CKV2_DOCKER_2'] } },
    'wget': { aliases: { checkov: ['CKV2_DOCKER_3'] } },
    'pip-flag': { aliases: { checkov: ['CKV2_DOCKER_4'] } },
    'python-env': { aliases: { checkov: ['CKV2_DOCKER_5'] } },
    'node-env': { aliases: { checkov: ['CKV2_DOCKER_6'] } },
    'npm-env': { aliases: { checkov: ['CKV2_DOCKER_12'] } },
    'npm-config': { aliases: { checkov: ['CKV2_DOCKER_13'] } },
    'git-env': { aliases: { checkov: ['CKV2_DOCKER_14'] } },
    'yum-config': { aliases: { checkov: ['CKV2_DOCKER_15'] } },
    'pip-env': { aliases: { checkov: ['CKV2_DOCKER_16'] } },
  },
  links: [],

  // decidable: static; seed: false

  invalid: [],
  valid: [],
});
