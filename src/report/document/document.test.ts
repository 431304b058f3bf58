import { describe, expect, it } from 'vitest';
import { documentOf, MARK } from './document.ts';
import { facts, improved, setups, unproven } from './document.fixture.ts';

/** The body of one section. */
function section(document: string, title: string): string {
  const [, body = ''] = document.split(new RegExp(`^#{2,3} ${title}\\n\\n`, 'm'));
  return body.split(/^#{2,3} /m)[0]?.trimEnd() ?? '';
}

const document = documentOf(facts);
const of = (title: string) => section(document, title);

describe('the report', () => {
  it('says whose it is, and what it is about', () => {
    expect(document.split('\n').slice(0, 5)).toEqual([
      MARK,
      '',
      '# Docker improvements of shop',
      '',
      'This is about `Dockerfile`, service `web`.',
    ]);
    expect(document.match(/^## .*$/gm)).toMatchInlineSnapshot(`
      [
        "## Summary",
        "## Key improvements",
        "## File changes",
        "## Performance",
        "## Security",
        "## Practices followed",
        "## Usage",
        "## Environment variables",
        "## Verification",
        "## Next steps",
        "## Also noticed",
        "## What was tried and dropped",
        "## What was looked at and left alone",
        "## How it was measured",
      ]
    `);
  });

  it('sums up with the numbers of the run', () =>
    expect(of('Summary')).toMatchInlineSnapshot(
      `"1 change in 2 files was made, and 1 other did not hold and was left out. The image shrank from 384.6 MB to 137.7 MB (−64 %). A rebuild after a source edit takes 0.4 s instead of 6.1 s. A build from nothing takes longer: 24.0 s instead of 20.0 s. The security score rose from 37 (Poor) to 90 (Excellent) of 100. Original and result were built and run side by side: the result answered all 3 requests as the original did, its health check passed and it stopped by itself when asked to."`,
    ));
  it('tells the key improvements', () =>
    expect(of('Key improvements')).toMatchInlineSnapshot(`
      "**A smaller image**

      - Before: 384.6 MB, with 154 OS packages and the build tools \`gcc\` and \`ld\`.
      - After: 137.7 MB, with 97 OS packages and no build tools.
      - Benefit: −64 % to store, push and pull, and less in it that needs updates.

      **Quicker rebuilds**

      - Before: 6.1 s after an edit of the source.
      - After: 0.4 s.
      - Benefit: 5.7 s less to wait, each time that the program is changed.

      **No root**

      - Before: The program ran as root.
      - After: It runs as 1001:1001, and the Dockerfile names these numbers.
      - Benefit: A break-in gets the rights of an unprivileged user, not those of root.

      **A container that can do less**

      - Before: The container had a root file system that can be written to, Docker's default capabilities, setuid programs that may raise its rights, no limit for its memory and no limit for its processes.
      - After: It has a read-only root file system, no capabilities, \`no-new-privileges\`, a limit of 256 MiB for its memory and a limit of 128 processes; only what is mounted at \`/tmp\` is not read-only.
      - Benefit: What a break-in could change, take over or use up is small, and ends with the container.

      **A base that does not change by itself**

      - Before: \`python\`.
      - After: \`python:3.13.5\`.
      - Benefit: The same Dockerfile builds on the same release next month; a new one comes when you choose.

      **An init as process 1**

      - Before: The program did not react to SIGTERM and was killed after 10.3 s.
      - After: Process 1 is \`dumb-init\`, which starts the program, and it stops within 0.4 s.
      - Benefit: Signals reach the program, and processes that it leaves behind are reaped.

      **A health check**

      - Before: There was none.
      - After: The engine asks the program itself, and it was healthy in this run.
      - Benefit: A program that hangs is seen, and what depends on it can wait for it.

      **Only what is needed goes into the build**

      - Before: There was no ignore file: every file of the folder could get into the image.
      - After: \`.dockerignore\` keeps secrets, history and files that the build has no use for out of it.
      - Benefit: A \`.env\` or a key in the folder cannot slip into the image."
    `));
  it('tells the files', () =>
    expect(of('File changes')).toMatchInlineSnapshot(`
      "| file | what it is | lines |
      | --- | --- | --- |
      | \`Dockerfile\` | how the image is built | 2 added, 1 removed |
      | \`.dockerignore\` | what the build does not get to see | new, 1 |

      1 change:

      - **An unprivileged user.** Root has no need. Here: it ran as root."
    `));
  it('keeps cold and warm apart', () =>
    expect(of('Performance')).toMatchInlineSnapshot(`
      "**Cold build**

      |  | before | after | change |
      | --- | ---: | ---: | ---: |
      | from nothing, base present | 20.0 s | 24.0 s | +20 % |

      **Warm builds**, with the build cache of the build before

      |  | before | after | change |
      | --- | ---: | ---: | ---: |
      | nothing changed | 0.3 s | 0.3 s |  |
      | after an edit of the source | 6.1 s | 0.4 s | −93 % |
      | after an edit of the dependencies | 6.2 s | not measured |  |

      Each time is of one build, so small differences say little, and on a busy machine even large ones may be chance; \`--measure full\` takes the median of three.

      **Image and container**

      |  | before | after | change |
      | --- | ---: | ---: | ---: |
      | image | 384.6 MB | 137.7 MB | −64 % |
      | of it above the base | 257.7 MB | 10.8 MB | −96 % |
      | image, compressed | not measured | not measured |  |
      | stored, but replaced or deleted by a later layer | 1.9 MB | 1.9 MB |  |
      | layers | 10 | 9 | −10 % |
      | build context | 5.9 kB | 2.7 kB | −54 % |
      | start, until it answered or ended | 0.9 s | 0.9 s |  |
      | memory at its peak | 57.0 MB | 57.0 MB |  |
      | stop, from SIGTERM to the end | 10.3 s | 0.4 s | −96 % |"
    `));
  it('tells where points were lost', () =>
    expect(of('Security')).toMatchInlineSnapshot(`
    "**37 Poor → 90 Excellent** of 100 points (formula version 1).

    | points lost because | before | after |
    | --- | ---: | ---: |
    | the program runs as root | −20 | 0 |
    | compilers are in the image: gcc, ld | −4 | 0 |
    | shells are in the image: sh | −1 | −1 |

    **What an intruder would find in the image**

    |  | before | after | change |
    | --- | ---: | ---: | ---: |
    | OS packages | 154 | 97 | −37 % |
    | of them not from the base | 68 | 11 | −84 % |
    | language packages | 13 | 13 |  |
    | compilers on \`PATH\` | 2 | 0 | −100 % |
    | package managers on \`PATH\` | 2 | 2 |  |
    | shells on \`PATH\` | 1 | 1 |  |
    | setuid and setgid files | 1 | 1 |  |
    | paths that everyone may write | 0 | 0 |  |

    The score knows no vulnerabilities and does not read the program; it says how much a break-in would gain."
  `));
  it('names the practices that hold', () =>
    expect(of('Practices followed')).toMatchInlineSnapshot(`
      "- Every base is named by its exact version: \`python:3.13.5\`.
      - The program does not run as root: process 1 was seen with the ids 1001:1001.
      - The root file system is read-only: so the engine said of the running container.
      - All kernel capabilities are dropped: the bounding set of process 1 was empty.
      - No process can gain rights: the kernel showed \`NoNewPrivs: 1\`.
      - Memory is limited to 256 MiB, and the number of processes to 128.
      - A health check asks the program itself, and it passed.
      - The start command is in exec form, behind an init (\`dumb-init\`).
      - It ends by itself on SIGTERM: in 0.4 s, with exit code 0.
      - \`.dockerignore\` keeps \`.env\` and \`.git\` out of the build.
      - No variable, build argument or file of the image has the name of a secret, and no secret stands in the compose service.
      - Compose does not start without the required variables: \`API_TOKEN\`.
      - BuildKit's own check (\`docker build --check\`) has no warnings."
    `));
  it('shows how to use it', () =>
    expect(of('Usage')).toMatchInlineSnapshot(`
      "\`\`\`sh
      # once, and then give API_TOKEN a value in .env
      cp env.example .env
      # build it, start it, and wait until it is up
      docker compose up --build --detach --wait web
      # ask it
      curl -i http://localhost:8080/health
      # its log; what it needs of memory and processor; its end
      docker compose logs --follow web
      docker compose stats web
      docker compose down
      \`\`\`"
    `));
  it('lists the variables', () =>
    expect(of('Environment variables')).toMatchInlineSnapshot(`
      "\`env.example\` lists them; compose reads them from \`.env\` or the shell.

      | variable | needed | default | read in |
      | --- | --- | --- | --- |
      | \`API_TOKEN\` | required | none (a secret) | \`app.py\` |
      | \`DB_PASSWORD\` | optional | none (a secret) | \`app.py\` |
      | \`WORKERS\` | optional | \`2\` | \`app.py\` |
      | \`PORT\` | optional | \`8080\` | the compose file |"
    `));
  it('shows what was seen', () =>
    expect(of('Verification')).toMatchInlineSnapshot(`
      "Below each command stands what this run saw of the result. The requests were sent by Shipshape itself; \`curl\` asks the same.

      \`\`\`console
      $ docker build --check .
      Check complete, no warnings found.
      \`\`\`

      \`\`\`console
      $ docker compose exec web cat /proc/1/status | grep -E '^(Uid|Gid|CapBnd|NoNewPrivs):'
      Uid:	1001	1001	1001	1001
      Gid:	1001	1001	1001	1001
      CapBnd:	0000000000000000
      NoNewPrivs:	1
      \`\`\`

      \`\`\`console
      $ docker inspect --format 'health={{.State.Health.Status}} read-only={{.HostConfig.ReadonlyRootfs}} memory={{.HostConfig.Memory}} processes={{.HostConfig.PidsLimit}}' "$(docker compose ps --quiet web)"
      health=healthy read-only=true memory=268435456 processes=128
      \`\`\`

      | request | original | result | status, type and body |
      | --- | --- | --- | --- |
      | \`GET /health\` | 200 application/json | 200 application/json | alike |
      | \`GET /metrics\` | 401 text/html | 401 text/html | alike |
      | \`GET /metrics\` with authorization | 200 application/json | 200 application/json | alike |

      \`\`\`console
      $ curl -s -o /dev/null -w '%{http_code}\\n' http://localhost:8080/health
      200
      $ curl -s -o /dev/null -w '%{http_code}\\n' http://localhost:8080/metrics
      401
      \`\`\`"
    `));
  it('proposes what comes next', () =>
    expect(of('Next steps')).toMatchInlineSnapshot(`
      "- **Scan in CI.** Look for known vulnerabilities at each build and once a week: 97 OS packages and 13 language packages are in it. For example \`trivy image --exit-code 1 --severity HIGH,CRITICAL shop-web\`.
      - **Keep the base up to date.** \`python:3.13.5\` stays as it is until someone raises it: let Renovate or Dependabot propose that.
      - **Check the limits under real load.** It took 54 MiB of 256 MiB at its peak, answering 3 requests. Nothing limits its processor time yet.
      - **Monitor it.** Let Prometheus scrape \`/metrics\`, with the user and password that it asks for.
      - **Bound its logs.** Docker's default log files grow without end: give \`web\` the driver \`local\` (\`logging: { driver: local }\`), or send the logs to where you read them.
      - **Back up.** \`docker compose exec -T db sh -c 'pg_dumpall -U "\${POSTGRES_USER:-postgres}"' > backup.sql\` writes out what \`db\` holds. What it writes lies in the volume \`uploads\`, which a backup must take in.
      - **Kubernetes.** A Deployment needs \`containerPort: 5000\`, probes that ask \`GET /health\`, \`memory: 55Mi\` as request and \`256Mi\` as limit, \`runAsUser: 1001\`, \`readOnlyRootFilesystem: true\` with \`emptyDir\` volumes for \`/tmp\` and a \`PersistentVolumeClaim\` for \`/app/uploads\`; before it runs in several copies, see that they can share what lies there.
      - **Come back to what did not hold:** Limits; below is told why."
    `));
  it('tells what did not hold, with the log', () =>
    expect(of('What was tried and dropped')).toMatchInlineSnapshot(`
      "**Limits**: left out.

      - observed → left out: a limit is too low

      \`\`\`
      MemoryError
      \`\`\`"
    `));
  it('tells how it was measured', () =>
    expect(of('How it was measured')).toMatchInlineSnapshot(`
      "- On 2026-11-25: Docker 28.5.2 on linux/x86_64, storage driver overlay2, 2 processors, 8.0 GB of memory.
      - The original was run twice, so that what differs from run to run is not held against the result; 3 requests were compared, and ports, health, start and stop.
      - Builds were timed cold, with nothing changed, after a source edit and after a dependency edit, once each (\`--measure quick\`).
      - Sizes are the sums of the files in all layers, the same on every engine; times are wall clock times of \`docker build\` in a copy of the project."
    `));

  it('holds no secret', () => expect(document).not.toContain('hunter2'));
});

describe('the report of', () => {
  const documentWith = (over: Partial<typeof facts>) => documentOf({ ...facts, ...over });

  it('an unproven proposal claims nothing that was not seen', () => {
    const told = documentWith({ engine: null, written: false, parts: [{ result: unproven, setups }] });
    expect(section(told, 'Summary')).toBe(
      '1 change in 2 files is proposed, and 1 other did not hold and was left out.',
    );
    expect(section(told, 'Performance')).toMatch(/not measured/);
    expect(told).not.toMatch(/NaN|undefined|null|MB/);
    expect(told.match(/^## .*$/gm)).not.toContain('## Security');
  });

  it('a setup that was good already', () => {
    const result = {
      ...improved,
      status: 'already-good' as const,
      before: improved.after,
      files: [],
      changes: [],
      verification: { ...improved.verification, before: improved.verification.after },
    };
    const told = documentWith({ parts: [{ result, setups: { before: setups.after, after: setups.after } }] });
    expect(section(told, 'Summary')).toMatchInlineSnapshot(
      `"Nothing had to be changed: all changes that Shipshape knows are made already, or do not fit. The security score is 90 (Excellent) of 100. It was built, run and measured as it is."`,
    );
    expect(told.match(/^## .*$/gm)).not.toContain('## Key improvements');
  });

  it('a job, and a project without a compose file', () => {
    const job = (setup: typeof setups.after) => ({
      ...setup,
      paths: { ...setup.paths, compose: null, service: null, dockerfile: 'docker/Dockerfile' },
      facts: { ...setup.facts, run: setup.facts.run && { ...setup.facts.run, kind: 'job' as const } },
    });
    const result = { ...improved, service: null, contract: { ...improved.contract, probes: [] } };
    const told = documentWith({
      parts: [{ result, setups: { before: job(setups.before), after: job(setups.after) } }],
    });
    expect(section(told, 'Usage')).toMatchInlineSnapshot(`
      "\`\`\`sh
      # once, and then give API_TOKEN a value in .env
      cp env.example .env
      docker build --tag shop --file docker/Dockerfile .
      docker run --rm --env-file .env shop
      \`\`\`"
    `);
    expect(section(told, 'Next steps')).not.toMatch(/Kubernetes|Prometheus/);
  });

  it('a program that is killed, answers with errors only, and whose variables compose sets', () => {
    const { before, after } = setups;
    const compose = (after.files.get('compose.yaml') ?? '')
      .replace('API_TOKEN: ${API_TOKEN:?}', 'WORKERS: 4')
      .replace('postgres:17', 'redis:7');
    const shown = {
      ...after,
      files: new Map([
        ...after.files,
        ['compose.yaml', compose],
        ['Dockerfile', 'FROM python\nCMD a && b\n'],
      ]),
    };
    const state = improved.verification.after;
    const refused = { status: 404, type: 'text/html' };
    const result = {
      ...improved,
      verification: {
        ...improved.verification,
        after: state && { ...state, stopMs: 10_200, stopExitCode: 137 },
      },
      contract: {
        ...improved.contract,
        probes: improved.contract.probes
          .slice(0, 1)
          .map((probe) => ({ ...probe, before: refused, after: refused })),
      },
    };
    const told = documentWith({ parts: [{ result, setups: { before, after: shown } }] });
    expect(section(told, 'Summary')).toMatch(
      /the result answered the one request as the original did and its/,
    );
    const steps = section(told, 'Next steps');
    expect(steps).toMatch(/^- \*\*Let it stop by itself.\*\* .* killed after 10.2 s, .* `exec` before/m);
    expect(steps).toMatch(/^- \*\*Name requests that it answers.\*\* .* with 404: /m);
    expect(steps).toContain('`docker compose exec -T db redis-cli --rdb - > backup.rdb`');
    expect(section(told, 'Environment variables')).toContain(
      '| `WORKERS` | set by compose | `4` | `app.py` |',
    );
  });

  it('several setups has a part each, and tells of the one that failed', () => {
    const failed = {
      ...improved,
      dockerfile: 'worker/Dockerfile',
      service: 'worker',
      status: 'failed' as const,
      error: {
        code: 'BUILD_FAILED',
        message: 'it does not build',
        where: { path: 'worker/Dockerfile', line: 3 },
        hint: 'Mend it.',
      },
    };
    const told = documentWith({
      parts: [
        { result: improved, setups },
        { result: failed, setups: null },
      ],
    });
    expect(told.match(/^#{1,2} [D`].*$/gm)).toEqual([
      '# Docker improvements of shop',
      '## `Dockerfile`, service `web`',
      '## `worker/Dockerfile`, service `worker`',
    ]);
    expect(told).toContain(
      '`worker/Dockerfile`, service `worker` was left as it is (`BUILD_FAILED`, at `worker/Dockerfile:3`).\n\n```\nit does not build\n```\n\nMend it.',
    );
  });
});
