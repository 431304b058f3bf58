import type { ComposeModel } from './compose-config.ts';
import { isRecord } from './json.ts';

/** On everything that we make; its value is the id of the run. What carries it is ours to remove. */
export const RUN_LABEL = 'shipshape.run';

/**
 * @returns a copy of the model whose services, networks and volumes (and so all that compose makes of them) carry the
 * label of the run. External networks and volumes are not made by us and stay as they are.
 */
export function labelled(model: ComposeModel, runId: string): ComposeModel {
  const copy = structuredClone(model);
  const networks = copy.networks ?? {};
  // Compose makes the default network unasked whenever a service names no other.
  if (Object.values(copy.services).some(usesDefaultNetwork) && !('default' in networks))
    networks['default'] = {};
  return {
    ...copy,
    services: mapValues(copy.services, (service) => withLabel(service, runId)),
    networks: mapValues(networks, (network) => labelUnlessExternal(network, runId)),
    volumes: mapValues(copy.volumes ?? {}, (volume) => labelUnlessExternal(volume, runId)),
  };
}

function usesDefaultNetwork(service: Record<string, unknown>): boolean {
  if (service['network_mode'] !== undefined) return false;
  const { networks } = service;
  if (networks === undefined || networks === null) return true;
  return Array.isArray(networks) ? networks.includes('default') : isRecord(networks) && 'default' in networks;
}

function labelUnlessExternal(resource: unknown, runId: string): unknown {
  const definition = isRecord(resource) ? resource : {};
  const external = definition['external'];
  return external === true || isRecord(external) ? resource : withLabel(definition, runId);
}

function withLabel(definition: Record<string, unknown>, runId: string): Record<string, unknown> {
  const { labels } = definition;
  const ours = { [RUN_LABEL]: runId };
  if (!Array.isArray(labels))
    return { ...definition, labels: { ...(isRecord(labels) ? labels : {}), ...ours } };
  const others = labels.filter((label) => !String(label).startsWith(`${RUN_LABEL}=`));
  return { ...definition, labels: [...others, `${RUN_LABEL}=${runId}`] };
}

function mapValues<From, To>(record: Record<string, From>, change: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
