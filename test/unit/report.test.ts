import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { improve } from '../../src/index.ts';
import { committed, contentOf, folderWith } from './folder.ts';

const REPORT = 'DOCKER_IMPROVEMENTS.md';
const PROJECT = {
  Dockerfile: 'FROM python:3.13-slim\nCOPY . .\nCMD ["python", "app.py"]\n',
  'app.py': 'print("hello")\n',
};
const proposal = { engine: false, unproven: true, write: true } as const;

describe('the written report', () => {
  it('is written with --write, beside files that git knows, and a later run writes over it', async () => {
    const dir = folderWith(PROJECT);
    committed(dir);
    expect((await improve(dir, proposal)).report).toBe(REPORT);
    const first = readFileSync(join(dir, REPORT), 'utf8');
    expect(first).toContain('# Docker improvements of project');
    expect(first).toContain('no Docker engine was used');

    writeFileSync(join(dir, 'Dockerfile'), PROJECT.Dockerfile);
    writeFileSync(join(dir, REPORT), `${first}\nLEFTOVER\n`);
    await improve(dir, { ...proposal, force: true });
    const second = readFileSync(join(dir, REPORT), 'utf8');
    expect(second).not.toContain('LEFTOVER');
    expect(second.split('\n')[0]).toBe(first.split('\n')[0]);
  });

  it('is no part of the patches, and is not written where nothing is', async () => {
    const dir = folderWith(PROJECT);
    const before = contentOf(dir);
    const { report, setups } = await improve(dir, { engine: false });
    expect(report).toBeNull();
    expect(setups[0]?.files.map(({ path }) => path)).not.toContain(REPORT);
    expect(contentOf(dir)).toEqual(before);
  });

  it("is not written over a file of the user's own, and that is told", async () => {
    const dir = folderWith({ ...PROJECT, [REPORT]: '# Mine\n' });
    const { report, setups } = await improve(dir, { ...proposal, force: true });
    expect(report).toBeNull();
    expect(setups[0]?.notes.join('\n')).toContain(`${REPORT} is a file of your own`);
    expect(readFileSync(join(dir, REPORT), 'utf8')).toBe('# Mine\n');
  });

  it('--report names another place, also without --write', async () => {
    const dir = folderWith(PROJECT);
    const elsewhere = join(folderWith({}), 'report.md');
    const { report } = await improve(dir, { engine: false, report: elsewhere });
    expect(report).toBe(elsewhere);
    expect(readFileSync(elsewhere, 'utf8')).toMatch(/is proposed|are proposed/);
    const inside = await improve(dir, { engine: false, report: join(dir, 'report.md') });
    expect(inside.report).toBe('report.md');
  });

  it('--report does not write over what Shipshape did not write, unless forced', async () => {
    const dir = folderWith({ ...PROJECT, 'notes.md': '# Mine\n' });
    const report = join(dir, 'notes.md');
    await expect(improve(dir, { engine: false, report })).rejects.toMatchObject({ code: 'USAGE' });
    expect(readFileSync(report, 'utf8')).toBe('# Mine\n');
    await improve(dir, { engine: false, report, force: true });
    expect(readFileSync(report, 'utf8')).toContain('# Docker improvements');
  });

  it('--report into a folder that is not there is told before the work', async () => {
    const dir = folderWith(PROJECT);
    const report = join(dir, 'none', 'report.md');
    await expect(improve(dir, { engine: false, report })).rejects.toMatchObject({ code: 'NOT_WRITABLE' });
  });
});
