import { defineRule } from '../lint/index.ts';

export const signedBaseImage = defineRule({
  id: 'signed-base-image',
  title: 'The image carries a signature or an attestation',
  why: 'Without one nobody can check who built an image and from what: whoever can write to the registry, or stands on the way, can put another one in its place.',
  remedy:
    'Build with `--provenance=true` (and `--sbom=true`) and sign what is pushed, for instance with `cosign sign`; verify it where it is pulled.',
  category: 'base',
  appliesTo: 'image',
  severity: 'info',
  since: '0.2.0',
  fix: null,
  weight: 0,
  aliases: { dockle: ['CIS-DI-0005'], cis: ['4.5'] },
  // most are signed when they are pushed, which is not seen here
  recommended: false,
  links: ['https://docs.docker.com/build/metadata/attestations/', 'https://docs.sigstore.dev/cosign/'],

  image({ at, contents: { reference, attached } }, { report }) {
    if (attached.length === 0)
      report({
        at,
        message: `What the engine keeps of \`${reference}\` holds neither a signature nor an attestation, so it cannot be checked here who built it: build with \`--provenance=true\`, and sign it when it is pushed.`,
      });
  },

  invalid: [{ text: 'nothing lies beside the image', image: {}, lines: [1] }],
  valid: [
    { text: 'an attestation of its build lies beside it', image: { attached: ['attestation-manifest'] } },
  ],
});
