/** The variables and values of a shell-like list: an image's environment, or `/etc/os-release`. */
export type Values = Readonly<Record<string, string>>;

/** Repositories whose image is the distribution itself: their version is the release's. */
const DISTRIBUTIONS = new Set(
  'debian ubuntu alpine fedora rockylinux almalinux oraclelinux amazonlinux'.split(' '),
);

/**
 * Which variable of its environment tells an image's own version, as the Dockerfiles of the official
 * images set them (github.com/docker-library, adoptium/containers, dotnet/dotnet-docker).
 */
const VERSION_VARIABLE: Values = {
  python: 'PYTHON_VERSION',
  pypy: 'PYPY_VERSION',
  node: 'NODE_VERSION',
  golang: 'GOLANG_VERSION',
  php: 'PHP_VERSION',
  ruby: 'RUBY_VERSION',
  rust: 'RUST_VERSION',
  erlang: 'OTP_VERSION',
  elixir: 'ELIXIR_VERSION',
  'eclipse-temurin': 'JAVA_VERSION',
  openjdk: 'JAVA_VERSION',
  maven: 'MAVEN_VERSION',
  gradle: 'GRADLE_VERSION',
  tomcat: 'TOMCAT_VERSION',
  'dotnet/sdk': 'DOTNET_SDK_VERSION',
  'dotnet/aspnet': 'ASPNET_VERSION',
  'dotnet/runtime': 'DOTNET_VERSION',
  composer: 'COMPOSER_VERSION',
  nginx: 'NGINX_VERSION',
  'nginx-unprivileged': 'NGINX_VERSION',
  httpd: 'HTTPD_VERSION',
  caddy: 'CADDY_VERSION',
  haproxy: 'HAPROXY_VERSION',
  redis: 'REDIS_VERSION',
  memcached: 'MEMCACHED_VERSION',
  postgres: 'PG_VERSION',
  mysql: 'MYSQL_VERSION',
  mariadb: 'MARIADB_VERSION',
  mongo: 'MONGO_VERSION',
  rabbitmq: 'RABBITMQ_VERSION',
};

/**
 * The version of an observed image in the form that its repository's tags use, or null where the image
 * does not tell it. `repository` may carry a registry's or a mirror's path before the name.
 * @param environment the image's own environment
 * @param osRelease the values of the image's `/etc/os-release`
 * @param debianVersion the image's `/etc/debian_version`, which tells Debian's point release (`13.1`)
 */
export function observedVersion(
  repository: string,
  environment: Values,
  osRelease: Values,
  debianVersion: string | null = null,
): string | null {
  if (isDistribution(repository)) return distributionVersion(repository, osRelease, debianVersion);
  const variable = Object.entries(VERSION_VARIABLE).find(([name]) => isNamed(repository, name))?.[1];
  const value = variable === undefined ? undefined : environment[variable];
  return value === undefined ? null : asTagVersion(value);
}

/**
 * The distribution release in the form that tags use (`trixie`, `noble`, `alpine3.22`), or null where the
 * image has none.
 * @param osRelease the values of the image's `/etc/os-release`
 */
export function observedSuite(osRelease: Values): string | null {
  if (osRelease['ID'] !== 'alpine') return osRelease['VERSION_CODENAME'] ?? null;
  const release = /^\d+\.\d+/.exec(osRelease['VERSION_ID'] ?? '');
  return release === null ? null : `alpine${release[0]}`;
}

/** Whether the repository's images are a distribution and nothing more. */
export function isDistribution(repository: string): boolean {
  return DISTRIBUTIONS.has(lastPart(repository));
}

function distributionVersion(repository: string, osRelease: Values, debianVersion: string | null) {
  // A derived image could sit at a repository of that name: only its own release counts.
  const id = { rockylinux: 'rocky', oraclelinux: 'ol', amazonlinux: 'amzn' }[lastPart(repository)];
  if (osRelease['ID'] !== (id ?? lastPart(repository))) return null;
  const pointRelease = debianVersion ?? osRelease['DEBIAN_VERSION_FULL'] ?? '';
  if (osRelease['ID'] === 'debian' && /^\d+\.\d+$/.test(pointRelease.trim())) return pointRelease.trim();
  return osRelease['VERSION_ID'] ?? null;
}

/**
 * Packages' versions carry more than tags do: `1:11.8.2+maria~ubu2404`, `16.9-1.pgdg120+1`, `v1.18.4`;
 * Temurin writes `jdk-21.0.8+9` for the tag `21.0.8_9` and `jdk8u462-b08` for `8u462-b08`.
 */
function asTagVersion(value: string): string | null {
  const java8 = /^jdk(8u\d+-b\d+)$/.exec(value)?.[1];
  if (java8 !== undefined) return java8;
  const java = /^jdk-(\d+(?:\.\d+)*)\+(\d+)/.exec(value);
  if (java !== null) return `${java[1]}_${java[2]}`;
  return /^(?:\d+:)?v?(\d+(?:\.\d+)*(?:(?:rc|alpha|beta|a|b)\d+)?)/.exec(value)?.[1] ?? null;
}

function isNamed(repository: string, name: string): boolean {
  return repository === name || repository.endsWith(`/${name}`);
}

function lastPart(repository: string): string {
  return repository.slice(repository.lastIndexOf('/') + 1);
}
