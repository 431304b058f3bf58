import { inspectImage } from '../engine/index.ts';
import type { Setup } from '../model/setup.ts';
import { composeModelOf, publishedAs, publishedPorts } from './compose-model.ts';
import { basicCredentials, probesFor } from './probes.ts';
import { runEnvironment } from './run-environment.ts';
import type { ServiceRequest } from './run-record.ts';
import type { Session } from './session.ts';
import { prepareStack } from './stack/stack.ts';

/** How a setup's image is run: as its compose service, in the copy of the project. */
export async function serviceRequest(
  session: Session,
  setup: Setup,
  tag: string,
  dir: string,
  ports: readonly number[],
): Promise<ServiceRequest> {
  const environment = runEnvironment(session, setup);
  const { model, service } = await composeModelOf(session, setup, dir, environment.interpolation);
  const stack = await prepareStack(session, setup, model, service, dir);
  const image = await inspectImage(session.engine, tag);
  const exposed = (image?.config.exposedPorts ?? [])
    .filter((port) => !port.endsWith('/udp'))
    .map((port) => Number.parseInt(port, 10));
  const known = publishedAs(model, service);
  // a port that others know by its published number is published by the model itself
  const own = ports.filter((port) => ![...known.values()].includes(port));
  const all = [...new Set([...publishedPorts(model, service), ...exposed, ...own])];
  return {
    model,
    service,
    stack,
    image: tag,
    ports: all,
    publishedAs: known,
    environment: environment.service,
    hasHealthCheck: hasCheck(image?.config.healthcheck?.test, model.services[service]?.['healthcheck']),
    probes: probesFor(setup, session.options.probes),
    expectsServer: all.length > 0,
    credentials: basicCredentials(environment.service),
  };
}

function hasCheck(image: readonly string[] | undefined, service: unknown): boolean {
  const own = service as { test?: string[]; disable?: boolean } | undefined;
  if (own?.disable === true || own?.test?.[0] === 'NONE') return false;
  return own?.test !== undefined || (image !== undefined && image[0] !== 'NONE');
}
