import type { Surroundings } from '../surroundings.ts';
import type { Base } from './stage.ts';

const words = (text: string): readonly string[] => text.split(/\s+/);

const PYTHON = `LANG GPG_KEY PYTHON_VERSION PYTHON_SHA256 PYTHON_PIP_VERSION PYTHON_SETUPTOOLS_VERSION PYTHON_GET_PIP_URL
  PYTHON_GET_PIP_SHA256`;
const JAVA = 'JAVA_HOME JAVA_VERSION LANG LANGUAGE LC_ALL';
const PHP = `PHPIZE_DEPS PHP_INI_DIR PHP_CFLAGS PHP_CPPFLAGS PHP_LDFLAGS PHP_EXTRA_CONFIGURE_ARGS GPG_KEYS PHP_VERSION PHP_URL
  PHP_ASC_URL PHP_SHA256 PHP_MD5 APACHE_CONFDIR APACHE_ENVVARS`;
const DOTNET = `DOTNET_VERSION ASPNET_VERSION DOTNET_SDK_VERSION ASPNETCORE_URLS ASPNETCORE_HTTP_PORTS APP_UID NUGET_XMLDOC_MODE
  DOTNET_RUNNING_IN_CONTAINER DOTNET_USE_POLLING_FILE_WATCHER DOTNET_GENERATE_ASPNET_CERTIFICATE DOTNET_NOLOGO
  POWERSHELL_DISTRIBUTION_CHANNEL DOTNET_SYSTEM_GLOBALIZATION_INVARIANT`;

/** Names in the ENV of images that many files start from, as their own Dockerfiles have set them over the years. */
const KNOWN: ReadonlyMap<string, readonly string[]> = new Map([
  ...words(
    'debian ubuntu alpine busybox buildpack-deps centos rockylinux almalinux amazonlinux oraclelinux archlinux',
  ).map((name): [string, readonly string[]] => [name, []]),
  ['fedora', words('DISTTAG FGC FBR container')],
  ['node', words('NODE_VERSION YARN_VERSION NPM_CONFIG_LOGLEVEL')],
  ['python', words(PYTHON)],
  ['golang', words('GOLANG_VERSION GOPATH GOTOOLCHAIN')],
  ['rust', words('RUSTUP_HOME CARGO_HOME RUST_VERSION')],
  [
    'ruby',
    words(`LANG RUBY_MAJOR RUBY_VERSION RUBY_DOWNLOAD_SHA256 RUBY_DOWNLOAD_URL RUBYGEMS_VERSION BUNDLER_VERSION GEM_HOME
      BUNDLE_PATH BUNDLE_BIN BUNDLE_SILENCE_ROOT_WARNING BUNDLE_APP_CONFIG`),
  ],
  ['php', words(PHP)],
  [
    'openjdk',
    words(`${JAVA} JAVA_DEBIAN_VERSION JAVA_ALPINE_VERSION CA_CERTIFICATES_JAVA_VERSION JAVA_URL_VERSION`),
  ],
  ['eclipse-temurin', words(JAVA)],
  ['amazoncorretto', words(JAVA)],
  ['maven', words(`${JAVA} MAVEN_HOME MAVEN_CONFIG MAVEN_VERSION`)],
  ['gradle', words(`${JAVA} GRADLE_HOME GRADLE_VERSION`)],
  ['nginx', words('NGINX_VERSION NJS_VERSION NJS_RELEASE PKG_RELEASE DYNPKG_RELEASE ACME_VERSION')],
  ['httpd', words('HTTPD_PREFIX HTTPD_VERSION HTTPD_SHA256 HTTPD_PATCHES')],
  ['postgres', words('GOSU_VERSION LANG PG_MAJOR PG_VERSION PG_SHA256 PGDATA DOCKER_PG_LLVM_DEPS')],
  ['mcr.microsoft.com/dotnet/sdk', words(DOTNET)],
  ['mcr.microsoft.com/dotnet/aspnet', words(DOTNET)],
  ['mcr.microsoft.com/dotnet/runtime', words(DOTNET)],
]);

/** What a base's ENV defines, PATH left out, which always is; null where it is not known. */
export function environmentOf(base: Base | null, around: Surroundings): ReadonlySet<string> | null {
  if (base === null || base.text === null) return null;
  if (base.isScratch) return new Set();
  const known = around.image?.(base.text)?.environment ?? KNOWN.get(base.reference?.familiarName ?? '');
  return known === undefined ? null : new Set(known);
}
