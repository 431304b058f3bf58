import { ShipshapeError } from '../errors.ts';
import { CONFIG_KEYS, CONFIG_NAME } from './config-keys.ts';
import { insideProject } from './paths.ts';
import { parseProbe, PROBE_FORM, type Probe } from './probe.ts';
import { readText } from './text.ts';
import { readYaml, type YamlValue } from './yaml-data.ts';

/** What the project's own `shipshape.yaml` asks for. */
export interface Config {
  probes: Probe[];
  /** the environment for the runs */
  env: Record<string, string>;
  /** a file with the environment for the runs, relative to the project's folder */
  envFile: string | null;
  /** ids of changes that are not to be made */
  skip: string[];
  /** seconds that the program may take until it answers; null: the usual limit */
  start: { timeout: number | null };
}

/**
 * Reads `shipshape.yaml`; without one nothing is asked for.
 * @throws ShipshapeError CONFIG_INVALID at its place, FILE_UNREADABLE
 */
export async function readConfig(projectDir: string): Promise<Config> {
  const text = await readText(projectDir, CONFIG_NAME);
  const root = text === null ? null : readYaml(CONFIG_NAME, text, 'CONFIG_INVALID');
  if (root === null || root.isEmpty) return configOf(null, projectDir);
  return configOf(root, projectDir);
}

function configOf(root: YamlValue | null, projectDir: string): Config {
  if (root) requireKeys(root, CONFIG_KEYS);
  const start = root && given(root, 'start');
  if (start) requireKeys(start, ['timeout']);
  return {
    probes: listOf(root, 'probes').map(probeOf),
    env: envOf(root && given(root, 'env')),
    envFile: envFileOf(root && given(root, 'envFile'), projectDir),
    skip: listOf(root, 'skip').map(changeId),
    start: { timeout: timeoutOf(start && given(start, 'timeout')) },
  };
}

function probeOf(value: YamlValue): Probe {
  if (!value.isText || !new RegExp(PROBE_FORM).test(value.scalar ?? ''))
    throw invalid(value, 'be a probe like "GET /health 200"');
  return parseProbe(value.scalar ?? '');
}

function envOf(value: YamlValue | null): Record<string, string> {
  if (!value) return {};
  if (!value.entries) throw invalid(value, 'be a mapping of names to values');
  const pairs = [...value.entries].map(([name, item]) => {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
      throw invalid(item, 'have a name of letters, digits and underscores');
    if (item.scalar === null) throw invalid(item, 'be a text, a number or a truth value');
    return [name, item.scalar] as const;
  });
  return Object.fromEntries(pairs);
}

function envFileOf(value: YamlValue | null, projectDir: string): string | null {
  if (!value) return null;
  const path = value.isText ? value.scalar : null;
  if (path === null || path === '') throw invalid(value, 'be the path of a file');
  const inside = insideProject(projectDir, path);
  if (inside === null) throw invalid(value, "lie in the project's folder");
  return inside;
}

function changeId(value: YamlValue): string {
  if (!value.isText || !/^[a-z][a-z0-9-]*$/.test(value.scalar ?? ''))
    throw invalid(value, 'be the id of a change, like "health-check"');
  return value.scalar ?? '';
}

function timeoutOf(value: YamlValue | null): number | null {
  if (!value) return null;
  const seconds = Number(value.scalar);
  if (!value.isNumber || !(seconds > 0 && seconds <= 3600))
    throw invalid(value, 'be a number of seconds above 0, at most 3600');
  return seconds;
}

/** The value of a key that stands in the file, null when it does not. */
function given(value: YamlValue, key: string): YamlValue | null {
  return value.entries?.get(key) ?? null;
}

function listOf(root: YamlValue | null, key: string): YamlValue[] {
  const value = root && given(root, key);
  if (!value) return [];
  const { items } = value;
  if (!items) throw invalid(value, 'be a list');
  return items;
}

function requireKeys(value: YamlValue, allowed: readonly string[]): void {
  if (!value.entries) throw invalid(value, 'be a mapping');
  for (const [key, child] of value.entries)
    if (!allowed.includes(key)) throw invalid(child, `not be there (known: ${allowed.join(', ')})`);
}

const invalid = (value: YamlValue, must: string): ShipshapeError =>
  new ShipshapeError('CONFIG_INVALID', {
    what: `${CONFIG_NAME}: ${value.name} must ${must}.`,
    where: { path: CONFIG_NAME, line: value.line },
  });
