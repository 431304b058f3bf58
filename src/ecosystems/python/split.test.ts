import { describe, expect, it } from 'vitest';
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
    ['--user', `${GCC}RUN pip install --user x\n`],
    ['--target', `${GCC}RUN pip install --target=/x x\n`],
    ['PIP_TARGET', `${GCC}ENV PIP_TARGET=/x\n${PIP}`],
    ['its own environment', `${GCC}RUN python -m venv /v\nENV PATH=/v/bin:$PATH\n${PIP}`],
    ['the pip of an environment', `${GCC}RUN /v/bin/pip install x\n`],
    ['packages from a variable', `RUN apt-get install $PACKAGES gcc\n${PIP}`],
    ['a base for others', `${GCC}${PIP}ONBUILD COPY . .\n`],
    ['a step with git', `RUN apt-get update && apt-get install -y git\nRUN git clone x\n${PIP}`],
    ['a step with make', `RUN apt-get update && apt-get install -y gcc make\n${PIP}RUN make\n`],
    ['other work beside pip', `${GCC}RUN pip install x && python manage.py collectstatic\n`],
    ['a file written beside pip', `${GCC}RUN pip install x && echo a > /etc/a\n`],
    ['other work beside apt', `RUN apt-get install -y gcc && make install\n${PIP}`],
    ['work between installations', `${GCC}RUN pip install a\nRUN python -c "import a"\nRUN pip install b\n`],
    ['poetry', `${GCC}RUN pip install poetry\nRUN poetry install\n`],
    ['paths of packages', `${GCC}${PIP}ENV X=/usr/local/lib/python3.13/site-packages/x\n`],
    ['an unknown library', `RUN apt-get install -y libxyz-dev\n${PIP}`],
    ['nothing to leave', PIP],
  ])('%s', (_, lines) => {
    expect(splitOf(`${FROM}${lines}${CMD}`).kind).toBe('stays');
  });
});
