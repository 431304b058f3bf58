import { isMapping, listOf, textOf } from '../model/compose-values.ts';
import { defineRule } from '../lint/index.ts';

/** They hold nothing of the host's. */
const HARMLESS = /^\/dev\/(?:null|zero|full|u?random|tty|fuse|net\/tun|dri(?:\/.*)?|snd(?:\/.*)?|kfd|kvm)$/;

export const composeHostDevice = defineRule({
  id: 'compose-host-device',
  title: 'Devices of the host on purpose only',
  why: 'A device in a container is a way around its walls: a disk is every file on it, a serial line whatever hangs there.',
  remedy:
    'Give only the device that is needed, with only the rights that are needed: `/dev/ttyUSB0:/dev/ttyUSB0:r`.',
  category: 'security',
  appliesTo: 'compose',
  severity: 'info',
  since: '0.2.0',
  fix: null,
  weight: 2,
  aliases: { cis: ['5.18'] },
  variants: {
    device: { aliases: { cis: ['5.18'] } },
    // graphics, sound, tunnels: given for what they are
    'made-for-sharing': { aliases: { cis: ['5.18'] }, recommended: false },
  },
  links: ['https://docs.docker.com/reference/compose-file/services/#devices'],

  service(service, { report }) {
    for (const [index, device] of listOf(service.own['devices']).entries()) {
      const source = isMapping(device) ? textOf(device['source']) : (textOf(device)?.split(':')[0] ?? null);
      // the names of CDI devices (`vendor.com/class=name`) are no paths
      if (source === null || !source.startsWith('/')) continue;
      report({
        at: service.at('devices', index),
        variant: HARMLESS.test(source) ? 'made-for-sharing' : 'device',
        message: `\`${service.name}\` gets the device \`${source}\` of the host: give it only what it needs, read-only (\`:r\`) where it only reads.`,
      });
    }
  },

  invalid: [
    {
      text: 'services:\n  ha:\n    image: home:1\n    devices:\n      - /dev/sda:/dev/sda\n      - /dev/dri:/dev/dri\n      - source: /dev/ttyUSB0\n        target: /dev/ttyUSB0\n',
      lines: [5, 6, 7],
      variants: ['device', 'made-for-sharing', 'device'],
    },
  ],
  valid: [{ text: 'services:\n  ai:\n    image: ai:1\n    devices: ["nvidia.com/gpu=all"]\n' }],
});
