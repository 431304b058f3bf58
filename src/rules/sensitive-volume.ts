import { defineRule } from '../lint/index.ts';

const KERNEL =
  /^\/(?:proc|sys|dev|boot|lib\/modules|usr\/lib\/modules)(?:\/|$)|^\/+$|^\/(?:var\/)?run\/(?:docker|containerd|podman)[\w./-]*\.sock$/;

const COVERS = "covers what the kernel shows there; declare only folders that hold the program's data.";

export const sensitiveVolume = defineRule({
  id: 'sensitive-volume',
  title: 'No volume over the kernel and its devices',
  why: "Folders such as `/proc`, `/sys` and `/dev` are views of the kernel. A volume there hides them from the container, and whoever binds the host's in their place hands out the host.",
  remedy: 'Declare the folders that hold data, such as `/var/lib/app`, and no other.',
  category: 'security',
  appliesTo: 'dockerfile',
  severity: 'error',
  since: '0.2.0',
  fix: null,
  weight: 5,
  aliases: { dockle: ['DKL-DI-0002'] },
  links: ['https://docs.docker.com/reference/dockerfile/#volume'],

  instructions: {
    VOLUME(instruction, { report }) {
      for (const word of instruction.node.words) {
        const path = instruction.valueOf(word.value)?.replace(/(?<=.)\/+$/, '') ?? null;
        if (path !== null && KERNEL.test(path))
          report({
            at: word.range,
            message: `A volume at \`${path}\` ${COVERS}`,
          });
      }
    },
  },

  image({ at, config }, { report }) {
    for (const path of config.volumes)
      if (KERNEL.test(path.replace(/(?<=.)\/+$/, '')))
        report({ at, message: `The image declares a volume at \`${path}\`, which ${COVERS}` });
  },

  invalid: [
    {
      text: 'an image with a volume at /dev',
      image: { config: { volumes: ['/data', '/dev/'] } },
      lines: [1],
    },
    { text: 'FROM debian:13\nVOLUME /proc\nVOLUME ["/data", "/dev/shm"]\n', lines: [2, 3] },
    { text: 'FROM debian:13\nENV DIR=/sys\nVOLUME $DIR/\n', lines: [3] },
  ],
  valid: [{ text: 'FROM debian:13\nVOLUME /data /system /var/lib/process ["/srv/dev"]\n' }],
});
