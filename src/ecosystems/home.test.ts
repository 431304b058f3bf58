import { expect, it } from 'vitest';
import { setupOf } from '../model/setup.fixture.ts';
import { livesInRootsHome, wantsHome } from './home.ts';

const CMD = 'CMD ["python", "app.py"]\n';

it.each([
  ['WORKDIR /root/app\n', true],
  ['COPY . /root/\n', true],
  ['RUN mkdir -p ~/.streamlit\n', true],
  ['RUN echo "[general]" > /root/.pgpass\n', true],
  ['RUN mkdir -p /root/.ssh && rm -rf /root/.cache\n', false],
  ['WORKDIR /app\nCOPY . .\n', false],
])('%j lives in the home of root: %s', (lines, expected) => {
  expect(livesInRootsHome(setupOf({ Dockerfile: `FROM python:3.13\n${lines}${CMD}` }))).toBe(expected);
});

it.each([
  ['["ansible-playbook", "site.yml"]', true],
  ['["tini", "--", "poetry", "run", "poetry", "about"]', true],
  ['app --cache $HOME/.app', true],
  ['["gunicorn", "app:app"]', false],
])('CMD %s wants a home: %s', (command, expected) => {
  expect(wantsHome(setupOf({ Dockerfile: `FROM python:3.13\nCMD ${command}\n` }))).toBe(expected);
});
