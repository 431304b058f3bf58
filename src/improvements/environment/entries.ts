import { isSecretName } from '../../ecosystems/secret-name.ts';
import { holdsPassword, isOfTheShell } from '../../ecosystems/variables.ts';
import {
  composeServices,
  type ComposeService,
  type EnvironmentEntry,
  type ServiceValue,
} from '../../model/compose-service.ts';
import { isMapping, textOrTexts } from '../../model/compose-values.ts';
import type { VariableUse } from '../../model/facts.ts';
import { fitsAsDefault, interpolationsIn, soleInterpolation } from '../../model/interpolation.ts';
import type { Setup } from '../../model/setup.ts';
import { required } from './required.ts';

/** What an entry of the service's environment is to be instead. */
export interface EntryEdit {
  entry: EnvironmentEntry;
  /** what the variable gets */
  next: string;
  value: ServiceValue;
  evidence: string;
  secret: boolean;
}

/** What the entries that are there become: required ones are asked for, others get their value as a default. */
export function entryEdits(
  setup: Setup,
  { environment: { form, entries } }: ComposeService,
  variables: readonly VariableUse[],
  withSecrets: boolean,
): EntryEdit[] {
  const services = hostNames(setup);
  return entries.flatMap((entry): EntryEdit[] => {
    const { key } = entry;
    // what an override or an extended service brings is theirs to say
    if (key === null) return [];
    const use = variables.find(({ name }) => name === entry.name) ?? null;
    const secret = isLiteralSecret(entry);
    if (secret && !withSecrets) return [];
    const next = secret ? required(setup, entry.name) : nextValue(setup, entry, use, services);
    if (next === null) return [];
    const evidence = secret
      ? `${entry.name} was written into the file: its value is asked for now, and should be changed`
      : `${entry.name} is read in ${use?.where ?? 'the source'}${use?.required ? ', and it stops without it' : ''}`;
    const text = form === 'list' ? `${entry.name}=${next}` : next;
    return [{ entry, next, value: [['environment', key], text], evidence, secret }];
  });
}

function nextValue(
  setup: Setup,
  { name, value }: EnvironmentEntry,
  use: VariableUse | null,
  services: readonly string[],
): string | null {
  if (use === null) return null;
  const sole = value === null ? null : soleInterpolation(value);
  if (value === null || sole?.operator === '')
    return use.required ? required(setup, sole?.name ?? name) : null;
  if (interpolationsIn(value).length > 0 || isOfTheShell(name) || !fitsAsDefault(value)) return null;
  // addresses within the compose file are its wiring, not a setting
  const isWiring = value.includes('://') || services.includes(value.replace(/:\d+$/, ''));
  return isWiring ? null : `\${${name}:-${value}}`;
}

/** A value, not a path to a file with the secret nor a switch. */
function isLiteralSecret({ name, value }: EnvironmentEntry): boolean {
  if (value === null || value === '' || interpolationsIn(value).length > 0) return false;
  return holdsPassword(value) || (isSecretName(name) && !/^(\/.*|true|false|\d{1,3})$/i.test(value));
}

/** Names that services reach each other by. */
function hostNames(setup: Setup): string[] {
  return [...composeServices(setup)].flatMap(([name, { value }]) => {
    const { container_name: container, hostname, networks } = value;
    const aliases = isMapping(networks)
      ? Object.values(networks).flatMap((one) => (isMapping(one) ? textOrTexts(one['aliases']) : []))
      : [];
    return [name, ...textOrTexts(container), ...textOrTexts(hostname), ...aliases];
  });
}
