import { expect, it } from 'vitest';
import { setupOf } from '../model/setup.fixture.ts';
import { developmentServer } from './development-server.ts';
import { readPythonSource } from './python/source.ts';

const MANIFEST = JSON.stringify({
  scripts: {
    dev: 'nodemon src/server.js',
    start: 'npm run serve',
    serve: 'cross-env NODE_ENV=development next dev -p 3000',
    prod: 'next start',
    preview: 'vite preview --host',
  },
});

const told = (lines: string, files: Record<string, string> = {}) =>
  developmentServer(
    setupOf({ Dockerfile: `FROM a\n${lines}\n`, 'package.json': MANIFEST, ...files }, (facts) => ({
      ...facts,
      source: readPythonSource(new Map(Object.entries(files))),
    })),
  );

it.each([
  ['CMD flask run --host 0.0.0.0', /`flask run --host 0\.0\.0\.0`: .*gunicorn/],
  ['CMD ["flask", "--app", "x", "run"]', /flask/],
  ['CMD ["python", "-m", "flask", "run"]', /flask run/],
  ['CMD python manage.py runserver 0.0.0.0:8000', /runserver 0\.0\.0\.0:8000`: gunicorn or uvicorn/],
  ['CMD ["uvicorn", "app:app", "--reload"]', /leave `--reload` out/],
  ['CMD ["poetry", "run", "fastapi", "dev"]', /fastapi run/],
  ['CMD npm run dev', /`nodemon src\/server\.js` \(by `npm run dev`\): start the program with `node`/],
  ['CMD ["npm", "start"]', /`next dev -p 3000` \(by `npm start`\): .*`next start`/],
  ['CMD ["yarn", "preview"]', /vite preview/],
  ['CMD ["npx", "vite", "--host"]', /vite/],
  ['ENTRYPOINT ["dumb-init", "--"]\nCMD ["node", "--watch", "a.js"]', /--watch/],
  ['CMD ["sh", "-c", "python manage.py migrate && python manage.py runserver"]', /runserver/],
  ['CMD ["node_modules/.bin/ng", "serve"]', /ng serve/],
])('%s is one', (lines, expected) => expect(told(lines)).toMatch(expected));

it.each([
  'CMD ["gunicorn", "app:app"]',
  'CMD ["uvicorn", "app:app"]',
  'CMD ["node", "dist/server.js"]',
  'CMD ["npm", "run", "prod"]',
  'CMD ["next", "start"]',
  'CMD ["vite", "build"]',
  'CMD ["python", "app.py"]',
  'RUN flask run',
  'CMD ["npm", "run", "unknown"]',
  '',
])('%s is none', (lines) => expect(told(lines)).toBeNull());

it('a file that starts one itself', () => {
  const app =
    'from flask import Flask\napp = Flask(__name__)\nif __name__ == "__main__":\n    app.run(debug=True)\n';
  expect(told('CMD ["python", "app.py"]', { 'app.py': app })).toMatch(
    /`python app\.py` \(it calls `app\.run\(debug=True\)`\):/,
  );
  expect(told('CMD ["gunicorn", "app:app"]', { 'app.py': app })).toBeNull();
  const other = 'import uvicorn\nuvicorn.run("a:app", reload=True)\n';
  expect(told('CMD python -m main', { 'main.py': other })).toMatch(/leave `reload` out/);
  expect(told('CMD python job.py', { 'job.py': 'import subprocess\nsubprocess.run(["x"])\n' })).toBeNull();
});

it('an entry script, what it does under a condition left out', () => {
  const script = '#!/bin/sh\nflask db upgrade\nexec flask run\n';
  expect(told('ENTRYPOINT ["./entrypoint.sh"]', { 'entrypoint.sh': script })).toMatch(/flask run/);
  const choice = '#!/bin/sh\nif [ "$DEV" = 1 ]; then\n  exec flask run\nfi\nexec gunicorn app:app\n';
  expect(told('ENTRYPOINT ["./entrypoint.sh"]', { 'entrypoint.sh': choice })).toBeNull();
});

it("the compose service's command takes the place of the image's", () => {
  const compose = (command: string) => ({
    'compose.yaml': `services:\n  web:\n    build: .\n    command: ${command}\n`,
  });
  expect(told('CMD ["gunicorn", "a:b"]', compose('flask run'))).toMatch(/flask run/);
  expect(told('CMD ["flask", "run"]', compose('gunicorn a:b'))).toBeNull();
});
