import { beforeAll, expect, it } from 'vitest';
import type { CheckResult } from '../../src/index.ts';
import { builtCli } from '../unit/cli.ts';
import { folderWith } from '../unit/folder.ts';
import { asSchemaSays } from '../unit/schema.ts';
import { describeWithEngine } from './engine.ts';
import { imageOf } from './images.ts';
import { watched } from './watched.ts';

beforeAll(builtCli, 60_000);

const BAD = `FROM debian:13-slim
ENV DB_PASSWORD=Xq7hunter2
RUN cp /bin/true /usr/local/bin/helper && chmod 4755 /usr/local/bin/helper \\
    && sed -i 's/^root:[^:]*:/root::/' /etc/shadow && echo 'toor:x:0:0::/root:/bin/sh' >> /etc/passwd \\
    && mkdir -p /app/.git /root/.cache/pip /var/lib/apt/lists && echo x > /app/.git/HEAD && echo x > /root/.cache/pip/x \\
    && echo x > /var/lib/apt/lists/x && echo key > /app/server.key
EXPOSE 8080
VOLUME /dev
`;
const GOOD = `FROM debian:13-slim
RUN find / -xdev -perm /6000 -type f -exec chmod a-s {} +
USER 1001:1001
HEALTHCHECK CMD ["true"]
CMD ["sleep", "60"]
`;

async function check(args: readonly string[], files: Readonly<Record<string, string>> = {}) {
  const dir = folderWith(files);
  const { stdout, stderr, status, docker } = await watched(dir, ['check', ...args, '--json'], { cwd: dir });
  expect(docker).not.toMatch(/^(?:image )?(?:pull|build|run|tag)\b/m);
  const result: CheckResult = asSchemaSays('check', stdout);
  return { result, stdout, stderr, status };
}

describeWithEngine('check --image', () => {
  it('finds what is wrong with an image, beside files', async () => {
    const name = imageOf(folderWith({ Dockerfile: BAD }), 'shipshape-check-image-bad:latest');
    const { result, stdout, status } = await check(['--image', name, 'Dockerfile'], {
      Dockerfile: 'FROM debian:13\nUSER 1\n',
    });
    expect(result.files.map(({ path }) => path)).toEqual(['Dockerfile', name]);
    const findings = result.files[1]?.findings ?? [];
    expect(findings.map(({ rule }) => rule).sort()).toEqual([
      'clean-os-package-cache',
      'duplicate-ids',
      'empty-password-account',
      'healthcheck-missing',
      'image-tagged-latest',
      'leftover-files',
      'leftover-files',
      'run-as-non-root',
      'secret-file-copied',
      'secret-in-arg-or-env',
      'sensitive-volume',
      'setuid-files',
      'setuid-files',
    ]);
    for (const one of findings) expect(one).toMatchObject({ line: 1, column: 1, endLine: 1, endColumn: 1 });
    expect(findings.find(({ rule }) => rule === 'setuid-files')?.ids).toMatchObject({
      dockle: ['CIS-DI-0008'],
    });
    expect(stdout).not.toContain('hunter2');
    expect(status).toBe(1);
  });

  it('is silent about a good one', async () => {
    const name = imageOf(folderWith({ Dockerfile: GOOD }), 'shipshape-check-image-good:1.0');
    expect(await check(['--image', name])).toMatchObject({
      result: { version: 1, files: [{ path: name, findings: [] }] },
      stderr: '',
      status: 0,
    });
  });

  it('says which image is not there', async () => {
    const { result, stderr, status } = await check(['--image', 'shipshape-check-image-none:1']);
    expect([result.files, status]).toEqual([[], 2]);
    expect(stderr).toContain('has no image shipshape-check-image-none:1');
  });
});
