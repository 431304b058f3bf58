import { datastoreOf, datastorePorts } from '../ecosystems/datastores.ts';
import { isMapping } from '../model/compose-values.ts';
import { defineRule, type Service } from '../lint/index.ts';

const KICS = ['698ed579-b239-4f8f-a388-baa4bcb13ef8'];

export const composeHealthcheckMissing = defineRule({
  id: 'compose-healthcheck-missing',
  title: 'Services tell whether they work',
  why: 'Without a check the engine only knows that a process is there: one that hangs counts as up, and what waits for a database starts before it takes work.',
  remedy:
    'Add a `healthcheck` here, or a HEALTHCHECK in the image: a small request that only a working server answers.',
  category: 'compose',
  appliesTo: 'compose',
  severity: 'info',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 1,
  aliases: { kics: KICS, cis: ['5.27'] },
  variants: {
    missing: { aliases: { kics: KICS, cis: ['5.27'] } },
    disabled: { aliases: { kics: KICS, cis: ['5.27'] } },
    // its image may have one
    unknown: { aliases: { kics: KICS, cis: ['5.27'] }, recommended: false },
  },
  links: ['https://docs.docker.com/reference/compose-file/services/#healthcheck'],

  service(service, { report }) {
    const { healthcheck } = service.own;
    if (isMapping(healthcheck)) {
      const isOff = String(healthcheck['disable']) === 'true';
      if (!isOff && service.healthTest?.[0] !== 'NONE') return;
      return report({
        at: service.at('healthcheck', isOff ? 'disable' : 'test'),
        variant: 'disabled',
        message: `The health check of \`${service.name}\` is switched off: nobody sees when it hangs.`,
      });
    }
    if (!service.isWhole || service.has('healthcheck')) return;
    const datastore = datastoreOf(service.value);
    const isKnown = datastore !== null || (service.dockerfile !== null && !hasCheck(service));
    if (!isKnown && service.dockerfile !== null) return;
    report({
      at: service.at(),
      variant: isKnown && isServer(service) ? 'missing' : 'unknown',
      message:
        datastore === null
          ? `\`${service.name}\` has no health check, neither here nor in its Dockerfile as far as that is known: one that hangs counts as up.`
          : `\`${service.name}\` (${datastore.kind}) has no health check, so that what waits for it starts before it takes work.`,
      fix: () =>
        datastore === null
          ? null
          : service.set(['healthcheck'], {
              test: datastore.check(service.value),
              interval: '5s',
              timeout: '5s',
              retries: 5,
              start_period: '10s',
            }),
    });
  },

  invalid: [
    {
      text: 'services:\n  db:\n    image: postgres:17\n  web:\n    build: .\n    ports: ["80:80"]\n  other:\n    image: nginx:1.29\n',
      files: { Dockerfile: 'FROM nginx:1.29\n' },
      lines: [2, 4, 7],
      variants: ['missing', 'missing', 'unknown'],
      fixed:
        'services:\n  db:\n    image: postgres:17\n    healthcheck:\n      test:\n        - CMD-SHELL\n        - pg_isready -h 127.0.0.1 -U postgres -d postgres\n      interval: 5s\n      timeout: 5s\n      retries: 5\n      start_period: 10s\n  web:\n    build: .\n    ports: ["80:80"]\n  other:\n    image: nginx:1.29\n',
    },
    {
      text: 'services:\n  a:\n    image: nginx:1.29\n    healthcheck:\n      disable: true\n  b:\n    image: nginx:1.29\n    healthcheck:\n      test: ["NONE"]\n',
      lines: [5, 9],
      variants: ['disabled', 'disabled'],
    },
  ],
  valid: [
    {
      text: 'services:\n  web:\n    build: .\n  db:\n    image: postgres:17\n    healthcheck:\n      test: pg_isready\n',
      files: { Dockerfile: 'FROM nginx:1.29\nHEALTHCHECK CMD curl -f http://localhost\n' },
    },
  ],
});

/** A HEALTHCHECK in the stage that is built, or in one that it starts from. */
function hasCheck({ dockerfile }: Service): boolean {
  for (let stage = dockerfile?.target ?? null; stage !== null; stage = stage.parent)
    if (stage.instructions.some(({ keyword }) => keyword === 'HEALTHCHECK')) return true;
  return false;
}

/** A job that ends needs none. */
const isServer = (service: Service): boolean =>
  service.ports.length > 0 || service.has('expose') || datastorePorts(service.value) !== null;
