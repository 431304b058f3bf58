import { describe, expect, it } from 'vitest';
import { NO_IMAGE } from '../../model/image.fixture.ts';
import { setupOf } from '../../model/setup.fixture.ts';
import { splitByEvidence } from './split.ts';

const FROM = 'FROM python:3.13-slim\n';
const GCC = 'RUN apt-get update && apt-get install -y gcc\n';
const PIP = 'RUN pip install -r requirements.txt\n';
const CMD = 'CMD ["python", "app.py"]\n';

const splitOf = (dockerfile: string, rung: 'by-evidence' | 'all-packages' = 'by-evidence') =>
  splitByEvidence(setupOf({ Dockerfile: dockerfile, 'requirements.txt': 'flask\n' }), rung);

/** The two stages' texts. */
function stagesOf(dockerfile: string, rung?: 'all-packages'): [builder: string, runtime: string] {
  const split = splitOf(dockerfile, rung);
  if (split.kind === 'stays') throw new Error(split.reason);
  const at = split.text.lastIndexOf('\nFROM ') + 1;
  return [split.text.slice(0, at), split.text.slice(at)];
}

describe('splitByEvidence, the builder', () => {
  it.each([
    ['pip install x', 'RUN pip --python /opt/venv/bin/python install x'],
    ['pip3 install x', 'RUN pip3 --python /opt/venv/bin/python install x'],
    ['python3.11 -m pip install x', 'RUN python3.11 -m pip --python /opt/venv/bin/python install x'],
    [
      'pip install -U pip && pip install -r a -r b -c c',
      'RUN pip install -U pip && pip --python /opt/venv/bin/python install -r a -r b -c c',
    ],
    ['<<EOF\npip install x\nEOF', 'RUN <<EOF\npip --python /opt/venv/bin/python install x\nEOF'],
  ])('installs into the environment: %j', (run, expected) => {
    const [builder, runtime] = stagesOf(`${FROM}${GCC}RUN ${run}\n${CMD}`);
    expect(builder).toContain(`-m venv --without-pip /opt/venv\n${expected}\n`);
    expect(runtime).not.toContain('install');
  });

  it.each([
    ['pip3.11 install x', 'python3.11'],
    ['python3 -m pip install x', 'python3'],
    ['pip install x', 'python'],
  ])('makes the environment with the interpreter of %j', (run, python) => {
    expect(stagesOf(`${FROM}${GCC}RUN ${run}\n${CMD}`)[0]).toContain(`RUN ${python} -m venv `);
  });

  it('takes all installations and makes one environment', () => {
    const [builder] = stagesOf(`${FROM}${GCC}RUN pip install -U pip\n${PIP}RUN pip install gunicorn\n${CMD}`);
    expect(builder.match(/--python/g)).toHaveLength(2);
    expect(builder.match(/-m venv/g)).toHaveLength(1);
    expect(builder).toContain('RUN pip install -U pip\n');
  });

  it('makes the users first that own what it copies', () => {
    const [builder] = stagesOf(`${FROM}${GCC}RUN useradd app\nCOPY --chown=app . .\n${PIP}${CMD}`);
    expect(builder).toContain('RUN useradd app\nCOPY --chown=app . .\n');
    expect(stagesOf(`${FROM}${GCC}RUN useradd app\nCOPY . .\n${PIP}${CMD}`)[0]).not.toContain('useradd');
  });
});

describe('splitByEvidence, what ships', () => {
  it('keeps comments, directives, names and platforms', () => {
    const [builder, runtime] = stagesOf(
      `# syntax=docker/dockerfile:1\nARG P\n# base\nFROM --platform=$P python:3.13 AS web\n# tools\n${GCC}${PIP}# start\n${CMD}# end\n`,
    );
    expect(builder).toContain(
      '# syntax=docker/dockerfile:1\nARG P\n# base\nFROM --platform=$P python:3.13 AS builder\n# tools\n',
    );
    expect(runtime).toBe(
      `FROM --platform=$P python:3.13 AS web\nCOPY --from=builder /opt/venv /opt/venv\nENV PATH="/opt/venv/bin:$PATH"\n# start\n${CMD}# end\n`,
    );
  });

  it('gives the builder another name where the stage is called so', () => {
    const [builder, runtime] = stagesOf(`FROM python:3.13 AS builder\n${GCC}${PIP}${CMD}`);
    expect(builder).toContain('AS dependencies\n');
    expect(runtime).toContain('AS builder\nCOPY --from=dependencies ');
  });

  it.each(['USER app', 'EXPOSE 80', 'HEALTHCHECK CMD true', 'VOLUME /data', 'LABEL a=b', 'ENV PORT=80'])(
    '%s is of no use to the builder',
    (line) => {
      const [builder, runtime] = stagesOf(`${FROM}${GCC}${line}\n${PIP}${CMD}`);
      expect(builder).not.toContain(line);
      expect(runtime).toContain(line);
    },
  );

  it('takes along the arguments that it reads, and those that come later', () => {
    const [, runtime] = stagesOf(`${FROM}ARG A\nARG B\nENV X=$B\n${GCC}${PIP}ARG C\n${CMD}`);
    expect(runtime.match(/^ARG .*/gm)).toEqual(['ARG B', 'ARG C']);
  });

  it('keeps packages with their versions, and recommended ones in the last rung', () => {
    const dockerfile = `${FROM}RUN apt-get update && apt-get install -y gcc ffmpeg=7:1\n${PIP}${CMD}`;
    expect(stagesOf(dockerfile)[1]).toContain('install -y --no-install-recommends ffmpeg=7:1 ');
    expect(stagesOf(dockerfile, 'all-packages')[1]).toContain('install -y ffmpeg=7:1 gcc ');
  });

  it('lets the environment have a pip of its own in the last rung', () => {
    const dockerfile = `${FROM}${GCC}RUN pip install a && /usr/local/bin/pip install b\n${CMD}`;
    expect(stagesOf(dockerfile, 'all-packages')[0]).toContain(
      'RUN python -m venv /opt/venv\nENV PATH="/opt/venv/bin:$PATH"\nRUN pip install a && /usr/local/bin/pip --python /opt/venv/bin/python install b\n',
    );
  });

  it('asks no pip for what it is too old for, and takes no Python 2 apart', () => {
    const on = (tag: string) => `FROM python:${tag}\n${GCC}${PIP}${CMD}`;
    expect(stagesOf(on('3.6-slim'))[0]).toContain(
      'RUN python -m venv /opt/venv\nENV PATH="/opt/venv/bin:$PATH"\n',
    );
    expect(stagesOf(on('3.7-slim'))[0]).toContain('-m venv --without-pip /opt/venv\n');
    expect(splitOf(on('2.7-slim')).kind).toBe('stays');
  });

  it("uses the base's package manager", () => {
    const dockerfile = `FROM python:3-alpine\nRUN apk add gcc libmagic\n${PIP}${CMD}`;
    expect(stagesOf(dockerfile)[1]).toContain('\nRUN apk add --no-cache libmagic\n');
  });

  it.each([
    ['CMD ["/usr/local/bin/gunicorn", "app:app"]', 'CMD ["gunicorn", "app:app"]'],
    ['ENTRYPOINT ["tini", "/usr/local/bin/python3.13"]', 'ENTRYPOINT ["tini", "python3.13"]'],
    ['HEALTHCHECK CMD /usr/local/bin/python x', 'HEALTHCHECK CMD python x'],
    ['CMD ["python", "/usr/local/bin/x.py"]', 'CMD ["python", "/usr/local/bin/x.py"]'],
    ['COPY start /usr/local/bin/\nCMD ["/usr/local/bin/start"]', 'CMD ["/usr/local/bin/start"]'],
  ])('%j becomes %j', (start, expected) => {
    expect(stagesOf(`${FROM}${GCC}${PIP}${start}\n`)[1]).toContain(expected);
  });

  it('writes the file as it is written', () => {
    const crlf = splitOf(`${FROM}${GCC}COPY . .\n${PIP}${CMD}`.replaceAll('\n', '\r\n'));
    expect(crlf).toMatchObject({ kind: 'split', text: expect.not.stringMatching(/[^\r]\n/) as string });
    const [, runtime] = stagesOf(
      `# escape=\`\n${FROM}RUN apt-get update && apt-get install -y gcc ffmpeg\n${PIP}${CMD}`,
    );
    expect(runtime).toContain('RUN apt-get update `\n    && apt-get install');
  });
});

describe('splitByEvidence leaves alone', () => {
  it.each([
    ['no pip', `${GCC}COPY . .\n`],
    ['--root', `${GCC}RUN pip install --root=/x x\n`],
    ["--target among the program's files", `${GCC}WORKDIR /app\nCOPY . .\nRUN pip install -t . x\n`],
    ['a folder from a variable', `${GCC}RUN python -m venv $WHERE && $WHERE/bin/pip install x\n`],
    [
      'an environment that sees the system',
      `${GCC}RUN python -m venv --system-site-packages /v && pip install a && /v/bin/pip install b\n`,
    ],
    ['PIP_TARGET', `${GCC}ENV PIP_TARGET=/x\n${PIP}`],
    ['packages from a variable', `RUN apt-get install $PACKAGES gcc\n${PIP}`],
    ['a base for others', `${GCC}${PIP}ONBUILD COPY . .\n`],
    ['a step with git', `RUN apt-get update && apt-get install -y git\nRUN git clone x\n${PIP}`],
    ['a step with make', `RUN apt-get update && apt-get install -y gcc make\n${PIP}RUN make\n`],
    ['other work tangled up with pip', `${GCC}RUN if pip install x; then python a.py; fi\n`],
    ['other work in place of pip', `${GCC}RUN pip install x || python get.py\n`],
    ['other work beside apt', `RUN apt-get install -y gcc && make install\n${PIP}`],
    ['poetry', `${GCC}RUN pip install poetry\nRUN poetry install\n`],
    ['paths of packages', `${GCC}${PIP}ENV X=/usr/local/lib/python3.13/site-packages/x\n`],
    ['an unknown library', `RUN apt-get install -y libxyz-dev\n${PIP}`],
    ['an upgrade by lists that would stay behind', `${GCC}RUN apt-get upgrade -y\n${PIP}`],
    ['nothing to leave', PIP],
  ])('%s', (_, lines) => {
    expect(splitOf(`${FROM}${lines}${CMD}`).kind).toBe('stays');
  });
});

describe('splitByEvidence, environments of the file', () => {
  it.each([
    [
      'ENV VIRTUAL_ENV=/v\nRUN python3 -m venv $VIRTUAL_ENV\nENV PATH="$VIRTUAL_ENV/bin:$PATH"\nRUN pip install x',
      '/v',
    ],
    ['RUN python -m venv /v && /v/bin/pip install x', '/v'],
    ['ENV V=/v\nRUN python -m venv $V && $V/bin/pip install x', '/v'],
    [
      'WORKDIR /app\nRUN python -m venv --upgrade-deps .venv && . .venv/bin/activate && pip install x',
      '/app/.venv',
    ],
    ['RUN pip install virtualenv && virtualenv -p python3 /v && /v/bin/python -m pip install x', '/v'],
    ['RUN pip install --target /deps x', '/deps'],
    ['RUN pip install --prefix=/deps x', '/deps'],
    ['RUN pip --python /v/bin/python install x', '/v'],
  ])('%j is copied as it is', (lines, folder) => {
    const [builder, runtime] = stagesOf(`${FROM}${GCC}${lines}\n${CMD}`);
    expect(builder).toContain(`${GCC}${lines}\n`);
    expect(builder).not.toContain('/opt/venv');
    expect(runtime).toContain(`COPY --from=builder ${folder} ${folder}\n`);
    expect(runtime).not.toMatch(/RUN|\/opt\/venv/);
  });

  it('--user becomes an environment that every user may read', () => {
    const [builder] = stagesOf(`${FROM}${GCC}RUN pip install --user -r requirements.txt\n${CMD}`);
    expect(builder).toContain('RUN pip --python /opt/venv/bin/python install -r requirements.txt\n');
  });

  it('copies its own and the one that is made, where both are filled', () => {
    const [, runtime] = stagesOf(`${FROM}${GCC}RUN pip install x && pip install --target=/deps y\n${CMD}`);
    expect(runtime.match(/^COPY .*/gm)).toEqual([
      'COPY --from=builder /opt/venv /opt/venv',
      'COPY --from=builder /deps /deps',
    ]);
  });
});

describe('splitByEvidence, steps that install and do more', () => {
  const partsOf = (lines: string) => stagesOf(`${FROM}${lines}\nCOPY . .\n${CMD}`);

  it('what pip is followed by is done in the stage that ships, with the packages', () => {
    const [builder, runtime] = partsOf(
      `${GCC}RUN set -ex && cd /x && pip install a && python manage.py collectstatic && rm -rf /tmp/x`,
    );
    expect(builder).toContain(
      'RUN set -ex && cd /x && pip --python /opt/venv/bin/python install a && rm -rf /tmp/x\n',
    );
    expect(runtime).toContain('PATH"\nRUN cd /x \\\n    && python manage.py collectstatic\n');
  });

  it('apt and pip in one step', () => {
    const [builder, runtime] = partsOf(
      'RUN apt-get update && apt-get install -y gcc ffmpeg && mkdir -p /data && pip install a && apt-get purge -y gcc',
    );
    expect(builder).toContain(
      '&& mkdir -p /data && python -m venv --without-pip /opt/venv && pip --python /opt/venv/bin/python install a && apt-get purge -y gcc\n',
    );
    expect(runtime).toContain('--no-install-recommends ffmpeg ');
    expect(runtime).toContain('RUN mkdir -p /data\n');
  });

  it('a here-document', () => {
    const [builder, runtime] = partsOf(
      'RUN <<EOF\napt-get install -y gcc\npip install a\npython -m a.download\nEOF',
    );
    expect(builder).toContain(
      'RUN <<EOF\napt-get install -y gcc\npython -m venv --without-pip /opt/venv\npip --python /opt/venv/bin/python install a\nEOF\n',
    );
    expect(runtime).toContain('RUN python -m a.download\n');
  });

  it('accounts beside OS packages', () => {
    const [, runtime] = partsOf(
      'RUN apt-get update && apt-get install -y gcc && useradd -m app && mkdir /data\nRUN pip install a',
    );
    expect(runtime).toMatch(/RUN useradd -m app \\\n {4}&& mkdir \/data\nCOPY --from=builder/);
  });

  it('work between two installations has the packages at hand', () => {
    const [builder, runtime] = partsOf(
      `${GCC}RUN pip install a\nRUN python -c "import a"\nRUN pip install b`,
    );
    expect(builder).not.toContain('import a');
    expect(runtime).toMatch(/ENV PATH=.*\nRUN python -c "import a"\n/);
  });

  it('manifests that come again with the source are not copied twice', () => {
    const [builder, runtime] = partsOf(`${GCC}# the list\nCOPY requirements.txt .\n${PIP}`);
    expect(builder).toContain('# the list\nCOPY requirements.txt .\n');
    expect(runtime).not.toContain('requirements');
    expect(stagesOf(`${FROM}${GCC}COPY requirements.txt .\n${PIP}COPY app.py .\n${CMD}`)[1]).toContain(
      'COPY requirements.txt .\n',
    );
  });
});

describe('splitByEvidence, other bases than those of Python', () => {
  it('ships the interpreter, whose packages the environment sees', () => {
    const split = splitOf(
      'FROM ubuntu:24.04\nRUN apt-get update && apt-get install -y python3-pip ffmpeg\nRUN pip install x\nCMD ["a"]\n',
    );
    expect(split).toMatchObject({
      kind: 'split',
      text: expect.stringMatching(
        /RUN python3 -m venv --system-site-packages --without-pip \/opt\/venv\nRUN pip --python [^]*FROM [^]*--no-install-recommends ffmpeg python3 \\\n/,
      ) as string,
    });
  });

  it("asks no distribution's pip for what it is too old for", () => {
    const os = (packages: string) => `RUN apt-get update && apt-get install -y ${packages}\n`;
    const stays = (text: string) => splitOf(text).kind === 'stays';
    expect(stays(`FROM ubuntu:22.04\n${os('gcc python3-pip')}${PIP}${CMD}`)).toBe(true);
    expect(stays(`FROM ubuntu:24.04\n${os('gcc python3-pip')}${PIP}${CMD}`)).toBe(false);
    expect(stays(`FROM ubuntu:22.04\n${os('gcc python3-pip')}RUN pip install -U pip\n${PIP}${CMD}`)).toBe(
      false,
    );
    expect(stays(`FROM ubuntu:18.04\n${os('gcc python3-pip')}RUN pip install -U pip\n${PIP}${CMD}`)).toBe(
      true,
    );
    const [builder] = stagesOf(`FROM ubuntu:22.04\n${os('gcc python3-pip python3-venv')}${PIP}${CMD}`);
    expect(builder).not.toContain('--python');
  });

  it('becomes root in the builder too', () => {
    const split = splitOf(`FROM apache/airflow:3\nUSER root\n${GCC}RUN pip install x\nUSER airflow\n`);
    expect(split).toMatchObject({
      text: expect.stringContaining('AS builder\nUSER root\nRUN apt') as string,
    });
  });
});

describe('splitByEvidence, tools that the second stage calls', () => {
  it('are kept for it', () => {
    const [, runtime] = stagesOf(
      `${FROM}RUN apt-get update && apt-get install -y gcc curl xz-utils\nRUN curl -o /x.xz y && xz -d /x.xz\n${PIP}${CMD}`,
    );
    expect(runtime).toContain('--no-install-recommends curl xz-utils \\\n');
    expect(runtime).toContain('RUN curl -o /x.xz y && xz -d /x.xz\n');
  });

  it.each([
    [
      'package sources between two installations',
      'RUN apt-get install -y gcc && echo a > /etc/apt/sources.list.d/a.list && apt-get install -y b',
    ],
    [
      'a script that adds them',
      'RUN apt-get install -y gcc curl\nRUN curl x | bash - && apt-get install -y nodejs',
    ],
  ])('but not the order of %s', (_, lines) => {
    expect(splitOf(`${FROM}${lines}\n${PIP}${CMD}`)).toMatchObject({
      kind: 'stays',
      reason: expect.stringContaining('two installations of OS packages') as string,
    });
  });

  it('what comes before the first installation comes before it again', () => {
    const [, runtime] = stagesOf(
      `${FROM}RUN sed -i s/a/b/ /etc/apt/sources.list && apt-get install -y gcc ffmpeg\n${PIP}${CMD}`,
    );
    expect(runtime).toMatch(/RUN sed -i s\/a\/b\/ \/etc\/apt\/sources.list\nRUN apt-get update /);
  });

  it('what pip itself comes from stays in the builder', () => {
    const [builder] = stagesOf(
      `${FROM}RUN apt-get update && apt-get install -y gcc curl && curl x | python && pip install a\n${CMD}`,
    );
    expect(builder).toContain('curl x | python && python -m venv');
  });
});

it('takes along what an installation was seen to need, and what it wrote beside the source', () => {
  const dockerfile = `${FROM}WORKDIR /app\n${GCC}COPY . .\nRUN pip install -e .\n${CMD}`;
  const tree = (path: string) => ({ path, bytes: 1, files: 1, kind: 'other' as const });
  const step = {
    instruction: 4,
    bytes: 1,
    packages: [],
    trees: [tree('/app/x.egg-info'), tree('/var/x')],
    deleted: [],
    libraries: [{ soname: 'libq.so.1', neededBy: 'a.so', package: 'libq1', inBase: false }],
  };
  const setup = setupOf({ Dockerfile: dockerfile, 'setup.py': '' }, (facts) => ({
    ...facts,
    image: { ...NO_IMAGE, steps: [step] },
  }));
  expect(splitByEvidence(setup, 'by-evidence')).toMatchObject({
    text: expect.stringMatching(
      /FROM [^]*apt-get install \S+ \S+ libq1 [^]*\nCOPY \. \.\nCOPY --from=builder \/app\/x\.egg-info \/app\/x\.egg-info\nCMD/,
    ) as string,
  });
});
