import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSecretName } from '../secret-name.ts';
import { readPythonSource } from './source.ts';

const read = (source: string, path = 'app.py') => readPythonSource(new Map([[path, source]]));
/** `NAME!` is required, `NAME=x` has a default, `NAME` is neither. */
const variables = (source: string) =>
  read(source).variables.map(
    ({ name, required, default: value }) =>
      name + (required ? '!' : '') + (value === null ? '' : `=${value}`),
  );

describe('variables', () => {
  it.each([
    ['subscript at the top', 'import os\nA = os.environ["A"]', ['A!']],
    ['get', 'A = os.environ.get("A")\nB = os.getenv("B", "x")', ['A', 'B=x']],
    [
      'numbers and truth values',
      'A = int(os.getenv("A", 8000))\nB = os.getenv("B", True)',
      ['A=8000', 'B=True'],
    ],
    ['empty default', 'A = os.getenv("A", "")', ['A=']],
    ['default that is no literal', 'A = os.getenv("A", default())', ['A']],
    ['default None', 'A = os.getenv("A", None)', ['A']],
    ['or', "A = os.getenv('A') or 'x'", ['A=x']],
    ['one in the default of another', 'A = os.getenv("A", os.getenv("B", "x"))', ['A', 'B=x']],
    ['escapes', String.raw`A = os.getenv("A", "it's \"x\"\\")`, ['A=it\'s "x"\\']],
    ['over several lines', 'A = os.environ.get(\n    "A",  # why\n    "x",\n)', ['A=x']],
    ['imported names', 'from os import environ, getenv\nA = environ["A"]\nB = getenv("B")', ['A!', 'B']],
    ['the environ of WSGI', 'def app(environ, start):\n    return environ["PATH_INFO"]', []],
    ['setdefault', 'os.environ.setdefault("A", "a.b")', ['A=a.b']],
    ["Django's own setdefault", 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "a.b")', []],
    ['which settings', 'os.environ["DJANGO_SETTINGS_MODULE"]', ['DJANGO_SETTINGS_MODULE!']],
    ['a write is no reading', 'os.environ["A"] = "1"\ndel os.environ["B"]', []],
    ['comparison after a reading', 'if os.environ["A"] == "1":\n    pass', ['A!']],
    ['caught', 'try:\n    A = os.environ["A"]\nexcept KeyError:\n    A = None', ['A']],
    ['caught, but gives up', 'try:\n    A = os.environ["A"]\nexcept KeyError:\n    sys.exit("no A")', ['A!']],
    ['other exception', 'try:\n    A = os.environ["A"]\nexcept OSError:\n    A = None', ['A!']],
    ['behind a test', 'if "A" in os.environ:\n    A = os.environ["A"]', ['A']],
    ['inline test', 'A = os.environ["A"] if "A" in os.environ else 1', ['A']],
    ['missing ends the program', 'if "A" not in os.environ:\n    raise SystemExit("A")', ['A!']],
    ['empty ends the program', 'A = os.getenv("A")\nif not A:\n    raise RuntimeError("A")', ['A!']],
    ['None ends the program', 'if os.getenv("A") is None:\n    sys.exit(1)', ['A!']],
    ['empty is told only', 'A = os.getenv("A")\nif not A:\n    print("no A")', ['A']],
    ['assertion', 'A = os.getenv("A")\nassert A, "A"', ['A!']],
    ['in a function', 'def f():\n    return os.environ["A"]', ['A']],
    ['in a function called at the top', 'def f():\n    return os.environ["A"]\n\nX = f()', ['A!']],
    [
      'two calls deep',
      'def f():\n    os.environ["A"]\ndef g():\n    f()\nif __name__ == "__main__":\n    g()',
      ['A!'],
    ],
    ['in a factory', 'def create_app():\n    x = os.environ["A"]\n    return x', ['A!']],
    [
      'in a class body',
      'class Config:\n    A = os.environ["A"]\n    def f(self):\n        os.environ["B"]',
      ['A!', 'B'],
    ],
    ['required at one place, default at another', 'A = os.getenv("A", "x")\nA = os.environ["A"]', ['A!']],
    ['always set', 'A = os.environ["HOME"] + os.environ["HOMEPAGE"]', ['HOMEPAGE!']],
    ['comment', '# os.environ["A"]\n', []],
    ['docstring', '"""\nos.environ["A"]\n"""\n', []],
    ['string', 'print("os.environ[1]", \'os.getenv("A")\')', []],
    ['f-string', 'U = f"db://{os.environ[\'A\']}@{os.getenv("B", "h")}/{{os.environ}}"', ['A!', 'B=h']],
    ['name in a variable', 'os.environ[name]\nos.environ[f"X_{n}"]', []],
    [
      'decouple',
      'from decouple import config\nA = config("A")\nB = config("B", default=5, cast=int)',
      ['A!', 'B=5'],
    ],
    ['config of something else', 'from celery import config\nA = config("A")', []],
    [
      'environs',
      'from environs import Env\nenv = Env()\nA = env("A")\nB = env.int("B", 3)\nC = env.str("C", default="x")',
      ['A!', 'B=3', 'C=x'],
    ],
    [
      'django-environ',
      'import environ\nenv = environ.Env(DEBUG=(bool, False))\nA = env("A", cast)\nD = env("DEBUG")\nE = env.db()\nF = env.cache(default="dummycache://")',
      ['A!', 'DEBUG=False', 'DATABASE_URL!', 'CACHE_URL=dummycache://'],
    ],
    [
      'dj-database-url',
      'D = {"default": dj_database_url.config(default="sqlite:///x"), "two": dj_database_url.config(env="TWO")}',
      ['DATABASE_URL=sqlite:///x', 'TWO'],
    ],
  ])('%s', (_, source, expected) => {
    expect(variables(source)).toEqual(expected);
  });

  it('reads pydantic settings', () => {
    const source = `from pydantic_settings import BaseSettings, SettingsConfigDict
class Settings(BaseSettings):
    """os.environ["NOT_ME"]"""
    model_config = SettingsConfigDict(env_prefix="app_")
    kind: ClassVar[str] = "x"
    token: str
    port: int = 8000
    host: str = Field("0.0.0.0", description="where")
    key: str = Field(..., alias="SIGNING_KEY")
    tags: list[str] = Field(default_factory=list)

    def url(self):
        local: str = "no field"
`;
    expect(variables(source)).toEqual([
      'APP_TOKEN!',
      'APP_PORT=8000',
      'APP_HOST=0.0.0.0',
      'SIGNING_KEY!',
      'APP_TAGS',
    ]);
  });

  it('says where, and which are secret', () => {
    expect(read('import os\n\nA = os.environ["DB_PASSWORD"]', 'web/app.py').variables).toEqual([
      { name: 'DB_PASSWORD', default: null, required: true, secret: true, where: 'web/app.py:3' },
    ]);
  });

  it('reads the example', () => {
    const example = new URL('../../../examples/flask-metrics/app.py', import.meta.url);
    const facts = read(readFileSync(example, 'utf8'));
    expect(facts.variables.map(({ name, required }) => [name, required])).toEqual([
      ['METRICS_USER', true],
      ['METRICS_PASS', true],
      ['DATABASE_URL', false],
      ['FLASK_ENV', false],
    ]);
    expect(facts.routes).toEqual(['/', '/health', '/metrics']);
  });
});

describe('secret names', () => {
  it.each([
    'PASS',
    'METRICS_PASS',
    'DB_PASSWORD',
    'SECRET_KEY',
    'API_KEY',
    'apiToken',
    'PRIVATE_KEY',
    'AWS_SECRET_ACCESS_KEY',
    'DB_PWD',
    'GH_TOKEN',
  ])('%s is one', (name) => expect(isSecretName(name)).toBe(true));
  it.each([
    'PUBLIC_API_KEY',
    'PASSWORD_FILE',
    'SECRET_NAME',
    'KEY_NAME',
    'PWD',
    'BYPASS',
    'MAX_TOKENS',
    'TOKENIZERS_PARALLELISM',
    'KEEP_ALIVE',
    'CACHE_KEY',
    'ACCESS_TOKEN_EXPIRE_MINUTES',
    'COMPASS',
  ])('%s is none', (name) => expect(isSecretName(name)).toBe(false));
});

describe('routes', () => {
  it.each([
    [
      'Flask',
      '@app.route("/a")\ndef a(): ...\n@app.route("/b", methods=["POST"])\ndef b(): ...\n@app.post("/c")\ndef c(): ...',
      ['/a'],
    ],
    ['several methods', '@app.route("/a", methods=["GET", "POST"])\ndef a(): ...', ['/a']],
    ['parameters', '@app.get("/a/{id}")\ndef a(): ...\n@app.route("/b/<int:id>")\ndef b(): ...', []],
    ['blueprint', 'bp = Blueprint("x", __name__, url_prefix="/x")\n@bp.route("/a")\ndef a(): ...', ['/x/a']],
    [
      'prefix given at the mount',
      'bp = Blueprint("x", __name__, url_prefix="/x")\n@bp.route("/a")\ndef a(): ...\napp.register_blueprint(bp, url_prefix="/y")',
      ['/y/a'],
    ],
    [
      'FastAPI',
      'r = APIRouter(prefix="/r")\n@r.get("")\ndef a(): ...\n@r.get("/b")\ndef b(): ...\napp.include_router(r, prefix="/v1")',
      ['/v1/r', '/v1/r/b'],
    ],
    ['prefix that is no literal', 'r = APIRouter(prefix=settings.prefix)\n@r.get("/a")\ndef a(): ...', []],
    ['Bottle', '@route("/a")\ndef a(): ...\n@get("/b")\ndef b(): ...', ['/a', '/b']],
    [
      'aiohttp',
      'app.router.add_get("/a", a)\napp.add_routes([web.get("/b", b), web.post("/c", c)])',
      ['/a', '/b'],
    ],
    [
      'http.server',
      'if self.path == "/a":\n    a()\nelif self.path != \'/b\':\n    other.path == "/c"',
      ['/a', '/b'],
    ],
    ['Starlette', 'routes = [Route("/a", a), Route("/b", b, methods=["POST"]), Route("/c/{id}", c)]', ['/a']],
    ['add_url_rule', 'app.add_url_rule("/a", view_func=a)', ['/a']],
    ['a client is no server', 'requests.get("/a")\nclient.get("/b")', []],
    [
      'Django',
      'urlpatterns = [path("", home), path("health/", h), path("a/<int:id>/", a), path("admin/", admin.site.urls)]',
      ['/', '/health/'],
    ],
    [
      "Django's patterns that are plain",
      'urlpatterns = [re_path(r"^old/$", old), url("^older$", o), re_path(r"^a/(?P<id>\\d+)/$", a)]',
      ['/old/', '/older'],
    ],
  ])('%s', (_, source, expected) => {
    expect(read(source).routes).toEqual(expected);
  });

  it('follows routers and URL modules to other files', () => {
    const files = new Map([
      [
        'app/main.py',
        'from .items import router as items_router\nfrom . import users\napp.include_router(items_router, prefix="/items")\napp.include_router(users.router, prefix="/users")',
      ],
      ['app/items.py', 'router = APIRouter()\n@router.get("/all")\ndef a(): ...'],
      ['app/users.py', 'router = APIRouter()\n@router.get("/me")\ndef a(): ...'],
      ['site/urls.py', 'urlpatterns = [path("api/", include("shop.urls"))]'],
      ['shop/urls.py', 'urlpatterns = [path("list/", x)]'],
    ]);
    expect(readPythonSource(files).routes).toEqual(['/items/all', '/users/me', '/api/list/']);
  });
});

describe('programs and libraries', () => {
  it('finds programs by their literal name', () => {
    const source = `import subprocess, shutil, os
from subprocess import check_output
subprocess.run(["pg_dump", "-Fc"], check=True)
subprocess.Popen("LANG=C ffmpeg -i x", shell=True)
check_output(["git", "log"])
os.system(f"convert {a} {b}")
cmd = ["pdftotext", path]
subprocess.call(cmd)
subprocess.run([sys.executable, "-m", "x"])
subprocess.run(unknown)
app.run("localhost")
shutil.which("tesseract")`;
    expect(read(source).commands).toEqual(['pg_dump', 'ffmpeg', 'git', 'convert', 'pdftotext', 'tesseract']);
  });

  it('finds libraries by their literal name', () => {
    const source =
      'ctypes.CDLL("libmagic.so.1")\nfind_library("c")\nffi.dlopen("libvips.so.42")\nCDLL(None)\ncdll.LoadLibrary("libfoo.so")';
    expect(read(source).libraries).toEqual(['libmagic.so.1', 'c', 'libvips.so.42', 'libfoo.so']);
  });
});

it.each([
  'tests/test_a.py',
  'test_a.py',
  'conftest.py',
  'venv/lib/python3/site-packages/x.py',
  'setup.py',
  'a.txt',
])('leaves %s out', (path) => {
  expect(read('import os\nA = os.environ["A"]', path).variables).toEqual([]);
});

const piece = fc.constantFrom(
  'os.environ["A"]',
  'os.getenv("A")\n',
  'env("',
  "f'{",
  '}',
  '"""',
  "'",
  '\\',
  '    ',
  '#',
  '(',
  ']',
  '@app.get("/a")',
  'path("a/",',
  'try:\n',
  'def f():\n',
  'subprocess.run("ls")',
  'class A(BaseSettings):\n',
);
const anyText = fc.array(fc.oneof(piece, fc.string()), { maxLength: 40 }).map((parts) => parts.join(''));

it('finds nothing in any string or comment, and what follows it all the same', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const inString = `X = ${JSON.stringify(text)}\n`;
      const inComment = `# ${text.replaceAll('\n', ' ')}\n`;
      expect(variables(`${inString}${inComment}B = os.environ["B"]\n`)).toEqual(['B!']);
    }),
  );
});

it('reads any text, however broken', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(read(text).commands.every((command) => command === 'ls')).toBe(true);
    }),
  );
});

it.each(['f"{', 'env(', 'os.getenv("A", [', 'if x:\n ', 'def f(): g()\n', 'A: str = "', '('])(
  'is not stopped by a file full of %j',
  (text) => {
    const files = new Map([
      [
        'long.py',
        `from environs import Env\nclass A(BaseSettings):\n  ${text.repeat(100_000 / text.length)}`,
      ],
      ['app.py', 'import os\nA = os.environ["B"]'],
    ]);
    expect(readPythonSource(files).variables.map(({ name }) => name)).toContain('B');
  },
);
