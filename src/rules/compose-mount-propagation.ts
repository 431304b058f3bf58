import { defineRule, type Service, type Volume } from '../lint/index.ts';

const KICS = ['baa452f0-1f21-4a25-ace5-844e7a5f410d'];

export const composeMountPropagation = defineRule({
  id: 'compose-mount-propagation',
  title: 'Mounts that stay in the container',
  why: 'With shared propagation what a container mounts below the folder appears on the host, and in every other container that has it.',
  remedy: 'Take the propagation out: the default `rprivate` keeps both sides apart.',
  category: 'security',
  appliesTo: 'compose',
  severity: 'warning',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 4,
  aliases: { kics: KICS, cis: ['5.20'] },
  variants: {
    shared: { aliases: { kics: KICS, cis: ['5.20'] } },
    // the host's mounts come in, nothing goes out
    slave: { aliases: { kics: KICS }, recommended: false, severity: 'info' },
  },
  links: ['https://docs.docker.com/engine/storage/bind-mounts/#configure-bind-propagation'],

  service(service, { report }) {
    for (const volume of service.volumes) {
      const { propagation, index, form } = volume;
      if (propagation === null || !/^r?(?:shared|slave)$/.test(propagation)) continue;
      const isShared = propagation.endsWith('shared');
      report({
        at:
          form === 'long'
            ? service.at('volumes', index, 'bind', 'propagation')
            : service.at('volumes', index),
        variant: isShared ? 'shared' : 'slave',
        message: isShared
          ? `What \`${service.name}\` mounts below \`${volume.target}\` appears on the host too (\`${propagation}\`): leave the propagation out.`
          : `What the host mounts later appears below \`${volume.target}\` of \`${service.name}\` too (\`${propagation}\`): leave the propagation out unless that is meant.`,
        fix: () => withoutPropagation(service, volume),
      });
    }
  },

  invalid: [
    {
      text: 'services:\n  a:\n    image: a:1\n    volumes:\n      - /data:/data:rw,rshared\n      - type: bind\n        source: /mnt\n        target: /mnt\n        bind:\n          propagation: rslave\n          create_host_path: false\n      - /more:/more:shared\n',
      lines: [5, 10, 12],
      variants: ['shared', 'slave', 'shared'],
      fixed:
        'services:\n  a:\n    image: a:1\n    volumes:\n      - /data:/data:rw\n      - type: bind\n        source: /mnt\n        target: /mnt\n        bind:\n          create_host_path: false\n      - /more:/more\n',
    },
  ],
  valid: [
    {
      text: 'services:\n  a:\n    image: a:1\n    volumes:\n      - /shared:/shared\n      - type: bind\n        source: /mnt\n        target: /mnt\n        bind:\n          propagation: rprivate\n',
    },
  ],
});

function withoutPropagation(service: Service, { index, form, propagation }: Volume) {
  if (form === 'long')
    return (
      service.remove('volumes', index, 'bind', 'propagation') ?? service.remove('volumes', index, 'bind')
    );
  const scalar = service.file.yaml.scalarAt(['services', service.name, 'volumes', index]);
  if (scalar === null || propagation === null || scalar.quoting === 'block') return null;
  const found = new RegExp(`(?:,${propagation}(?=,|$)|(?<=:)${propagation},|:${propagation}$)`).exec(
    scalar.text,
  );
  if (found === null) return null;
  const start = scalar.range.start + (scalar.quoting === 'plain' ? 0 : 1) + found.index;
  return [{ range: { start, end: start + found[0].length }, text: '' }];
}
