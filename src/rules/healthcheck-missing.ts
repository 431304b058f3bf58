import { defineRule, type StageFacts, type Surroundings } from '../lint/index.ts';
import { isFunctionBase } from './bases/known.ts';
import { builtBeside } from './start/compose-beside.ts';
import { startOf } from './start/start.ts';

const ALIASES = {
  hadolint: ['DL3057'],
  trivy: ['DS-0026'],
  kics: ['b03a748a-542d-44f4-bb86-9199ab4fd2d5'],
  checkov: ['CKV_DOCKER_2'],
  dockle: ['CIS-DI-0006'],
  cis: ['4.6'],
};
/** Programs that serve until they are stopped. */
const SERVERS =
  /^(?:nginx|httpd(?:-foreground)?|apache2(?:-foreground|ctl)?|gunicorn|uvicorn|hypercorn|daphne|waitress-serve|uwsgi|caddy|redis-server|postgres|mysqld|mongod|php-fpm[\d.]*|puma|streamlit|http-server|serve)$/;

export const healthcheckMissing = defineRule({
  id: 'healthcheck-missing',
  title: 'A health check for what serves',
  why: 'Without one, the engine only knows that the process is there. A server that hangs stays in service, and what depends on it starts before it answers.',
  remedy:
    'Add HEALTHCHECK with a probe that asks the program itself, in the image or as `healthcheck:` in the compose file; HEALTHCHECK NONE says that none is wanted.',
  category: 'runtime',
  appliesTo: 'dockerfile',
  severity: 'info',
  since: '0.2.0',
  fix: null,
  weight: 1,
  aliases: ALIASES,
  variants: {
    server: { aliases: ALIASES },
    any: { aliases: ALIASES, recommended: false },
  },
  links: ['https://docs.docker.com/reference/dockerfile/#healthcheck'],

  dockerfile(file, { report }) {
    const { target } = file;
    if (target === null || file.isFragment || target.effective('HEALTHCHECK') !== null) return;
    const program = serverOf(target);
    const exposes = target.effective('EXPOSE');
    const serves = (program !== null || exposes !== null) && !isFunctionBase(target);
    const inCompose = serves && isCheckedByCompose(file.around);
    report({
      at: target.at,
      variant: serves && !inCompose ? 'server' : 'any',
      message:
        serves && !inCompose
          ? `The image serves (${program === null ? `\`EXPOSE ${exposes?.node.argument ?? ''}\`` : `\`${program}\``}) but has no HEALTHCHECK: nobody sees when it hangs. Add one that asks it.`
          : 'The image has no HEALTHCHECK: if its program runs for long, nobody sees when it hangs. HEALTHCHECK NONE says that none is wanted.',
    });
  },

  image({ at, config, argv }, { report }) {
    if (config.healthcheck !== null) return;
    const program = (argv[0] ?? '').replace(/^.*\//, '');
    const [port] = config.exposedPorts;
    const serves = port !== undefined || SERVERS.test(program);
    report({
      at,
      variant: serves ? 'server' : 'any',
      message: serves
        ? `The image serves (${port === undefined ? `\`${program}\`` : `port ${port}`}) but has no HEALTHCHECK: nobody sees when it hangs. Add one that asks it.`
        : 'The image has no HEALTHCHECK: if its program runs for long, nobody sees when it hangs. HEALTHCHECK NONE says that none is wanted.',
    });
  },

  invalid: [
    {
      text: 'an image that exposes a port',
      image: { config: { exposedPorts: ['8080/tcp'] } },
      lines: [1],
      variants: ['server'],
    },
    { text: 'FROM node:22\nEXPOSE 3000\nCMD ["node", "server.js"]\n', lines: [1], variants: ['server'] },
    {
      text: 'FROM debian:13 AS base\nHEALTHCHECK CMD true\nFROM debian:13\nCMD ["nginx", "-g", "daemon off;"]\n',
      lines: [3],
      variants: ['server'],
    },
    { text: 'FROM debian:13\nCMD ["backup"]\n', lines: [1], variants: ['any'] },
  ],
  valid: [
    {
      text: 'an image that says that none is wanted',
      image: { config: { exposedPorts: ['8080/tcp'], healthcheck: { test: ['NONE'] } } },
    },
    { text: 'FROM debian:13 AS base\nHEALTHCHECK CMD /check\nFROM base\nEXPOSE 80\n' },
    { text: 'FROM debian:13\nEXPOSE 80\nHEALTHCHECK NONE\n' },
  ],
});

function serverOf(stage: StageFacts): string | null {
  const program = (startOf(stage).argv?.[0] ?? '').replace(/^.*\//, '');
  return SERVERS.test(program) ? program : null;
}

/** The compose file beside it has a check for each service that it builds. */
function isCheckedByCompose(around: Surroundings): boolean {
  const built = builtBeside(around, 'healthcheck:');
  return built.length > 0 && built.every((service) => service.has('healthcheck'));
}
