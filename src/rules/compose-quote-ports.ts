import { listOf } from '../model/compose-values.ts';
import { defineRule, textOption } from '../lint/index.ts';
import type { ScalarText } from '../syntax/yaml/index.ts';

export const composeQuotePorts = defineRule({
  id: 'compose-quote-ports',
  title: 'Ports in quotes',
  why: 'YAML 1.1 reads digits with colons as a number to the base of 60, so that `22:22` is 1342. Compose of today does not, other readers of the same file do.',
  remedy: 'Put the port in quotes.',
  category: 'compose',
  appliesTo: 'compose',
  severity: 'warning',
  since: '0.2.0',
  fix: 'safe',
  weight: 0,
  aliases: { dclint: ['require-quotes-in-ports'] },
  variants: {
    'base-60': { aliases: { dclint: ['require-quotes-in-ports'] } },
    unquoted: { aliases: { dclint: ['require-quotes-in-ports'] }, recommended: false, severity: 'style' },
    'other-quotes': {
      aliases: { dclint: ['require-quotes-in-ports'] },
      recommended: false,
      severity: 'style',
    },
  },
  options: { quotes: textOption('single', 'which quotes are asked for', ['single', 'double']) },
  links: ['https://docs.docker.com/reference/compose-file/services/#ports', 'https://yaml.org/type/int.html'],

  service(service, { report, wants, options }) {
    for (const key of ['ports', 'expose'])
      for (const index of listOf(service.own[key]).keys()) {
        const scalar = service.file.yaml.scalarAt(['services', service.name, key, index]);
        if (scalar === null || scalar.quoting === options.quotes || scalar.quoting === 'block') continue;
        const variant =
          scalar.quoting !== 'plain' ? 'other-quotes' : isBase60(scalar.text) ? 'base-60' : 'unquoted';
        // in double quotes a port is as safe as in single ones
        if (!wants(variant)) continue;
        report({
          at: scalar.range,
          variant,
          message:
            variant === 'base-60'
              ? `YAML 1.1 reads \`${scalar.text}\` as the number ${base60(scalar.text)}: put it in quotes, so that every reader of the file sees the port.`
              : variant === 'unquoted'
                ? `The port \`${scalar.text}\` stands without quotes, which others of its kind need: quote it too.`
                : `The port \`${scalar.text}\` stands in ${scalar.quoting} quotes, and ${options.quotes} ones are agreed upon.`,
          fix: () => quoted(scalar, options.quotes),
        });
      }
  },

  invalid: [
    {
      text: 'services:\n  ssh:\n    image: sshd:9\n    ports:\n      - 22:22 # admins\n      - 8022:22\n      - "80:80"\n      - \'81:80\'\n    expose: [ 3000 ]\n',
      lines: [5, 6, 7, 9],
      variants: ['base-60', 'base-60', 'other-quotes', 'unquoted'],
      fixed:
        "services:\n  ssh:\n    image: sshd:9\n    ports:\n      - '22:22' # admins\n      - '8022:22'\n      - '80:80'\n      - '81:80'\n    expose: [ '3000' ]\n",
    },
  ],
  valid: [
    { text: "services:\n  web:\n    image: nginx:1.29\n    ports:\n      - '80:80'\n      - target: 81\n" },
  ],
});

const isBase60 = (text: string): boolean => /^[1-9]\d*(?::[0-5]?\d)+$/.test(text);

const base60 = (text: string): number => text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);

function quoted({ range, text }: ScalarText, quotes: string) {
  if (/['"\\\s]/.test(text)) return null;
  const mark = quotes === 'double' ? '"' : "'";
  return [{ range, text: `${mark}${text}${mark}` }];
}
