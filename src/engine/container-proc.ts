import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execIn, inspectContainer } from './containers.ts';
import type { Engine } from './engine.ts';

export interface ListeningPort {
  port: number;
  /** Bound to 127.0.0.0/8 or ::1, so that nothing outside the container can reach it. */
  loopbackOnly: boolean;
}

/**
 * TCP ports in state LISTEN, ascending; null when neither the host's /proc nor a `cat` in the image tells.
 * Docker's own name server in user-defined networks (127.0.0.11) is left out.
 */
export async function listeningPorts(engine: Engine, id: string): Promise<ListeningPort[] | null> {
  const proc = await hostProc(engine, id);
  const fromHost = proc === null ? null : await readAll([`${proc}/net/tcp`, `${proc}/net/tcp6`]);
  const table = fromHost ?? (await catIn(engine, id, ['/proc/net/tcp', '/proc/net/tcp6']));
  return table === null ? null : parseListening(table);
}

/** The files that tell a container's highest memory use, seen from inside: cgroup v2 (Linux ≥ 5.19), cgroup v1. */
const PEAK_FILES = ['/sys/fs/cgroup/memory.peak', '/sys/fs/cgroup/memory/memory.max_usage_in_bytes'];

/** The most memory that a running container ever used, page cache included, in bytes; null when not known. */
export async function peakMemory(engine: Engine, id: string): Promise<number | null> {
  const proc = await hostProc(engine, id);
  if (proc !== null) {
    const found = await peakFromHost(proc);
    if (found !== null) return found;
  }
  for (const file of PEAK_FILES) {
    const told = bytes(await catIn(engine, id, [file]));
    if (told !== null) return told;
  }
  return null;
}

/** Parses /proc/net/tcp and tcp6: addresses are hexadecimal, in the host's byte order; state 0A is LISTEN. */
export function parseListening(table: string): ListeningPort[] {
  const open = new Map<number, boolean>();
  for (const line of table.split('\n')) {
    const [, address, hexPort, state] =
      /^\s*\d+:\s+([0-9A-F]+):([0-9A-F]{4})\s+\S+\s+([0-9A-F]{2})\s/.exec(line) ?? [];
    if (address === undefined || hexPort === undefined || state !== '0A' || address === DOCKER_DNS) continue;
    const port = Number.parseInt(hexPort, 16);
    open.set(port, isLoopback(address) && (open.get(port) ?? true));
  }
  return [...open].map(([port, loopbackOnly]) => ({ port, loopbackOnly })).sort((a, b) => a.port - b.port);
}

const DOCKER_DNS = '0B00007F';

function isLoopback(address: string): boolean {
  // 127.x.y.z, ::1 and ::ffff:127.x.y.z, each 32-bit word little-endian.
  return (
    /^.{6}7F$/.test(address) ||
    address === '00000000000000000000000001000000' ||
    /^0{16}FFFF0{4}.{6}7F$/.test(address)
  );
}

/**
 * The folder of the container's first process in our own /proc. The engine may count process ids in another namespace
 * or machine than ours, so it is only taken when its control group names the container.
 */
async function hostProc(engine: Engine, id: string): Promise<string | null> {
  if (engine.facts.remote) return null;
  const container = await inspectContainer(engine, id);
  if (container === null || container.pid === null) return null;
  const groups = await readFile(`/proc/${container.pid}/cgroup`, 'utf8').catch(() => '');
  return groups.includes(container.id) ? `/proc/${container.pid}` : null;
}

async function peakFromHost(proc: string): Promise<number | null> {
  const groups = await readFile(`${proc}/cgroup`, 'utf8').catch(() => '');
  const v1 = /^\d+:(?:[^:\n]*,)?memory(?:,[^:\n]*)?:(.+)$/m.exec(groups)?.[1];
  const v2 = /^0::(.+)$/m.exec(groups)?.[1];
  if (v1 !== undefined) {
    return bytes(await readAll([join('/sys/fs/cgroup/memory', v1, 'memory.max_usage_in_bytes')]));
  }
  return v2 === undefined ? null : bytes(await readAll([join('/sys/fs/cgroup', v2, 'memory.peak')]));
}

async function readAll(files: readonly string[]): Promise<string | null> {
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => null)));
  const read = texts.filter((text) => text !== null);
  return read.length === 0 ? null : read.join('\n');
}

/** Where IPv6 is off one file is missing and `cat` says so, but prints the other. */
async function catIn(engine: Engine, id: string, files: readonly string[]): Promise<string | null> {
  const { stdout } = await execIn(engine, id, ['cat', ...files], { user: '0' });
  return stdout === '' ? null : stdout;
}

function bytes(text: string | null): number | null {
  return text !== null && /^\d+$/.test(text.trim()) ? Number(text) : null;
}
