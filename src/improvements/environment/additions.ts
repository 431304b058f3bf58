import { holdsPassword } from '../../ecosystems/variables.ts';
import type { ComposeService, ServiceValue } from '../../model/compose-service.ts';
import type { VariableUse } from '../../model/facts.ts';
import { fitsAsDefault } from '../../model/interpolation.ts';
import type { Setup } from '../../model/setup.ts';
import { required } from './required.ts';

/** Added behind what is there, required ones first. */
export function additions(
  setup: Setup,
  service: ComposeService,
  uses: readonly VariableUse[],
): ServiceValue[] {
  const { form, entries } = service.environment;
  const ordered = [...uses.filter((use) => use.required), ...uses.filter((use) => !use.required)];
  const values = ordered.map((use) => [use.name, valueFor(setup, use)] as const);
  if (form === 'map') return values.map(([name, value]) => [['environment', name], value]);
  const lines = values.map(([name, value]) => (value === null ? name : `${name}=${value}`));
  // the ones that are there may be edited in the same breath: each line is set at its own place
  const own = entries.filter(({ key }) => key !== null).length;
  if (own === 0) return lines.length === 0 ? [] : [[['environment'], lines]];
  return lines.map((line, index) => [['environment', own + index], line]);
}

/**
 * null passes the variable on only where the user sets it: an empty text would hide what the program, or a file in the
 * image, has for a variable that is not set. A default that is secret or hard to write is not copied.
 */
function valueFor(setup: Setup, use: VariableUse): string | null {
  if (use.required) return required(setup, use.name);
  const value = use.default ?? '';
  const isPlain = value !== '' && !use.secret && fitsAsDefault(value) && !holdsPassword(value);
  return isPlain ? `\${${use.name}:-${value}}` : null;
}
