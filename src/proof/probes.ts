import { httpProbe, type HttpAnswer } from '../engine/index.ts';
import type { RecordedAnswer } from './compare/index.ts';
import type { RecordedProbe } from './contract.ts';
import type { Setup } from '../model/setup.ts';
import { dockerfileOf } from '../model/setup.ts';
import { lastOf, shippedStage } from '../model/stages.ts';
import { healthCheckTest } from '../model/compose-service.ts';
import { stopIfAborted, type Probe } from '../project/index.ts';

export interface ProbeRequest {
  method: string;
  path: string;
}

/** More requests would only take time: the first ones are the most telling. */
const MOST_PROBES = 16;
const ANSWER_TIME = 15_000;

/**
 * What to ask: `shipshape.yaml` and `--probe`, the health checks, the routes of the source; else `GET /`.
 * Routes whose names say that a GET changes something are left alone.
 */
export function probesFor(setup: Setup, asked: readonly Probe[]): ProbeRequest[] {
  const stage = shippedStage(dockerfileOf(setup));
  const checks = [stage && lastOf(stage, 'HEALTHCHECK')?.argument, healthCheckTest(setup)];
  const paths = checks.flatMap((text) => /https?:\/\/[^/\s"']+(\/[^\s"'|;&)]*)/.exec(text ?? '')?.[1] ?? []);
  const routes = setup.facts.source.routes.filter(
    (route) => !/(log-?out|delete|remove|shutdown|reset)/i.test(route),
  );
  const gets = [...paths, ...routes].map((path) => ({ method: 'GET', path }));
  const all = [...asked.map(({ method, path }) => ({ method, path })), ...gets];
  const unique = all.filter(
    (one, index) => all.findIndex(({ method, path }) => method === one.method && path === one.path) === index,
  );
  return unique.length === 0 ? [{ method: 'GET', path: '/' }] : unique.slice(0, MOST_PROBES);
}

/** Asks in order; a page behind basic authentication is asked again with the run's own user and password. */
export async function sendProbes(
  port: number,
  probes: readonly ProbeRequest[],
  credentials: { user: string; password: string } | null,
  signal: AbortSignal | undefined,
): Promise<RecordedProbe[]> {
  const recorded: RecordedProbe[] = [];
  const send = async (probe: ProbeRequest, headers: Record<string, string>): Promise<RecordedAnswer> => {
    const request = { host: '127.0.0.1', port, ...probe, headers, timeoutMs: ANSWER_TIME };
    const answer = readable(await httpProbe(request));
    recorded.push({ ...probe, headersSent: Object.keys(headers), answer });
    return answer;
  };
  for (const probe of probes) {
    stopIfAborted(signal);
    const answer = await send(probe, {});
    if ('error' in answer || answer.status !== 401 || credentials === null) continue;
    if (!/^basic/i.test(answer.headers['www-authenticate'] ?? '')) continue;
    const token = btoa(`${credentials.user}:${credentials.password}`);
    await send(probe, { authorization: `Basic ${token}` });
  }
  return recorded;
}

const TEXT = /^(text\/|application\/(json|xml|javascript|x-www-form-urlencoded|.*\+(json|xml)))/;

/** The body as text where its type says text and its bytes are UTF-8, so that it can be compared by what it says. */
function readable(answer: HttpAnswer): RecordedAnswer {
  if ('error' in answer) return answer;
  const { status, type, headers, body } = answer;
  const text = type === null || TEXT.test(type) ? decoded(body) : null;
  return { status, type, headers, body: text ?? body };
}

function decoded(body: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return null;
  }
}

/** The user and password among the run's variables: names that end alike but for USER and PASS. */
export function basicCredentials(
  environment: Readonly<Record<string, string>>,
): { user: string; password: string } | null {
  for (const [name, user] of Object.entries(environment)) {
    const stem = /^(.*?)_?USER(NAME)?$/.exec(name)?.[1];
    if (stem === undefined) continue;
    const pass = Object.entries(environment).find(
      ([other]) => /^(.*?)_?PASS(WORD)?$/.exec(other)?.[1] === stem,
    );
    if (pass !== undefined) return { user, password: pass[1] };
  }
  return null;
}
