import { describe, expect, it } from 'vitest';
import { read, readFiles, shown } from './read.fixture.ts';

const variables = (source: string) => shown(read(source));

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
