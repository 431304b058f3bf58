import { describe, expect, it } from 'vitest';
import { readProjectFacts } from './about.ts';
import { folderWith } from './folder.fixture.ts';
import { webAddress } from './remote.ts';

describe('what a project says of itself', () => {
  it('package.json of the context before that of the root', async () => {
    const dir = folderWith({
      'package.json': '{ "name": "all", "license": "MIT", "renovate": {} }',
      'web/package.json': '{ "name": "@org/web", "description": "The  site", "license": "UNLICENSED" }',
    });
    expect(await readProjectFacts(dir, 'web')).toMatchObject({
      name: '@org/web',
      description: 'The site',
      license: null,
      updater: 'package.json',
    });
  });

  it.each([
    ['[project]\nname = "app"\ndescription = "It"\nlicense = "MIT OR Apache-2.0"\n', 'MIT OR Apache-2.0'],
    ['[project]\nname = "app"\ndescription = "It"\nlicense = { text = "BSD-3-Clause" }\n', 'BSD-3-Clause'],
    ['[project]\nname = "app"\ndescription = "It"\nlicense = { file = "LICENSE" }\n', null],
    ['[tool.poetry]\nname = "app"\ndescription = "It"\nlicense = "The license of ours"\n', null],
  ])('pyproject.toml: %j', async (text, license) => {
    const facts = await readProjectFacts(
      folderWith({ 'pyproject.toml': text, 'package.json': '{ broken' }),
      '',
    );
    expect(facts).toMatchObject({ name: 'app', description: 'It', license, source: null, updater: null });
  });

  const CONFIG =
    '[core]\n\tbare = false\n[remote "up"]\n\turl = x\n[remote "origin"]\n\turl = git@h.org:o/a.git\n';
  it.each<[Record<string, string>, string, string | null]>([
    [{ '.git/config': CONFIG, 'app/x': '' }, '', 'renovate.json'],
    [{ '.git/config': CONFIG, '.github/workflows/x': '' }, '', '.github/dependabot.yml'],
    [{ '.git/config': CONFIG, 'app/x': '' }, 'app', null],
    [
      {
        'main/.git/config': CONFIG,
        'main/.git/worktrees/w/commondir': '../..\n',
        'w/.git': 'gitdir: ../main/.git/worktrees/w\n',
      },
      'w',
      'renovate.json',
    ],
  ])('the remote of %j', async (files, folder, place) => {
    const facts = await readProjectFacts(`${folderWith(files)}/${folder}`, '');
    expect(facts).toMatchObject({ source: 'https://h.org/o/a', updaterPlace: place });
  });
});

describe('webAddress', () => {
  it.each([
    ['https://user:s3cret@github.com/org/app.git', 'https://github.com/org/app'],
    ['http://git.example.org:3000/a/b/', 'http://git.example.org:3000/a/b'],
    ['ssh://git@example.org:2222/a/b.git', 'https://example.org/a/b'],
    ['git@github.com:org/app.git', 'https://github.com/org/app'],
    ['/srv/git/app.git', null],
    ['file:///srv/app', null],
    ['../app', null],
    ['git@work:org/app', null],
    ['https://example.org/a?token=s3cret', null],
    ['', null],
  ])('%s', (url, address) => expect(webAddress(url)).toBe(address));
});
