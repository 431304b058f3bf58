import { isMapping, listOf, textOf } from '../model/compose-values.ts';
import { defineRule, type ComposeFile, type Service } from '../lint/index.ts';

const KICS = ['8c978947-0ff6-485c-b0c2-0bfca6026466'];

export const composeSharedVolume = defineRule({
  id: 'compose-shared-volume',
  title: 'One writer a volume',
  why: 'Two services that write to one volume have to agree on owners, locks and formats; a database whose files two servers open is lost.',
  remedy: 'Give each service its own volume, or mount it read-only (`:ro`) in all but one.',
  category: 'compose',
  appliesTo: 'compose',
  severity: 'info',
  since: '0.2.0',
  fix: null,
  weight: 0,
  aliases: { kics: KICS },
  variants: {
    writers: { aliases: { kics: KICS } },
    // declared and used by one, or one of them only reads, or a folder of the host
    other: { aliases: { kics: KICS }, recommended: false },
  },
  links: ['https://docs.docker.com/engine/storage/volumes/#share-data-between-machines'],

  compose(file, { report, wants }) {
    const writers = new Map<string, Service>();
    const twice = wants('other') ? mountedTwice(file) : null;
    const declared = isMapping(file.root['volumes']) ? file.root['volumes'] : {};
    for (const service of file.services)
      for (const { index, source, kind, readOnly } of service.volumes) {
        const isNamed = kind === 'volume' && source !== null;
        const writer = isNamed && !readOnly ? writers.get(source) : undefined;
        if (isNamed && !readOnly && writer === undefined) writers.set(source, service);
        const at = service.at('volumes', index);
        if (writer !== undefined && writer !== service && !isSameProgram(writer, service))
          report({
            at,
            variant: 'writers',
            message: `\`${service.name}\` writes to the volume \`${source}\`, as \`${writer.name}\` does: mount it read-only in one of them, unless they are made to share it.`,
          });
        else if (twice !== null) {
          const text = textOf(listOf(service.own['volumes'])[index]);
          if (
            text === null ||
            !(twice.has(text) || (source !== null && Object.hasOwn(declared, source) && text.includes(':')))
          )
            continue;
          report({
            at,
            variant: 'other',
            message: `\`${service.name}\` mounts \`${text}\`, which ${twice.has(text) ? 'another service mounts' : 'other services can mount'} as well: see that no two write to it.`,
          });
        }
      }
  },

  invalid: [
    {
      text: 'services:\n  web:\n    image: a:1\n    volumes: [media:/media, "./src:/src"]\n  worker:\n    image: b:1\n    volumes:\n      - media:/srv/media\n      - ./src:/src\nvolumes:\n  media:\n',
      lines: [4, 4, 8, 9],
      variants: ['other', 'other', 'writers', 'other'],
    },
  ],
  valid: [
    {
      text: 'services:\n  web:\n    image: a:1\n    volumes: [./a:/a, /b]\n  worker:\n    image: a:1\n    volumes: [./b:/b]\n',
    },
  ],
});

/** Copies and workers of one program are made to share what it writes. */
const isSameProgram = (a: Service, b: Service): boolean =>
  ['image', 'build'].some(
    (key) => a.has(key) && JSON.stringify(a.value[key]) === JSON.stringify(b.value[key]),
  );

/** Entries that stand in several services, letter for letter. */
function mountedTwice(file: ComposeFile): Set<string> {
  const owners = new Map<string, string>();
  const twice = new Set<string>();
  for (const { name, own } of file.services)
    for (const entry of listOf(own['volumes'])) {
      const text = textOf(entry);
      if (text === null) continue;
      const owner = owners.get(text);
      if (owner === undefined) owners.set(text, name);
      else if (owner !== name) twice.add(text);
    }
  return twice;
}
