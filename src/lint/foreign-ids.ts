import type { Finding } from './finding.ts';
import type { Aliases } from './tool.ts';

/** KICS queries that were renamed or withdrawn and still stand in people's files: what they are with us. */
const RETIRED: Readonly<Record<string, string>> = {
  '682fe378-c180-4bd5-8a14-95fc285fb269': 'no-system-upgrade',
  '09fda05e-da85-4ee7-ab8d-2800a5e6e756': 'no-system-upgrade',
  '989ab888-7d1e-410f-9dde-c64a1d367bf2': 'no-system-upgrade',
  '8f6456be-0018-46db-9ce6-b3b6dc8d34d2': 'no-system-upgrade',
  'd4895357-dd49-4ba5-b726-1bb81cb50989': 'no-system-upgrade',
  'c3e1b6ae-d92c-44b3-8ed5-1f5442bab6a4': 'hardcoded-secret',
  'ce14a68b-1668-41a0-ab7d-facd9f784742': 'compose-default-bridge',
};

/**
 * One spelling for all that people write for the same id: `DS001`, `DS-0001` and `AVD-DS-0001`; `hadolint/DL3008` and
 * `DL3008`; `CIS 4.1` and `4.1`; retired ids are what took their place.
 */
export function plainId(written: string): string {
  const id = written
    .trim()
    .toLowerCase()
    .replace(/^(?:hadolint|buildkit|shellcheck|shipshape|kics|dclint|dockle|trivy|checkov)\//, '');
  const trivy = /^(?:avd-)?ds-?0*(\d+)$/.exec(id)?.[1];
  if (trivy !== undefined) return `ds-${trivy.padStart(4, '0')}`;
  const cis = /^cis[ _-]?(\d+\.\d+)$/.exec(id)?.[1];
  return cis ?? RETIRED[id] ?? id;
}

const keys = new WeakMap<Aliases, readonly string[]>();

/** All that a finding goes by: its rule, the other tools' ids in their plain spelling, `hadolint:*` for each tool, `*`. */
export function namesOf({ rule, ids }: Pick<Finding, 'rule' | 'ids'>): readonly string[] {
  let names = keys.get(ids);
  if (names === undefined) {
    names = Object.entries(ids).flatMap(([tool, list]) => [`${tool}:*`, ...list.map(plainId)]);
    keys.set(ids, names);
  }
  return [rule, '*', ...names];
}
