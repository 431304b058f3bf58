import {
  composeService,
  composeServices,
  setInService,
  type EnvironmentEntry,
  type ServiceValue,
} from '../../model/compose-service.ts';
import { interpolationsIn } from '../../model/interpolation.ts';
import type { Setup } from '../../model/setup.ts';
import type { EntryEdit } from './entries.ts';

/** The same variable of another service. */
export interface OtherEntry {
  service: string;
  value: ServiceValue;
}

/**
 * Where other services are given the very same value, as a database is that of its user: all get the same text, or
 * setting the variable would part them. Null when one of them cannot be edited, and for a setting whose value is what
 * tells the services apart: one variable cannot stand for both.
 */
export function sharedWith(setup: Setup, { entry, next, secret }: EntryEdit): OtherEntry[] | null {
  if (entry.value === null || interpolationsIn(entry.value).length > 0) return [];
  const found: OtherEntry[] = [];
  for (const [name] of composeServices(setup)) {
    if (name === setup.paths.service) continue;
    const environment = composeService(asService(setup, name))?.environment;
    for (const other of environment?.entries ?? []) {
      const isOtherName = secret && other.value === entry.value && isSamePassword(setup, entry, other.name);
      if (other.name !== entry.name && !isOtherName) continue;
      if (other.value !== entry.value) {
        if (!secret && other.value !== null && interpolationsIn(other.value).length === 0) return null;
        continue;
      }
      if (other.key === null) return null;
      const text = environment?.form === 'list' ? `${other.name}=${next}` : next;
      const edit: OtherEntry = { service: name, value: [['environment', other.key], text] };
      if (setInOther(setup, edit).setup === null) return null;
      found.push(edit);
    }
  }
  return found;
}

const PASSWORD = /PASS(WORD|WD|PHRASE)?(_|$)|PWD$/i;

/** A database may call the password of its user otherwise; that of several things at once is not told apart. */
function isSamePassword(setup: Setup, { name, value }: EnvironmentEntry, other: string): boolean {
  const entries = composeService(setup)?.environment.entries ?? [];
  const alike = entries.filter((one) => one.value === value && PASSWORD.test(one.name));
  return PASSWORD.test(name) && PASSWORD.test(other) && alike.length === 1;
}

const asService = (setup: Setup, service: string): Setup => ({
  ...setup,
  paths: { ...setup.paths, service },
});

/** The setup with that entry of the other service set; null where it cannot be. */
export function setInOther(setup: Setup, { service, value }: OtherEntry): { setup: Setup | null } {
  const edited = setInService(asService(setup, service), [value]);
  return { setup: edited.setup && { ...edited.setup, paths: setup.paths } };
}
