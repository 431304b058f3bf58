/**
 * Debian and Alpine packages that serve building only. A `-dev` name is build-only by Debian's naming policy (Policy
 * manual, 8.4) and Alpine's subpackage convention.
 */
const COMPILERS_AND_BUILD_SYSTEMS = new Set(
  (
    'build-essential build-base alpine-sdk gcc g++ cpp make cmake ninja-build ninja meson autoconf automake libtool ' +
    'pkg-config pkgconf pkgconfig bison flex gfortran clang llvm rustc cargo swig nasm yasm patch dpkg-dev ' +
    'linux-headers python-dev python3-dev python3-venv cython3 git git-core mercurial subversion'
  ).split(' '),
);

/** Fetch and edit files: of use while building, at run time only when somebody calls them by name. */
const TOOLS: Record<string, string[]> = {
  curl: ['curl'],
  wget: ['wget'],
  unzip: ['unzip'],
  zip: ['zip'],
  'xz-utils': ['xz'],
  bzip2: ['bzip2'],
  xz: ['xz'],
  gnupg: ['gpg'],
  gnupg2: ['gpg'],
  vim: ['vim', 'vi'],
  nano: ['nano'],
  less: ['less'],
  sudo: ['sudo'],
  'apt-transport-https': [],
  'software-properties-common': ['add-apt-repository'],
  'lsb-release': ['lsb_release'],
  jq: ['jq'],
  'python3-pip': ['pip', 'pip3'],
  'py3-pip': ['pip', 'pip3'],
  'py-pip': ['pip', 'pip3'],
};

const VERSIONED_COMPILER = /^(gcc|g\+\+|cpp|clang|llvm|gfortran)-\d+(\.\d+)?$/;
const DEVELOPMENT = /(-dev|-devel|-headers|-static)$/;

/** Whether a package only serves building (a compiler, headers, a build system). */
export function isBuildOnly(name: string): boolean {
  return COMPILERS_AND_BUILD_SYSTEMS.has(name) || VERSIONED_COMPILER.test(name) || DEVELOPMENT.test(name);
}

/** The programs of a package that is only worth shipping when one of them is called by name; null for others. */
export function toolCommands(name: string): readonly string[] | null {
  return Object.hasOwn(TOOLS, name) ? (TOOLS[name] ?? null) : null;
}

/** Debian's package of a fetch or edit tool; null where it is not known. */
export function packageOfTool(program: string): string | null {
  if (program === 'git') return 'git';
  return Object.entries(TOOLS).find(([, programs]) => programs[0] === program)?.[0] ?? null;
}
