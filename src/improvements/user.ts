import { applied, notNeeded, type Applied, type Change } from '../model/change.ts';
import { dockerfileOf } from '../model/setup.ts';
import { lastOf, shippedStage } from '../model/stages.ts';
import { accountsIn } from '../ecosystems/account-lines.ts';
import { movePort, privilegedPorts } from '../ecosystems/port-move.ts';
import { fixedIds } from '../ecosystems/user/fixed-ids.ts';
import { newUser } from '../ecosystems/user/new-user.ts';
import type { Stage } from '../syntax/dockerfile/index.ts';

export const user: Change = {
  id: 'user',
  title: 'An unprivileged user with fixed ids',
  why: 'Root in the container is one kernel bug away from root on the host; ids as numbers let Kubernetes check that it is not root.',
  class: 'needs-proof',
  rungs: ['owns-what-it-writes', 'owns-the-app', 'moves-its-port'],
  examples: [
    {
      name: 'root becomes appuser',
      before: { Dockerfile: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nCMD ["python", "app.py"]\n' },
      after: {
        Dockerfile: `FROM python:3.13-slim
RUN groupadd --gid 1001 appuser \\
    && useradd --uid 1001 --gid 1001 --no-create-home --shell /bin/false appuser
WORKDIR /app
COPY . .
USER 1001:1001
CMD ["python", "app.py"]
`,
      },
    },
    {
      name: 'a user without fixed ids gets them',
      before: {
        Dockerfile: 'FROM python:3.13-slim\nRUN useradd -m web\nUSER web\nCMD ["python", "app.py"]\n',
      },
      after: {
        Dockerfile: `FROM python:3.13-slim
RUN groupadd --gid 1001 web && useradd --uid 1001 --gid 1001 --create-home --shell /bin/false web
USER 1001:1001
CMD ["python", "app.py"]
`,
      },
    },
    {
      name: 'only where there is none yet',
      before: { Dockerfile: 'FROM debian:13-slim\nRUN id web || useradd web\nUSER web\nCMD ["nginx"]\n' },
      after: {
        Dockerfile: `FROM debian:13-slim
RUN id web || (groupadd --gid 1001 web && useradd --uid 1001 --gid 1001 --no-create-home --shell /bin/false web)
USER 1001:1001
CMD ["nginx"]
`,
      },
    },
    {
      name: "what lies in root's home is root's alone",
      before: {
        Dockerfile: 'FROM python:3.13-slim\nRUN pip install --user flask\nCMD ["python", "app.py"]\n',
      },
      after: {},
    },
    {
      name: "what works in root's home as well",
      before: { Dockerfile: 'FROM python:3.13-slim\nWORKDIR /root/app\nCMD ["python", "app.py"]\n' },
      after: {},
    },
    {
      name: 'a program that writes to its home gets one',
      before: { Dockerfile: 'FROM alpine:3.22\nRUN apk add ansible\nENTRYPOINT ["ansible-playbook"]\n' },
      after: {
        Dockerfile: `FROM alpine:3.22
RUN apk add ansible
RUN addgroup -g 1001 appuser \\
    && adduser -D -H -h /tmp -u 1001 -G appuser -s /bin/false appuser
USER 1001:1001
ENTRYPOINT ["ansible-playbook"]
`,
      },
    },
    {
      name: 'a base that is not known may have a user of its own',
      before: { Dockerfile: 'FROM example.org/notebook:1\nCOPY . .\nCMD ["python", "app.py"]\n' },
      after: {},
    },
    {
      name: 'what starts nothing is a base for others',
      before: { Dockerfile: 'FROM python:3.13-slim\nRUN pip install flask\n' },
      after: {},
    },
    {
      name: 'a port that only root may bind moves, the published one stays',
      rung: 'moves-its-port',
      before: {
        Dockerfile:
          'FROM python:3.13-slim\nENV PORT=80\nEXPOSE 80\nHEALTHCHECK CMD curl -f http://localhost:80/\nCMD ["python", "-m", "http.server", "--port", "80"]\n',
        'compose.yaml': 'services:\n  web:\n    build: .\n    ports: ["80:80"] # the site\n',
      },
      after: {
        Dockerfile: `FROM python:3.13-slim
RUN groupadd --gid 1001 appuser \\
    && useradd --uid 1001 --gid 1001 --no-create-home --shell /bin/false appuser
ENV PORT=8080
USER 1001:1001
EXPOSE 8080
HEALTHCHECK CMD curl -f http://localhost:8080/
CMD ["python", "-m", "http.server", "--port", "8080"]
`,
        'compose.yaml': 'services:\n  web:\n    build: .\n    ports: ["80:8080"] # the site\n',
      },
    },
    {
      name: 'ids already',
      before: { Dockerfile: 'FROM python:3.13-slim\nUSER 10001:10001\nCMD ["python", "app.py"]\n' },
      after: {},
    },
  ],

  apply(setup, rung) {
    const tree = dockerfileOf(setup);
    const stage = shippedStage(tree);
    if (stage === null) return notNeeded('there is no stage');
    const instruction = lastOf(stage, 'USER');
    const written = instruction?.words[0]?.value ?? setup.facts.image?.base.user ?? '';
    if (/\$/.test(written)) return notNeeded('the user comes from a variable');
    const [name = '', group = ''] = written.split(':');
    const isRoot = name === '' || name === 'root' || name === '0';
    if (!isRoot && /^\d+$/.test(name) && (instruction === null || /^\d+$/.test(group)))
      return notNeeded('an unprivileged user is set, by its ids');
    const site = {
      setup,
      tree,
      stage,
      accounts: accountsIn(tree, stage),
      ownsTheApp: rung === 'owns-the-app',
    };
    const changed = isRoot ? newUser(site) : fixedIds(site, name, group);
    return changed.kind === 'applied' ? withPort(changed, stage, rung) : changed;
  },
};

/** Docker lets an unprivileged user bind any port since 20.10; where the proof fails at that, the port moves. */
function withPort({ setup, evidence }: Applied, stage: Stage, rung: string): Applied {
  const [port] = privilegedPorts(setup, stage);
  if (port === undefined) return applied(setup, ...evidence);
  const moved = rung === 'moves-its-port' ? movePort(setup) : null;
  if (moved !== null)
    return applied(
      moved.setup,
      ...evidence,
      `port ${moved.from} is root's own there: it listens on ${moved.to} now`,
    );
  return applied(
    setup,
    ...evidence,
    `it binds port ${port} without root: Docker allows that since 20.10, Kubernetes does not by default`,
  );
}
