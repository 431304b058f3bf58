import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as image from '../../src/image/index.ts';
import { describeWithEngine } from './engine.ts';

const run = promisify(execFile);
const TAG = `shipshape-image-test-${process.pid}`;
const BASE = 'python:3.13-slim';
const DOCKERFILE = `FROM ${BASE}
ENV LEVEL=1
RUN apt-get update && apt-get install -y --no-install-recommends libpq5 && rm -rf /var/lib/apt/lists/*
RUN pip install --no-cache-dir --root-user-action=ignore psycopg2==2.9.10
RUN mkdir /data && head -c 1000000 /dev/zero > /data/big && ln /data/big /data/hard && echo x > /data/gone \\
    && mkfifo /data/pipe && chmod 4755 /data/hard && useradd -u 1001 app && chown app /data
RUN rm /data/gone && rm -rf /usr/share/doc && mkdir /usr/share/doc && echo new > /usr/share/doc/only
CMD ["python3"]
`;
/** What the engine itself puts into a running container. */
const NOT_OF_THE_IMAGE = /^(dev|proc|sys)(\/|$)|^(\.dockerenv|etc\/(hosts|hostname|resolv\.conf|mtab))$/;

async function inContainer(script: string): Promise<string[]> {
  const { stdout } = await run('docker', ['run', '--rm', '--entrypoint', 'sh', TAG, '-c', script], {
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout.split('\n').filter((line) => line !== '');
}

async function read(name: string): Promise<image.ImageIndex> {
  const save = spawn('docker', ['save', name], { stdio: ['ignore', 'pipe', 'ignore'] });
  return image.readImageArchive(save.stdout);
}

describeWithEngine('an image archive, against what a container says', () => {
  let index: image.ImageIndex;

  beforeAll(async () => {
    const build = run('docker', ['build', '-q', '-t', TAG, '-']);
    build.child.stdin?.end(DOCKERFILE);
    await build;
    index = await read(TAG);
  });
  afterAll(async () => {
    await run('docker', ['image', 'rm', '-f', TAG]);
  });

  it('has the same files with the same type, size, mode and owner', async () => {
    const letters = { file: 'f', dir: 'd', symlink: 'l', hardlink: 'f', device: 'c', fifo: 'p' };
    const files = image.mergedFiles(index);
    const ours = [...files.values()].map(({ entry }) => {
      const linked =
        entry.type === 'hardlink'
          ? index.layers.flatMap((l) => l.entries.get(entry.link ?? '') ?? []).at(-1)
          : entry;
      const size = linked?.type === 'file' ? linked.size : 0;
      return `${letters[entry.type]} ${size} ${entry.mode.toString(8)} ${entry.uid}:${entry.gid} ${entry.path}`;
    });
    const theirs = await inContainer(
      String.raw`find / -xdev -mindepth 1 \( -type f -printf '%y %s %m %U:%G %P\n' -o -printf '%y 0 %m %U:%G %P\n' \)`,
    );
    const ofImage = (line: string) => !NOT_OF_THE_IMAGE.test(line.split(' ').slice(4).join(' '));
    expect(ours.filter(ofImage).sort()).toEqual(theirs.filter(ofImage).sort());
    expect(theirs.length).toBeGreaterThan(3000);
  });

  it('tells what each instruction did', async () => {
    const [packages, pip, data, deletion] = index.layers.slice(-4).map((layer) => layer.index);
    expect(image.packagesAddedBy(index, packages ?? -1)).toContain('libpq5');
    expect(image.packagesAddedBy(index, pip ?? -1)).toEqual([]);
    const added = image.layerChanges(index, pip ?? -1).added.map(({ path }) => path);
    expect(added.some((path) => /site-packages\/psycopg2\/_psycopg.*\.so$/.test(path))).toBe(true);
    const made = image.layerChanges(index, data ?? -1).added.map(({ path }) => path);
    expect(made).toEqual(expect.arrayContaining(['data/big', 'data/gone', 'data/hard', 'data/pipe']));
    const removed = image.layerChanges(index, deletion ?? -1);
    expect(removed.deleted.map(({ path }) => path)).toContain('data/gone');
    expect(removed.deleted.some(({ path }) => path.startsWith('usr/share/doc/'))).toBe(true);
    expect(removed.added.map(({ path }) => path)).toEqual(['usr/share/doc/only']);
    expect(index.layers[deletion ?? -1]?.createdBy).toContain('rm /data/gone');
  });

  it('has the same packages, and which of them came along', async () => {
    const packages = image.osPackages(index);
    const theirs = await inContainer(
      `dpkg-query -W -f '\${Package} \${Version} \${db:Status-Abbrev}\\n' | grep ' ii *$'`,
    );
    expect(packages.map(({ name, version }) => `${name} ${version} ii`).sort()).toEqual(
      theirs.map((line) => line.trim()).sort(),
    );
    const auto = packages.filter((found) => found.auto).map(({ name }) => name);
    expect(auto.sort()).toEqual((await inContainer('apt-mark showauto | cut -d: -f1')).sort());
  });

  it('finds the same libraries as ldd, and the same owners as dpkg', async () => {
    const extension =
      [...image.mergedFiles(index).keys()].find((path) => /\/_psycopg[^/]*\.so$/.test(path)) ?? '';
    const needed = image.librariesNeeded(index, [extension]);
    const found = await inContainer(
      `ldd /${extension} | while read name arrow path rest; do [ -f "$path" ] && echo "$name $(realpath $path)"; done; true`,
    );
    expect(needed.map(({ soname }) => soname)).toContain('libpq.so.5');
    for (const { soname, path } of needed) expect(found).toContain(`${soname} /${path}`);
    for (const { path, package: owner } of needed) {
      const [line] = await inContainer(`dpkg -S ${path} || dpkg -S ${path?.replace(/^usr\//, '')}`);
      expect(line?.split(':')[0]).toBe(owner);
    }
  });

  it('has the same commands, users, release and Python distributions', async () => {
    const commands = await inContainer(
      `for d in $(echo $PATH | tr : ' '); do for f in $d/*; do [ -f $f ] && [ -x $f ] && echo \${f##*/}; done; done | LC_ALL=C sort -u`,
    );
    expect([...image.executables(index).keys()].sort()).toEqual(commands);
    expect(image.users(index).users.map(({ name, uid }) => `${name} ${uid}`)).toEqual(
      await inContainer(`getent passwd | awk -F: '{print $1, $3}'`),
    );
    expect([image.osRelease(index)?.prettyName]).toEqual(
      await inContainer('. /etc/os-release; echo $PRETTY_NAME'),
    );
    const pip = await inContainer('pip list --format freeze');
    const ours = image.languagePackages(index).python.map(({ name, version }) => `${name}==${version}`);
    expect(ours.sort()).toEqual(pip.sort());
  });

  it('has the same setuid and world-writable files', async () => {
    const surface = image.attackSurface(index);
    const setuid = await inContainer(
      String.raw`find / -xdev -type f -perm /6000 -printf '%P\n' | LC_ALL=C sort`,
    );
    expect(surface.setuid).toEqual(setuid);
    expect(surface.setuid).toContain('data/hard');
    const open = await inContainer(
      String.raw`find / -xdev \( -type f -o -type d ! -perm -1000 \) -perm -2 -printf '%P\n' | LC_ALL=C sort`,
    );
    expect(surface.worldWritable).toEqual(open);
  });

  it('stands on the layers of its base', async () => {
    const base = await read(BASE);
    const common = base.layers.length;
    expect(index.layers.slice(0, common).map(({ digest }) => digest)).toEqual(
      base.layers.map(({ digest }) => digest),
    );
    expect(image.layerCount(index) - image.layerCount(base)).toBe(4);
    expect(image.aboveBaseBytes(index, common)).toBe(
      image.uncompressedBytes(index) - image.uncompressedBytes(base),
    );
    expect(image.wastedBytes(index)).toBeGreaterThan(image.wastedBytes(base));
  });
});
