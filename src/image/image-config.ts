import type { Healthcheck, ImageConfig } from './image-index.ts';
import { asList, asNumber, asObject, asString, type JsonObject } from './json.ts';

const NANOSECONDS = 1e9;

/** The configuration as plain data, from the image's config JSON (`config`, `architecture`, `os`, …). */
export function imageConfig(json: JsonObject): ImageConfig {
  const config = asObject(json['config']);
  return {
    architecture: asString(json['architecture']),
    os: asString(json['os']),
    created: asString(json['created']) || null,
    env: strings(config['Env']) ?? [],
    cmd: strings(config['Cmd']),
    entrypoint: strings(config['Entrypoint']),
    user: asString(config['User']),
    workingDir: asString(config['WorkingDir']),
    exposedPorts: Object.keys(asObject(config['ExposedPorts'])),
    volumes: Object.keys(asObject(config['Volumes'])),
    healthcheck: healthcheck(asObject(config['Healthcheck'])),
    stopSignal: asString(config['StopSignal']) || null,
    labels: Object.fromEntries(
      Object.entries(asObject(config['Labels'])).map(([name, value]) => [name, asString(value)]),
    ),
    shell: strings(config['Shell']),
  };
}

function healthcheck(json: JsonObject): Healthcheck | null {
  const test = strings(json['Test']);
  if (!test || test.length === 0) return null;
  const seconds = (key: string) => {
    const value = asNumber(json[key]);
    return value === 0 ? null : value / NANOSECONDS;
  };
  return {
    test,
    interval: seconds('Interval'),
    timeout: seconds('Timeout'),
    startPeriod: seconds('StartPeriod'),
    retries: asNumber(json['Retries']) || null,
  };
}

function strings(value: unknown): string[] | null {
  const list = asList(value);
  return list && list.map(asString);
}
