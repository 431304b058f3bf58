import { describe, expect, it } from 'vitest';
import { setupOf } from './setup.fixture.ts';
import {
  composeHasInit,
  composeService,
  composeServiceTexts,
  healthCheckTest,
  setInService,
} from './compose-service.ts';

const of = (compose: string) => setupOf({ 'compose.yaml': compose });

const WEB = `x-base: &base
  restart: always
  tmpfs: /run
services:
  web: # the site
    <<: *base
    build: .
    init: true
    environment: { MODE: fast, LEVEL: 3, PASSED: }
    ports: ["80:8000", { target: 9000, published: "90" }]
    volumes: [data:/data/, "\${DIR:-./x}:/x:ro", /scratch]
    command: ["run", "--all"]
    entrypoint: /entry.sh
    healthcheck: { test: [CMD, check, "$$HOST"], timeout: 5s }
    deploy: { resources: { limits: { cpus: 0.5 } } }
`;

describe('composeService', () => {
  it('reads the service with its merges', () => {
    expect(composeService(of(WEB))).toMatchObject({
      restart: 'always',
      tmpfs: ['/run'],
      init: true,
      readOnly: null,
      environment: {
        form: 'map',
        entries: [
          { name: 'MODE', value: 'fast', key: 'MODE' },
          { name: 'LEVEL', value: '3', key: 'LEVEL' },
          { name: 'PASSED', value: null, key: 'PASSED' },
        ],
      },
      ports: ['80:8000', '90:9000'],
      volumes: [
        { source: 'data', target: '/data' },
        { source: expect.any(String), target: '/x' },
        { source: null, target: '/scratch' },
      ],
      healthcheck: { test: ['CMD', 'check', '$$HOST'], disabled: false, times: { timeout: '5s' } },
      deployLimits: { cpus: '0.5', memory: null, pids: null },
      oldLimits: null,
    });
  });

  it('reads environment lists', () => {
    const text = 'services:\n  web:\n    build: .\n    environment:\n      - A=b=c\n      - B\n      - C=\n';
    expect(composeService(of(text))?.environment).toEqual({
      form: 'list',
      entries: [
        { name: 'A', value: 'b=c', key: 0 },
        { name: 'B', value: null, key: 1 },
        { name: 'C', value: '', key: 2 },
      ],
    });
  });

  it('tells what it runs', () => {
    expect(composeServiceTexts(of(WEB))).toEqual(['/entry.sh', 'run --all', 'check $HOST']);
    expect(healthCheckTest(of(WEB))).toBe('check $$HOST');
    expect(composeHasInit(of(WEB))).toBe(true);
  });

  it.each(['{ disable: true, test: check }', '{ test: [NONE] }', '{ interval: 5s }'])(
    'has no test in %s',
    (check) => {
      expect(healthCheckTest(of(`services:\n  web:\n    build: .\n    healthcheck: ${check}\n`))).toBeNull();
    },
  );

  it('is null where nothing builds the setup', () => {
    expect(composeService(setupOf({}))).toBeNull();
    expect(composeService(of('services:\n  db:\n    image: postgres\n'))).toBeNull();
  });
});

describe('setInService', () => {
  it('gives a service its own value where a merge brought one', () => {
    const edited = setInService(of(WEB), [[['restart'], 'unless-stopped']]);
    const text = edited.setup?.files.get('compose.yaml') ?? '';
    expect(text).toContain('x-base: &base\n  restart: always\n');
    expect(composeService(of(text))?.restart).toBe('unless-stopped');
  });

  it('changes nothing where other services would change too', () => {
    const text =
      'services:\n  web:\n    build: .\n    deploy: &limits\n      mode: global\n  two:\n    image: a\n    deploy: *limits\n';
    const edited = setInService(of(text), [[['deploy', 'resources', 'limits', 'pids'], 128]]);
    expect(edited).toEqual({ setup: null, reason: expect.stringContaining('shares') });
  });
});
