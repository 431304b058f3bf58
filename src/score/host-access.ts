import { composeService } from '../model/compose-service.ts';
import type { RunningState } from '../model/result.ts';
import type { Setup } from '../model/setup.ts';
import { parseYaml } from '../syntax/yaml/index.ts';

/** Capabilities with which a container's root comes to its host: capabilities(7). */
const STRONG = new Set(
  'ALL SYS_ADMIN SYS_MODULE SYS_PTRACE SYS_RAWIO DAC_READ_SEARCH BPF SYS_BOOT NET_ADMIN'.split(' '),
);
const ENGINE_SOCKET = /\/(?:docker|podman|containerd)\.sock$/;

/** What gives the setup's container a way to its host, each as a word or two. */
export function hostAccess(setup: Setup, state: RunningState | null): string[] {
  const service = composeService(setup);
  const { compose, service: name } = setup.paths;
  const text = compose === null ? undefined : setup.files.get(compose);
  const raw = text === undefined || name === null ? null : parseYaml(text).get(['services', name]);
  const key = (one: string): unknown =>
    typeof raw === 'object' && raw !== null ? (raw as Record<string, unknown>)[one] : undefined;
  const added = [...(state?.capAdd ?? []), ...(service?.capAdd ?? [])].map((one) =>
    one.toUpperCase().replace(/^CAP_/, ''),
  );
  const found = [
    ...(state?.privileged || service?.privileged ? ['privileged'] : []),
    ...added.filter((one) => STRONG.has(one)),
    ...(service?.volumes.some(({ source }) => ENGINE_SOCKET.test(source ?? ''))
      ? ["the engine's socket"]
      : []),
    ...['network_mode', 'pid', 'ipc'].filter((one) => key(one) === 'host').map((one) => `${one}: host`),
  ];
  return [...new Set(found)];
}
