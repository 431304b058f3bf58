/** What official images bring along, as their Dockerfiles say. */
export interface BaseContents {
  /** the image's name without registry: `python`, `nvidia/cuda` */
  name: RegExp;
  /** the tags of which it holds; absent for all */
  tag?: RegExp;
  /** packages of the distribution that are there, or that would be there twice */
  system?: RegExp;
  /** packages of the language */
  language?: RegExp;
  /** for the message: what the image has already */
  has: string;
}

const FULL = /^(?!.*(?:slim|alpine|windows|nanoserver|servercore|curl|scm))/;

/** Programs and headers of Debian's `buildpack-deps`, on which the large images are built. */
const BUILDPACK =
  /^(?:curl|wget|ca-certificates|git|gnupg|openssh-client|make|gcc|g\+\+|autoconf|automake|patch|unzip|xz-utils|bzip2|procps|libssl-dev|zlib1g-dev|libffi-dev|libpq-dev|libcurl4-openssl-dev|libxml2-dev|libxslt-dev|libjpeg-dev|libpng-dev|libsqlite3-dev|libyaml-dev|libreadline-dev|libbz2-dev|default-libmysqlclient-dev)$/;

export const BASE_CONTENTS: readonly BaseContents[] = [
  {
    name: /^python$/,
    system: /^(?:python3?|python3?-(?:pip|dev|setuptools|wheel|venv|distutils)|py3-pip)$/,
    language: /^pip:(?:pip)$/,
    has: 'Python with pip, in /usr/local',
  },
  {
    name: /^node$/,
    system: /^(?:nodejs|npm|nodejs-legacy|nodejs-npm)$/,
    has: 'Node with npm, in /usr/local',
  },
  {
    name: /^ruby$/,
    system: /^(?:ruby|ruby-dev|ruby-full|rubygems|bundler|ruby-bundler)$/,
    language: /^gem:bundler$/,
    has: 'Ruby with Bundler, in /usr/local',
  },
  { name: /^golang$/, system: /^(?:go|golang|golang-go)$/, has: 'Go, in /usr/local/go' },
  { name: /^rust$/, system: /^(?:rustc|cargo|rust|rustup)$/, has: 'Rust with Cargo' },
  {
    name: /^php$/,
    system: /^(?:php|php\d(?:\.\d)?|php\d?(?:\.\d)?-(?:cli|fpm|common|dev))$/,
    has: 'PHP, in /usr/local',
  },
  {
    name: /^(?:openjdk|eclipse-temurin|amazoncorretto|maven|gradle)$/,
    system: /^(?:default-jdk|default-jre|openjdk-\d+-j(?:dk|re)(?:-headless)?|openjdk\d+(?:-j(?:dk|re))?)$/,
    has: 'a Java runtime',
  },
  { name: /^maven$/, system: /^maven$/, has: 'Maven' },
  { name: /^gradle$/, system: /^gradle$/, has: 'Gradle' },
  {
    name: /^(?:nginx|httpd|redis|postgres|mariadb|mysql|composer)$/,
    system: /^(?:nginx|apache2|redis-server|redis|postgresql|mariadb-server|mysql-server|composer)$/,
    has: 'that program',
  },
  {
    name: /^(?:python|node|ruby|gcc|buildpack-deps|perl|rust)$/,
    tag: FULL,
    system: BUILDPACK,
    has: 'it from buildpack-deps; the slim image has not',
  },
  {
    name: /^golang$/,
    tag: FULL,
    system: /^(?:curl|wget|ca-certificates|git|gnupg|openssh-client|procps|make|gcc|g\+\+|pkg-config)$/,
    has: 'it from buildpack-deps; the alpine image has not',
  },
  {
    name: /^nvidia\/cuda$/,
    tag: /devel/,
    system: /^cuda-(?:toolkit|nvcc|compiler|libraries|libraries-dev|cudart|command-line-tools)(?:-\d+-\d+)?$/,
    has: 'the CUDA toolkit',
  },
  {
    name: /^nvidia\/cuda$/,
    tag: /runtime|devel/,
    system: /^cuda-(?:libraries|cudart|runtime)(?:-\d+-\d+)?$/,
    has: "CUDA's libraries",
  },
];
