// Which Docker engine the scripts use: the one that answers, else the project's testbed where that can be.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const root = new URL('..', import.meta.url).pathname;

/** What the examples, the fixtures and the tests build upon. */
export const IMAGES = [
  'python-313',
  'python-313-slim',
  'python-311-slim',
  'pyindex',
  'node-22',
  'node-22-slim',
  'redis-8',
  'postgres-17',
];

/** Sets the environment of the testbed's engine for this process and its children. */
function useTestbed() {
  const shell = `. "${root}testbed/env" && printf '%s\\0' "ENGINE_HOME=$ENGINE_HOME" "ENGINE_RUN=$ENGINE_RUN" "DOCKER_HOST=$DOCKER_HOST" "DOCKER_CONFIG=$DOCKER_CONFIG" "PATH=$PATH"`;
  const { stdout } = spawnSync('sh', ['-c', shell], { encoding: 'utf8' });
  for (const entry of stdout.split('\0').filter(Boolean)) {
    const at = entry.indexOf('=');
    process.env[entry.slice(0, at)] = entry.slice(at + 1);
  }
  for (const name of ['DOCKER_CONTEXT', 'DOCKER_TLS_VERIFY', 'DOCKER_CERT_PATH']) delete process.env[name];
}

const answers = () => spawnSync('docker', ['version'], { stdio: 'ignore', timeout: 10_000 }).status === 0;

/** The testbed is made of Debian packages and needs root. */
function testbedCanBe() {
  if (process.platform !== 'linux' || process.arch !== 'x64' || process.getuid?.() !== 0) return false;
  if (!existsSync('/etc/os-release')) return false;
  return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
}

/**
 * Finds an engine, or brings the testbed up with these images, saying so on stderr.
 * @returns {'found' | 'testbed' | null} null when there is none and none can be had
 */
export function engineFor(images, say = (text) => process.stderr.write(`${text}\n`)) {
  if (answers() && !process.env.DOCKER_HOST?.includes('standin-engine')) return 'found';
  if (!testbedCanBe()) {
    say('No Docker engine answers, and the testbed needs Debian on amd64 and root.');
    return null;
  }
  say(
    answers()
      ? `Using the testbed's engine; making sure that it has ${images.join(', ')}.`
      : `No Docker engine answers: bringing up the testbed with ${images.join(', ')} (about a minute the first time).`,
  );
  const { status } = spawnSync(`${root}testbed/up`, images, { stdio: ['ignore', 2, 2] });
  if (status !== 0) {
    say('The testbed could not be brought up.');
    return null;
  }
  useTestbed();
  return answers() ? 'testbed' : null;
}
