import { describe, expect, it } from 'vitest';
import { read, readFiles } from './read.fixture.ts';

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
