import { applied, notNeeded, type Change } from '../model/change.ts';
import { withDockerfile, dockerfileOf } from '../model/setup.ts';
import { ecosystems } from '../ecosystems/index.ts';
import type { SplitRung } from '../ecosystems/ecosystem.ts';

export const twoStages: Change = {
  id: 'two-stages',
  title: 'Two stages: a builder, and what ships',
  why: 'Compilers, headers and fetch tools are needed to install the dependencies, not to run them: left in, they make up most of the image and of its attack surface.',
  class: 'needs-proof',
  rungs: ['by-evidence', 'source-kept', 'dependencies-kept', 'all-packages'],
  examples: [
    {
      name: 'the compiler stays behind, the library comes along',
      before: {
        Dockerfile: `FROM python:3.13-slim
WORKDIR /app
RUN apt-get update && apt-get install -y gcc libpq-dev
COPY . .
RUN pip install --no-cache-dir -r requirements.txt
CMD ["python", "app.py"]
`,
        'requirements.txt': 'psycopg2==2.9.10\n',
      },
      after: {
        Dockerfile: `FROM python:3.13-slim AS builder
WORKDIR /app
RUN apt-get update && apt-get install -y gcc libpq-dev
COPY . .
RUN python -m venv --without-pip /opt/venv
RUN pip --python /opt/venv/bin/python install --no-cache-dir -r requirements.txt

FROM python:3.13-slim
WORKDIR /app
RUN apt-get update \\
    && apt-get install -y --no-install-recommends libpq5 \\
    && rm -rf /var/lib/apt/lists/*
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY . .
CMD ["python", "app.py"]
`,
      },
    },
    {
      name: 'nothing to leave behind',
      before: {
        Dockerfile: `FROM python:3.13-slim
WORKDIR /app
COPY . .
RUN pip install --no-cache-dir -r requirements.txt
CMD ["python", "app.py"]
`,
        'requirements.txt': 'flask==3.1.1\n',
      },
      after: {},
    },
  ],

  apply(setup, rung) {
    const tree = dockerfileOf(setup);
    const froms = tree.instructions.filter(({ keyword }) => keyword === 'FROM');
    if (froms.length > 1) return notNeeded('it has several stages already');
    const [stage] = tree.stages;
    const ecosystem = stage && ecosystems.find((one) => one.installsIn(stage, tree.source));
    if (ecosystem === undefined) return notNeeded('it installs no dependencies in a way that is known');
    const split = ecosystem.split(setup, rung as SplitRung);
    if (split.kind === 'stays') return notNeeded(split.reason);
    return applied(withDockerfile(setup, split.text), ...split.evidence);
  },
};
