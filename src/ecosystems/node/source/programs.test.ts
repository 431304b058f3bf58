import { describe, expect, it } from 'vitest';
import { read } from './read.fixture.ts';

describe('programs', () => {
  it.each([
    [
      'exec',
      "import { exec } from 'node:child_process';\nexec('pg_dump -Fc db | gzip > x')",
      ['pg_dump', 'gzip'],
    ],
    [
      'spawn',
      "const cp = require('child_process');\ncp.spawn('ffmpeg', ['-i', x]);\ncp.execFileSync('/usr/bin/convert', args)",
      ['ffmpeg', '/usr/bin/convert'],
    ],
    [
      'promisified',
      "import { promisify } from 'util';\nimport { exec } from 'child_process';\nconst run = promisify(exec);\nrun(`git -C ${dir} log`)",
      ['git'],
    ],
    [
      'constant',
      "import { spawn } from 'child_process';\nconst BIN = 'ffprobe';\nspawn(BIN, [])",
      ['ffprobe'],
    ],
    ['joined', "import { execSync } from 'child_process';\nexecSync('convert ' + path)", ['convert']],
    [
      'execa',
      "import { execa, $ } from 'execa';\nawait execa('gs', []);\nawait $`magick ${a} b`",
      ['gs', 'magick'],
    ],
    ['something else', "regex.exec('pg_dump'); spawn('x')", []],
    [
      'nothing known',
      "import { exec, spawn } from 'child_process';\nexec(command); spawn(`${bin}`, []); exec('node x.js')",
      [],
    ],
  ])('%s', (_, source, expected) => expect(read(source).commands).toEqual(expected));

  it('libraries', () => expect(read("koffi.load('libmagic.so.1')").libraries).toEqual(['libmagic.so.1']));
});
