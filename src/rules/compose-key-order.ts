import { isMapping, listOf } from '../model/compose-values.ts';
import { defineRule, textsOption } from '../lint/index.ts';
import { compareNames, inOrder, portNumber, topLevelOrder, type Order } from './compose/order.ts';

const order = (id: string) => ({ aliases: { dclint: [id] } });

export const composeKeyOrder = defineRule({
  id: 'compose-key-order',
  title: 'Keys, services and lists in the agreed order',
  why: 'Files whose parts stand in the same order are read faster, and changes of two people meet in fewer conflicts.',
  remedy: 'Sort them; `--fix` does so and takes the comments along.',
  category: 'compose',
  appliesTo: 'compose',
  severity: 'style',
  since: '0.2.0',
  fix: 'safe',
  weight: 0,
  aliases: {
    dclint: [
      'service-dependencies-alphabetical-order',
      'service-keys-order',
      'service-ports-alphabetical-order',
      'services-alphabetical-order',
      'top-level-properties-order',
    ],
  },
  variants: {
    'depends-on': order('service-dependencies-alphabetical-order'),
    keys: order('service-keys-order'),
    ports: order('service-ports-alphabetical-order'),
    services: order('services-alphabetical-order'),
    'top-level': order('top-level-properties-order'),
  },
  options: {
    keys: textsOption(
      'image build container_name depends_on volumes volumes_from configs secrets environment env_file ports networks network_mode extra_hosts command entrypoint working_dir restart healthcheck logging labels user isolation'.split(
        ' ',
      ),
      'the keys of a service in order; others follow by name',
    ),
    topLevel: textsOption(
      ['x-', 'version', 'name', 'include', 'services', 'networks', 'volumes', 'secrets', 'configs'],
      "the keys at the top in order; `x-` stands for all of the user's own",
    ),
  },
  links: ['https://docs.docker.com/reference/compose-file/'],

  compose(file, { report, options, wants }) {
    const tell = (
      variant: string,
      wanted: Order,
      path: (string | number)[],
      message: (name: string) => string,
    ) => {
      const { misplaced, permutation } = wanted;
      let edits: ReturnType<typeof file.yaml.orderEdits> | undefined;
      for (const { name, key } of misplaced)
        report({
          at: key === null ? file.at(...path) : file.at(...path, key),
          variant,
          message: message(name),
          fix: () => (edits === undefined ? (edits = file.yaml.orderEdits(path, permutation)) : edits),
        });
    };
    if (wants('top-level')) {
      const keys = file.yaml.keysAt([]);
      tell(
        'top-level',
        topLevelOrder(keys, options.topLevel),
        [],
        (name) => `\`${name}\` is out of order: the keys at the top go ${options.topLevel.join(', ')}.`,
      );
    }
    if (wants('services'))
      tell(
        'services',
        inOrder(file.yaml.keysAt(['services']), compareNames, 'each'),
        ['services'],
        (name) =>
          `The service \`${name}\` stands behind one that comes later in the alphabet: sort the services by name.`,
      );
    for (const { name, own } of file.services) {
      const path = ['services', name];
      if (wants('keys')) {
        const keys = file.yaml.keysAt(path);
        const place = (key: string): number => {
          const at = options.keys.indexOf(key);
          return at < 0 ? options.keys.length : at;
        };
        const compare = (a: string, b: string): number =>
          place(a) - place(b) || (place(a) < options.keys.length ? 0 : compareNames(a, b));
        tell(
          'keys',
          inOrder(keys, compare, 'neighbours'),
          path,
          (key) =>
            `\`${key}\` of \`${name}\` is out of order: what a service is comes first, then its data, settings, network and way to run, and the rest by name.`,
        );
      }
      const depends = own['depends_on'];
      if (wants('depends-on') && typeof depends === 'object' && depends !== null) {
        const here = [...path, 'depends_on'];
        const isAlias = file.source[file.yaml.rangeOf(here)?.value?.start ?? -1] === '*';
        const names = isAlias ? [] : Array.isArray(depends) ? depends.map(String) : file.yaml.keysAt(here);
        tell(
          'depends-on',
          inOrder(names, compareNames, 'whole'),
          [...path, 'depends_on'],
          () => `What \`${name}\` depends on is not sorted by name.`,
        );
      }
      if (wants('ports') && Array.isArray(own['ports'])) {
        const ports = listOf(own['ports']).map((port) =>
          portNumber(isMapping(port) ? port['published'] : port),
        );
        const numeric = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });
        tell(
          'ports',
          inOrder(ports, numeric, 'whole'),
          [...path, 'ports'],
          () => `The ports of \`${name}\` are not sorted by number.`,
        );
      }
    }
  },

  invalid: [
    {
      text: 'services:\n  web:\n    ports:\n      - "443:443"\n      # plain\n      - "80:80"\n    # the program\n    image: nginx:1.29 # pinned\n\n  api:\n    image: nginx:1.29\n    depends_on: [web, db]\nname: shop\n',
      lines: [3, 7, 10, 12, 13].map((line) => (line === 7 ? 8 : line)),
      variants: ['ports', 'keys', 'services', 'depends-on', 'top-level'],
      fixed:
        'name: shop\nservices:\n  api:\n    image: nginx:1.29\n    depends_on: [web, db]\n\n  web:\n    # the program\n    image: nginx:1.29 # pinned\n    ports:\n      # plain\n      - "80:80"\n      - "443:443"\n',
    },
  ],
  valid: [
    {
      text: 'x-a: 1\nname: shop\nservices:\n  api:\n    image: nginx:1.29\n    depends_on:\n      - cache\n      - db\n    ports: ["80:80", "443:443"]\n    cap_drop: [ALL]\n    tty: true\nvolumes:\n  data:\n',
    },
  ],
});
