import { isMapping, textOf } from '../model/compose-values.ts';
import { defineRule } from '../lint/index.ts';
import { expanded } from '../lint/index.ts';

const KICS = ['1c1325ff-831d-43a1-973e-839ae57dfcc0'];
/** Folders that belong to the host's system. */
const SYSTEM =
  /^\/(?:bin|sbin|boot|dev|etc|lib|lib32|lib64|proc|root|run|sys|usr|var\/run|var\/lib\/(?:docker|containerd|kubelet)|var\/spool\/cron|var\/log|var)?\/?$|^\/(?:boot|root|proc|sys|var\/lib\/(?:docker|containerd|kubelet)|etc\/(?:cron[^/]*|sudoers[^/]*|pam\.d|ssh|shadow|passwd|systemd|kubernetes))(?:\/|$)/;
/** Small things that tell a program where it is, and are mounted for that. */
const HARMLESS =
  /^\/(?:etc\/(?:localtime|timezone|machine-id|hosts|resolv\.conf|os-release)|sys\/fs\/cgroup|dev\/shm)(?:\/|$)/;
/** KICS takes everything below these for the system's. */
const BROAD = /^\/(?:bin|sbin|boot|cdrom|dev|etc|home|lib|media|proc|root|run|seLinux|srv|usr|var|sys)/;

export const composeSensitiveMount = defineRule({
  id: 'compose-sensitive-mount',
  title: 'No system folders of the host in containers',
  why: "A container that can write to `/etc` or `/usr` of the host can make itself root there; one that reads `/proc`, `/root` or the engine's folder sees the secrets of all others.",
  remedy: 'Mount the one file that is needed, read-only, or copy it into the image.',
  category: 'security',
  appliesTo: 'compose',
  severity: 'error',
  since: '0.2.0',
  // which file is needed, only its owner knows
  fix: null,
  weight: 8,
  aliases: { kics: KICS, cis: ['5.6'] },
  variants: {
    writable: { aliases: { kics: KICS, cis: ['5.6'] } },
    'read-only': { aliases: { kics: KICS, cis: ['5.6'] }, severity: 'info' },
    other: { aliases: { kics: KICS }, recommended: false, severity: 'info' },
  },
  links: ['https://docs.docker.com/engine/storage/bind-mounts/#considerations-and-constraints'],

  service(service, { report }) {
    for (const { index, source, readOnly, form } of service.volumes) {
      const variant = source === null ? null : variantOf(source, readOnly);
      if (source === null || variant === null) continue;
      report({
        at: form === 'long' ? service.at('volumes', index, 'source') : service.at('volumes', index),
        variant,
        message: told(service.name, source, variant),
      });
    }
  },

  compose(file, { report }) {
    const { volumes } = file.root;
    if (!isMapping(volumes)) return;
    for (const [name, volume] of Object.entries(volumes)) {
      const options = isMapping(volume) ? volume['driver_opts'] : null;
      if (!isMapping(options)) continue;
      for (const key of ['device', 'mountpoint']) {
        const source = expanded(textOf(options[key]) ?? '');
        const readOnly = /(?:^|,)ro(?:,|$)/.test(textOf(options['o']) ?? '');
        const variant = source === null ? null : variantOf(source, readOnly);
        if (source === null || variant === null) continue;
        report({
          at: file.at('volumes', name, 'driver_opts', key),
          variant,
          message: told(`The volume ${name}`, source, variant),
        });
      }
    }
  },

  invalid: [
    {
      text: 'services:\n  agent:\n    image: agent:1\n    volumes:\n      - /:/host\n      - /proc:/host/proc:ro\n      - /var/www:/www\n      - type: bind\n        source: /etc\n        target: /host/etc\nvolumes:\n  data:\n    driver_opts:\n      type: none\n      device: /root/data\n      o: bind\n',
      lines: [5, 6, 7, 9, 15],
      variants: ['writable', 'read-only', 'other', 'writable', 'writable'],
    },
  ],
  valid: [
    {
      text: 'services:\n  web:\n    image: nginx:1.29\n    volumes:\n      - ./etc:/etc/nginx\n      - data:/var/lib\n      - /opt/shop:/shop\n      - /tmp\n',
    },
  ],
});

function variantOf(source: string, readOnly: boolean): 'writable' | 'read-only' | 'other' | null {
  // the engine's socket is another rule's
  const isSystem = SYSTEM.test(source) && !HARMLESS.test(source) && !source.endsWith('.sock');
  if (isSystem) return readOnly ? 'read-only' : 'writable';
  return BROAD.test(source) ? 'other' : null;
}

function told(name: string, source: string, variant: string): string {
  const who = name.startsWith('The volume') ? name : `\`${name}\``;
  if (variant === 'other')
    return `${who} has the folder \`${source}\` of the host: mount as little as it needs, read-only where it only reads.`;
  return variant === 'read-only'
    ? `${who} can read \`${source}\`, which belongs to the host's system: mount the one file that it needs.`
    : `${who} can write to \`${source}\`, which belongs to the host's system, and so take the host over: mount the one file that it needs, read-only.`;
}
