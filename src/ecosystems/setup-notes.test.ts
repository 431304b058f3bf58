import { expect, it } from 'vitest';
import { setupOf } from '../model/setup.fixture.ts';
import { setupNotes } from './setup-notes.ts';

const COMPOSE = `version: "3"
services:
  web:
    build: .
    volumes:
      - data:/data
      - ./uploads:/uploads
      - .:/app
      - ./motto.txt:/etc/motto.txt
      - ./pages:/pages:ro
volumes: { data: }
`;
const of = (dockerfile: string) => setupOf({ Dockerfile: dockerfile, 'compose.yaml': COMPOSE, 'app.py': '' });
const ROOT = of('FROM alpine\n');

it('tells whose volumes and folders keep their owner when the user changes', () => {
  const notes = setupNotes(ROOT, of('FROM alpine\nUSER 1001:1001\n'));
  expect(notes).toEqual([
    expect.stringContaining('version'),
    expect.stringContaining('--entrypoint chown web -R 1001:1001 /data'),
    expect.stringContaining('./uploads of the host is mounted at /uploads'),
  ]);
});

it('tells nothing of a volume that is new: it gets its owner from the image', () => {
  const after = of('FROM alpine\nUSER 1001:1001\n');
  const before = setupOf({ Dockerfile: 'FROM alpine\n', 'app.py': '' });
  expect(setupNotes(before, after).join('\n')).not.toContain('chown');
});

it('tells only of `version:` when the user stays', () => expect(setupNotes(ROOT, ROOT)).toHaveLength(1));

it('tells nothing of a `version:` that was asked for', () => {
  const asked = { ...ROOT, choices: { ...ROOT.choices, composeVersion: '3.8' } };
  expect(setupNotes(asked, asked)).toEqual([]);
});
