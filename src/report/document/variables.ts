import { isSecretName } from '../../ecosystems/secret-name.ts';
import { holdsPassword } from '../../ecosystems/variables.ts';
import { setByCompose, settingsOf } from '../../improvements/env-example.ts';
import { code, table } from './markdown.ts';
import type { Section } from './facts.ts';
import { environmentSource } from './usage.ts';

/** Names and defaults of what the program and the compose file read; a secret's value is never among them. */
export const variables: Section = (facts) => {
  const settings = settingsOf(facts.after);
  if (settings.length === 0) return null;
  const cellOf = (text: string) => code(text).replaceAll('|', '\\|');
  const fixed = setByCompose(facts.after);
  const rows = [...settings]
    .sort((a, b) => Number(b.required) - Number(a.required))
    .map(({ name, value: byDefault, required, readIn }) => {
      const value = fixed.get(name) ?? byDefault;
      return [
        cellOf(name),
        fixed.has(name) ? 'set by compose' : required ? 'required' : 'optional',
        isSecretName(name) || holdsPassword(value)
          ? 'none (a secret)'
          : value === ''
            ? 'none'
            : cellOf(value),
        readIn === null ? 'the compose file' : cellOf(readIn),
      ];
    });
  const sentence = environmentSource(facts);
  return [
    `${sentence.slice(0, 1).toUpperCase()}${sentence.slice(1)}`,
    table(
      [
        'variable',
        'needed',
        settings.some(({ name }) => fixed.has(name)) ? 'value, or default' : 'default',
        'read in',
      ],
      rows,
    ),
  ].join('\n\n');
};
