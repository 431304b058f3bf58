// The other linters, at fixed versions, in a folder of their own.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const PACKAGES = {
  dockerfilelint: '1.8.0',
  'dockerfile-utils': '0.16.3',
  dockerlinter: '2.0.0',
  dclint: '3.1.0',
};

/** @returns each with the command that checks files; none where npm cannot get them */
export function installLinters(folder) {
  const home = join(folder, 'linters');
  mkdirSync(home);
  writeFileSync(join(home, 'package.json'), '{}');
  const wanted = Object.entries(PACKAGES).map(([name, version]) => `${name}@${version}`);
  // their install scripts fetch programs from elsewhere (shellcheck), which is not what is measured
  const npm = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--silent', ...wanted];
  const { status } = spawnSync('npm', npm, { cwd: home, stdio: ['ignore', 'ignore', 'inherit'] });
  const bin = (name) => [process.execPath, join(home, 'node_modules/.bin', name)];
  const found =
    status !== 0
      ? []
      : [
          {
            name: `dockerfilelint ${PACKAGES.dockerfilelint}`,
            kind: 'Dockerfiles',
            takesMany: true,
            command: (files) => [...bin('dockerfilelint'), ...files],
          },
          {
            name: `dockerfile-utils ${PACKAGES['dockerfile-utils']}`,
            kind: 'Dockerfiles',
            takesMany: false,
            command: ([file]) => [...bin('dockerfile-utils'), 'lint', file],
          },
          {
            name: `dockerlinter ${PACKAGES.dockerlinter}`,
            kind: 'Dockerfiles',
            takesMany: false,
            command: ([file]) => [...bin('dockerlinter'), '-s', 'none', '-f', file],
          },
          {
            name: `dclint ${PACKAGES.dclint}`,
            kind: 'compose',
            takesMany: true,
            command: (files) => [...bin('dclint'), ...files],
          },
        ];
  const answers = spawnSync('docker', ['version', '--format', '{{.Server.Version}}'], { encoding: 'utf8' });
  if (answers.status !== 0) return found;
  return [
    ...found,
    {
      name: `docker build --check ${answers.stdout.trim()}`,
      kind: 'Dockerfiles',
      takesMany: false,
      command: ([file]) => ['docker', 'build', '--check', '-f', file, dirname(file)],
    },
  ];
}
