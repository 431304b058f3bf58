import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readNodeSource } from './source.ts';
import { readJavaScript } from './source/javascript-text.ts';

const readFiles = (files: Record<string, string>) => readNodeSource(new Map(Object.entries(files)));
const read = (source: string, path = 'server.ts') => readFiles({ [path]: source });
/** `NAME!` is required, `NAME=x` has a default, `NAME` is neither. */
const shown = ({ variables }: ReturnType<typeof read>) =>
  variables.map(
    ({ name, required, default: value }) =>
      name + (required ? '!' : '') + (value === null ? '' : `=${value}`),
  );
const variables = (source: string) => shown(read(source));

describe('what is code', () => {
  it.each([
    ['comments', 'a // "x\n/* `y */ b', 'a       \n         b'.length],
    ['strings', String.raw`a("it's \" x") + 'y'`, 0],
  ])('%s are as long as they were', (_, source) => {
    expect(readJavaScript('a.js', source).code).toHaveLength(source.length);
  });

  it.each([
    ['a = "x"; // y', 'a = " ";     '],
    ["a = /it's[/\"]/g; b = 'x'", "a = /          ; b = ' '"],
    ['a = b / c; d = "e" / f', 'a = b / c; d = " " / f'],
    ['`a ${b("c")} d` + e', '`  ${b(" ")}  ` + e'],
    ['`${`${a}`}` + "b"', '`${`${a}`}` + " "'],
    ["<p>Don't</p>\na('b')", "<p>Don'     \na(' ')"],
    ['<img src="x" />\na("b")', '<img src=" " />\na(" ")'],
    ['#!/usr/bin/env node\na("b")', '                   \na(" ")'],
  ])('%j', (source, code) => expect(readJavaScript('a.js', source).code).toBe(code));
});

describe('variables', () => {
  it.each([
    ['member', 'const a = process.env.A', ['A']],
    ['subscript', `const a = process.env['A'] + process.env["B"] + process.env[\`C\`]`, ['A', 'B', 'C']],
    ['optional chains', 'process.env?.A; process.env?.["B"]', ['A', 'B']],
    ['??', "const a = process.env.A ?? 'x'", ['A=x']],
    ['||', 'const a = process.env.A || "x"', ['A=x']],
    ['numbers', 'const a = process.env.PORT || 3_000', ['PORT=3000']],
    [
      'converted',
      'const a = Number(process.env.A) || 1; const b = parseInt(process.env.B, 10) || 2',
      ['A=1', 'B=2'],
    ],
    [
      'converted with a default inside',
      'const a = +(process.env.A ?? 5); Number(process.env.B || "6")',
      ['A=5', 'B=6'],
    ],
    ['what is false', 'const a = process.env.A || false', ['A=']],
    ['ternary', 'const p = process.env.PORT ? Number(process.env.PORT) : 8080', ['PORT=8080']],
    ['constant', "const DEFAULT = 'x';\nconst a = process.env.A || DEFAULT", ['A=x']],
    [
      'default that is no literal',
      'const a = process.env.A ?? f("x"); const b = process.env.B ?? "a" + c',
      ['A', 'B'],
    ],
    ['one in the default of another', "const a = process.env.A ?? process.env.B ?? 'x'", ['A', 'B=x']],
    ['in a template', 'const u = `db://${process.env.A || "h"}/${process.env.B}`', ['A=h', 'B']],
    ['a write is no reading', 'process.env.A = "1"; delete process.env.B; process.env.C ??= "x"', ['C=x']],
    ['comparison', 'if (process.env.A === "1") f()', ['A']],
    ['destructured', "const { A, B: b, C = 'x', D: d = 4, ...rest } = process.env", ['A', 'B', 'C=x', 'D=4']],
    ['alias', 'const env = process.env;\nconst a = env.A; b.env.B', ['A']],
    ['imported environment', "import { env } from 'node:process'\nf(env.A ?? 'x')", ['A=x']],
    ['comment and string', '// process.env.A\nf("process.env.B")', []],
    [
      'always set, or of the build',
      'process.env.PATH + process.env.NEXT_PUBLIC_URL + process.env.npm_package_version',
      [],
    ],
    ['name in a variable', 'process.env[name]', []],
    ['a method', 'process.env.hasOwnProperty("A")', []],
  ])('%s', (_, source, expected) => expect(variables(source)).toEqual(expected));

  it.each([
    ['throws', 'if (!process.env.A) throw new Error("A")', ['A!']],
    ['exits', 'if (!process.env.A) {\n  console.error("A")\n  process.exit(1)\n}', ['A!']],
    ['is told only', 'if (!process.env.A) console.warn("A")', ['A']],
    ['undefined', 'if (process.env.A === undefined) throw 1', ['A!']],
    ['is there', 'if (process.env.A) process.exit(0)', ['A']],
    ['one of two', 'if (!process.env.A || !process.env.B) throw 1', ['A!', 'B!']],
    ['both', 'if (!process.env.A && !process.env.B) throw 1', ['A', 'B']],
    ['under a condition', 'if (prod) {\n  if (!process.env.A) throw 1\n}', ['A']],
    ['constant', 'const a = process.env.A\nif (!a) {\n  throw 1\n}', ['A!']],
    [
      'constant of TypeScript',
      'const a: string | undefined = process.env.A as string;\nif (!a) throw 1',
      ['A!'],
    ],
    ['destructured', 'const { A, B } = process.env;\nif (!A) throw 1', ['A!', 'B']],
    [
      'property',
      'const config = { url: process.env.A, b: process.env.B };\nif (!config.url) throw 1',
      ['A!', 'B'],
    ],
    ['non-null', 'const a = process.env.A!', ['A']],
    [
      'assertion',
      "import assert from 'assert'\nassert(process.env.A, 'A')\nassert.ok(process.env.B)",
      ['A!', 'B!'],
    ],
    ['throwing default', "const a = process.env.A ?? (() => { throw new Error('A') })()", ['A!']],
    ['in a function', 'function f() {\n  if (!process.env.A) throw 1\n}', ['A']],
    [
      'in a function called at the top',
      'function f(): void {\n  if (!process.env.A) throw 1\n}\nf()',
      ['A!'],
    ],
    ['in a handler', 'app.get("/", (req, res) => {\n  if (!process.env.A) throw 1\n})', ['A']],
    [
      'in main',
      'const main = async () => {\n  if (!process.env.A) process.exit(1)\n}\nmain().catch(f)',
      ['A!'],
    ],
    ['at once', '(async () => {\n  if (!process.env.A) process.exit(1)\n})()', ['A!']],
    ['membership', "if (!('A' in process.env)) throw 1", ['A!']],
    ['loop', "for (const name of ['A', 'B']) {\n  if (!process.env[name]) throw 1\n}", ['A!', 'B!']],
    [
      'list',
      "const required = ['A', 'B'];\nconst missing = required.filter((name) => !process.env[name]);\nif (missing.length > 0) {\n  process.exit(1)\n}",
      ['A!', 'B!'],
    ],
    ['list that is told only', "['A'].forEach((k) => { if (!process.env[k]) console.warn(k) })", ['A']],
  ])('missing: %s', (_, source, expected) => expect(variables(source)).toEqual(expected));

  it.each([
    [
      'a helper',
      `function need(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(name);
  return value;
}
const a = need('A');
const later = () => { need('B') };`,
      ['A!', 'B'],
    ],
    [
      'a helper with a default',
      `const env = (key, fallback) => process.env[key] ?? fallback;
module.exports = { port: env('PORT', 3000), host: env('HOST') };`,
      ['PORT=3000', 'HOST'],
    ],
    [
      'zod',
      `import { z } from 'zod';
const schema = z.object({
  NODE_ENV: z.enum(['development', 'production']).default('development'),
  PORT: z.coerce.number().int().default(3000),
  DATABASE_URL: z.string().url(),
  SENTRY_DSN: z.string().optional(),
});
export const env = schema.parse(process.env);`,
      ['NODE_ENV=development', 'PORT=3000', 'DATABASE_URL!', 'SENTRY_DSN'],
    ],
    [
      'zod at once',
      "export const env = z.object({ A: z.string(), B: z.string().default('x') }).parse(process.env);",
      ['A!', 'B=x'],
    ],
    [
      'envalid',
      "const env = cleanEnv(process.env, { A: str(), PORT: port({ default: 3000 }), B: str({ devDefault: 'x' }) })",
      ['A!', 'PORT=3000', 'B!'],
    ],
    [
      'joi in Nest',
      "import * as Joi from 'joi';\nconfig({ validationSchema: Joi.object({ A: Joi.string().required(), B: Joi.number().default(5), C: Joi.string() }) })",
      ['A!', 'B=5', 'C'],
    ],
    [
      'joi by keys',
      "const Joi = require('joi');\nconst schema = Joi.object().keys({ A: Joi.string().required() }).unknown();",
      ['A!'],
    ],
    [
      'env-var',
      "import env from 'env-var';\nconst a = env.get('A').required().asString();\nconst b = env.get('B').default('x').asString();",
      ['A!', 'B=x'],
    ],
    [
      'convict',
      "const convict = require('convict');\nconvict({ port: { format: 'port', default: 80, env: 'PORT' } })",
      ['PORT=80'],
    ],
    [
      '@fastify/env',
      "import env from '@fastify/env';\nconst schema = { type: 'object', required: ['A', 'PORT'], properties: { A: { type: 'string' }, PORT: { type: 'number', default: 3000 } } };",
      ['A!', 'PORT=3000'],
    ],
    [
      'ConfigService',
      "class A {\n  constructor(private configService: ConfigService) {\n    this.configService.get<string>('DB_HOST', 'localhost');\n    configService.get('database.port');\n  }\n}",
      ['DB_HOST=localhost'],
    ],
  ])('%s', (_, source, expected) => expect(variables(source)).toEqual(expected));

  it('follows helpers and schemas to other files', () => {
    const facts = readFiles({
      'src/index.ts':
        "import { need as must } from './lib/env.js';\nimport { schema } from '@/schema';\nmust('A');\nschema.parse(process.env);",
      'src/lib/env.ts': 'export function need(name: string) {\n  if (!process.env[name]) throw 1;\n}',
      'src/schema.ts': "import { z } from 'zod';\nexport const schema = z.object({ B: z.string() });",
    });
    expect(shown(facts)).toEqual(['A!', 'B!']);
  });

  it('follows the start into other files', () => {
    const facts = readFiles({
      'index.js': "const { check } = require('./check');\ncheck();",
      'check.js':
        'function check() {\n  if (!process.env.A) process.exit(1);\n}\nmodule.exports = { check };',
    });
    expect(shown(facts)).toEqual(['A!']);
  });

  it('says where, and which are secret', () => {
    expect(read('\nconst a = process.env.DB_PASSWORD', 'src/db.ts').variables).toEqual([
      { name: 'DB_PASSWORD', default: null, required: false, secret: true, where: 'src/db.ts:2' },
    ]);
  });
});

describe('routes', () => {
  it.each([
    [
      'express',
      "import express from 'express';\nconst app = express();\napp.get('/', h);\napp.post('/a', h);\napp.get('/health', m, h);",
      ['/', '/health'],
    ],
    ['a setting is no route', "const app = require('express')();\napp.get('env');\napp.get('/a', h)", ['/a']],
    [
      'a client is no server',
      "const axios = require('axios');\naxios.get('/a', { params });\nconst api = axios.create();\napi.get('/b', {})",
      [],
    ],
    [
      'parameters',
      "const app = require('express')();\napp.get('/a/:id', h); app.get('*', h); app.get(/x/, h); app.get('/b', h)",
      ['/b'],
    ],
    [
      'several paths',
      "const app = require('express')();\napp.get(['/a', '/b'], h); app.all('/c', h)",
      ['/a', '/b', '/c'],
    ],
    [
      'chains',
      "const app = require('express')();\napp.route('/a').post(h).get(h);\napp.use(x).get('/b', h).get('/c', h)",
      ['/a', '/b', '/c'],
    ],
    [
      'routers',
      "import express, { Router } from 'express';\nconst app = express();\nconst r = Router();\nr.get('/', h);\nr.get('/open', h);\napp.use('/orders', auth, r);",
      ['/orders', '/orders/open'],
    ],
    [
      'a prefix that is no literal',
      "const express = require('express');\nconst app = express();\nconst r = express.Router();\nr.get('/a', h);\napp.use(config.apiPrefix, r);\napp.use(`/v${v}`, r)",
      [],
    ],
    [
      'typed parameters and generics',
      "export function routes(api: FastifyInstance) {\n  api.get<{ Querystring: { q: string } }>('/a', async (req) => 1);\n}\nfunction other(api: Api) { api.get('/b', h) }",
      ['/a'],
    ],
    [
      'fastify',
      "const fastify = require('fastify')({ logger: true });\nfastify.get('/a', async () => 1);\nfastify.route({ method: ['GET', 'HEAD'], url: '/b', handler });\nfastify.route({ method: 'POST', url: '/c', handler });\nfastify.register(async (instance) => {\n  instance.get('/d', h);\n}, { prefix: '/api' });",
      ['/a', '/b', '/api/d'],
    ],
    [
      'koa-router',
      "const Router = require('@koa/router');\nconst r = new Router({ prefix: '/api' });\nr.get('/a', h);\nconst main = new Router();\nmain.use('/v1', r.routes(), r.allowedMethods());",
      ['/v1/api/a'],
    ],
    [
      'hono',
      "import { Hono } from 'hono';\nconst app = new Hono<{ Bindings: B }>().basePath('/api').get('/a', h).post('/b', h);\nconst sub = new Hono();\nsub.get('/', h);\napp.route('/sub', sub);\nexport default app;",
      ['/api/a', '/api/sub'],
    ],
    [
      'hapi',
      "const Hapi = require('@hapi/hapi');\nconst server = Hapi.server({ port: 1 });\nserver.route([{ method: 'GET', path: '/a', handler }, { method: '*', path: '/b', handler }]);",
      ['/a', '/b'],
    ],
    [
      'members',
      "import express from 'express';\nclass App {\n  app = express();\n  router: express.Router = express.Router();\n  start() {\n    this.router.get('/a', h);\n    this.app.use('/x', this.router);\n  }\n}",
      ['/x/a'],
    ],
    [
      'node:http',
      "http.createServer((req, res) => {\n  if (req.url === '/a') f();\n  else if (req.method === 'POST' && req.url === '/b') g();\n  const { pathname } = new URL(req.url, base);\n  switch (pathname) {\n    case '/c': f(); break;\n    case 'd': f();\n  }\n});",
      ['/a', '/c'],
    ],
    ["a browser's path", "if (location.pathname === '/a') f();\nif (pathname === '/b') f()", []],
    [
      'nest',
      "@Controller('orders')\nexport class Orders {\n  @Get() all() {}\n  @Get('open') open() {}\n  @Get(':id') one() {}\n  @Post('x') make() {}\n}\n@Controller()\nclass Root {\n  @Get('health') health() {}\n}\napp.setGlobalPrefix('api', { exclude: ['health'] });",
      ['/api/orders', '/api/orders/open', '/health'],
    ],
  ])('%s', (_, source, expected) => expect(read(source).routes).toEqual(expected));

  it('leaves out what lies below a prefix that is not known, and sees versions', () => {
    const orders =
      "@Controller({ path: 'orders', version: '1' })\nclass A {\n  @Get() all() {}\n}\n@Controller()\nclass B {\n  @Get('health') h() {}\n}\n";
    expect(read(`${orders}app.enableVersioning();`).routes).toEqual(['/v1/orders', '/health']);
    expect(read(`${orders}app.setGlobalPrefix(config.get('p'), { exclude: ['health'] });`).routes).toEqual([
      '/health',
    ]);
  });

  it('reads declarations with commas, and an application that is exported at once', () => {
    const source =
      "var path = require('path'),\n    express = require('express');\nvar app = module.exports = express();\napp.get('/a', h);";
    expect(read(source).routes).toEqual(['/a']);
  });

  it('follows routers through files', () => {
    const facts = readFiles({
      'src/app.ts': `import express from 'express';
import api from './routes';
import { usersRouter } from './users.js';
import { makeOrders } from './orders';
export const app = express();
app.use('/api', api);
app.use('/users', usersRouter);
app.use('/orders', makeOrders(db));
app.use('/legacy', require('./legacy'));
require('./plain')(app);`,
      'src/routes/index.ts':
        "import { Router } from 'express';\nimport v1 from './v1';\nconst router = Router();\nrouter.use('/v1', v1);\nexport default router;",
      'src/routes/v1.ts':
        "import { Router } from 'express';\nconst r = Router();\nr.get('/status', h);\nexport { r as default };",
      'src/users.ts':
        "import * as express from 'express';\nexport const usersRouter = express.Router();\nusersRouter.get('/', h);",
      'src/orders.ts':
        "import { Router } from 'express';\nexport function makeOrders(db: Db): Router {\n  const router = Router();\n  router.get('/open', h);\n  return router;\n}",
      'src/legacy.js':
        "const router = require('express').Router();\nrouter.get('/x', h);\nmodule.exports = router;",
      'src/plain.js': "module.exports = (app) => {\n  app.get('/plain', h);\n};",
    });
    expect(facts.routes.sort()).toEqual(['/api/v1/status', '/legacy/x', '/orders/open', '/plain', '/users']);
  });

  it('follows plugins through files', () => {
    const facts = readFiles({
      'server.js':
        "import Fastify from 'fastify';\nimport routes from './routes.js';\nconst app = Fastify();\napp.register(routes, { prefix: '/api' });\napp.register(import('./more.js'), { prefix: '/more' });",
      'routes.js': "export default async function (fastify, opts) {\n  fastify.get('/a', h);\n}",
      'more.js': "export default async function more(app) {\n  app.get('/', h);\n}",
    });
    expect(facts.routes.sort()).toEqual(['/api/a', '/more']);
  });

  it('reads the files of Next.js', () => {
    const next = { 'web/package.json': '{"dependencies":{"next":"15.0.0"}}' };
    const facts = readFiles({
      ...next,
      'web/next.config.js': "module.exports = { basePath: '/shop' }",
      'web/app/page.tsx': '',
      'web/app/(site)/about/page.tsx': '',
      'web/app/items/[id]/page.tsx': '',
      'web/app/api/health/route.ts': 'export async function GET() {}',
      'web/app/api/orders/route.ts': 'export async function POST() {}',
      'web/pages/_app.tsx': '',
      'web/pages/api/ping.ts': '',
      'other/pages/index.tsx': '',
    });
    expect(facts.routes).toEqual(['/shop', '/shop/about', '/shop/api/health', '/shop/api/ping']);
  });
});

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

describe('which files', () => {
  it.each([
    'test/a.js',
    'src/a.test.ts',
    'node_modules/a/index.js',
    'vite.config.ts',
    'public/a.js',
    'scripts/seed.js',
    'types.d.ts',
    '.eslintrc.js',
    'app.min.js',
    'a.py',
  ])('%s is not the program', (path) => expect(read('process.env.A', path).variables).toEqual([]));

  it.each(['src/index.mts', 'bin/www', 'src/config/app.config.ts', 'app.jsx', 'lib/a.cjs'])('%s is', (path) =>
    expect(shown(read('process.env.A', path))).toEqual(['A']),
  );

  it('what a build made counts where there is nothing else', () => {
    expect(shown(read('process.env.A', 'dist/main.js'))).toEqual(['A']);
    expect(shown(readFiles({ 'src/main.ts': 'process.env.B', 'dist/main.js': 'process.env.A' }))).toEqual([
      'B',
    ]);
  });

  it("leaves out the browser's", () => expect(read("'use client';\nprocess.env.A").variables).toEqual([]));
});

describe('any text', () => {
  it('is read in time that grows with its length', () => {
    const comment = `/* ${'x '.repeat(60_000)} */`;
    const source = [
      "import express from 'express'",
      comment,
      'const a = b',
      comment,
      `/* a */`.repeat(200),
      'process.env.A',
      comment,
      `const c = ${comment} d`,
      `app${comment}.get(`,
      '('.repeat(2000),
      '{'.repeat(2000),
      'x = '.repeat(2000),
    ].join('\n');
    expect(shown(read(source))).toEqual(['A']);
  });

  const pieces = [
    '"',
    "'",
    '`',
    '${',
    '{',
    '}',
    '(',
    ')',
    '/',
    '//',
    '/*',
    '*/',
    '\\',
    '\n',
    ' = ',
    '=>',
    'process.env.A',
    'app.get(',
    "'/x'",
    ', ',
    'if',
    'a',
    '<',
    '>',
    'function f',
    'express()',
  ];
  it('is read without an error, and keeps its length', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 60 }), (parts) => {
        const source = `import express from 'express';\nconst app = express();\n${parts.join('')}`;
        expect(readJavaScript('a.ts', source).code).toHaveLength(source.length);
        expect(() => read(source)).not.toThrow();
      }),
    );
  });
});
