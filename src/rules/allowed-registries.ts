import { defineRule, readsFrom, textsOption } from '../lint/index.ts';
import { isDockerHub, parseReference } from '../model/image-reference/index.ts';

const HUB = ['docker.io', 'hub.docker.com', 'index.docker.io'];

export const allowedRegistries = defineRule({
  id: 'allowed-registries',
  title: 'Images only from registries that are trusted',
  why: 'An image runs with all the rights of the build and of the container. Where only reviewed registries may be used, a slip in a FROM line goes round that.',
  remedy: 'Take the image from one of the registries in the list, or add its registry there.',
  category: 'base',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: null,
  weight: 0,
  aliases: { hadolint: ['DL3026'], dockle: ['CIS-DI-0002'], cis: ['4.2'] },
  options: {
    registries: textsOption(
      [],
      'Hosts of the registries that images may come from; a star at the beginning or the end stands for anything. Empty: all.',
    ),
  },
  links: ['https://docs.docker.com/build/building/best-practices/#choose-the-right-base-image'],

  dockerfile(file, { report, options: { registries } }) {
    if (registries.length === 0) return;
    const isAllowed = (text: string): boolean => {
      const reference = parseReference(text);
      if (reference === null || text === 'scratch') return true;
      const hosts = isDockerHub(reference.registry) ? HUB : [reference.registry ?? ''];
      return hosts.some((host) => registries.some((pattern) => matches(pattern, host)));
    };
    for (const stage of file.stages) {
      const { base, from } = stage;
      if (from !== null && base?.text != null && stage.parent === null && !isAllowed(base.text))
        report({ at: base.range, message: messageOf(base.text) });
      for (const one of stage.instructions)
        for (const name of readsFrom(one))
          if (file.stageNamed(name) === null && !/^\d+$/.test(name) && !isAllowed(name))
            report({ at: one.at, message: messageOf(name) });
    }
  },

  invalid: [
    {
      text: 'FROM example.org/debian:13\nCOPY --from=quay.io/a/b:1 /a /b\n',
      options: { registries: ['docker.io', '*.example.org'] },
      lines: [1, 2],
    },
    { text: 'FROM debian:13\n', options: { registries: ['ghcr.io'] }, lines: [1] },
  ],
  valid: [
    { text: 'FROM example.org/debian:13\n' },
    {
      text: 'FROM debian:13 AS a\nFROM eu.example.org/b:1\nCOPY --from=a /a /b\nCOPY --from=0 /a /b\n',
      options: { registries: ['docker.io', '*.example.org'] },
    },
  ],
});

const messageOf = (image: string): string =>
  `\`${image}\` comes from a registry that is not in the list of allowed ones: take it from one that is.`;

function matches(pattern: string, host: string): boolean {
  if (pattern.startsWith('*')) return host.endsWith(pattern.slice(1));
  return pattern.endsWith('*') ? host.startsWith(pattern.slice(0, -1)) : host === pattern;
}
