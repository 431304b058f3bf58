/** Dockerfiles of our own that BuildKit and our tree are compared on; they build with `BASE` and the files `a b` and `c`. */
export const BASE = 'debian:bookworm-slim';

/** All that a Dockerfile can hold. */
export const everything = `FROM ${BASE} AS one
ENV A=b C="d e" \\
  # why
  F='g $A'
ENV G=$A$C H=\${U:-\${A:+"i j"}} I="\\$A \\"k\\"" J=l\\ m N="\${C#d }" O=\${C%%e} P=\${C/d/D}
ENV OLD  form "with"  blanks
LABEL "a b"="c d" x=$A y='z \\'
RUN echo 'a <<EOF b' && \\
  # c <<EOF \\

  echo '$A' > /a
RUN --mount=type=tmpfs,target=/t --network=none <<EOF cat
hello $A
# not a comment
EOF
RUN <<A cat 0<&0 && cat <<-B
a
A
\tb
\tB
RUN echo $((1<<2)) \${A:-b}
RUN ["echo", \\
# within
  "a\\u0041 <<EOF"]
COPY --chmod=644 <<-"X" <<Y /x/
\t$A
\tX
$A
Y
COPY ["a b", "c", "/d/"]
COPY --link --chown=1:1 c \\
  /e
WORKDIR /w w
USER "1:1"
EXPOSE 80 443/udp
VOLUME ["/v", "/v v"]
STOPSIGNAL SIGINT
HEALTHCHECK --interval=1m30s --timeout=1.5s --start-period=2s --retries=5 \\
  CMD ["true", "x"]
ONBUILD RUN <<EOF
echo hi
EOF
ONBUILD COPY --link a b
SHELL ["/bin/bash", "-c"]
ENTRYPOINT ["/bin/echo", \\
# c
 "a"]
CMD echo "hi" \\
  there`;

/** What is rare: backtick, byte order mark, odd case, comments and blank lines in the wrong places. */
export const odd = `\ufeff# escape=\`
# check=skip=all

  # indented comment
  from ${BASE}
\tr\`
un echo hi\\ \`

    && true \` \t
  # c
 # d
\`
  user  1\`
0:2
env a=b\` c d="e\`"f"
healthcheck   cmd   curl  --fail x
expose\t80\t81-82
label q w=e
cmd  [ -f a ] `;

export const plain = `FROM ${BASE}
HEALTHCHECK NONE
ENTRYPOINT ["/bin/sh"]
CMD []
USER 1`;

/** Lines that BuildKit takes or refuses, each alone after a FROM. */
export const single = [
  'RUN',
  'CMD',
  'ENTRYPOINT []',
  'SHELL []',
  'SHELL sh',
  'SHELL ["a", 1]',
  'CMD [1]',
  "CMD ['a']",
  'FOO a',
  'RUN\u00a0a',

  'ENV',
  'ENV a',
  'ENV a=b c',
  'ENV =b',
  'ENV a=',
  'ENV a= b=c',
  'ARG',
  'ARG =b',
  'ARG --foo=1 a',
  'ENV --foo a=b',

  'COPY a',
  'COPY c <<EOF\nEOF',
  'COPY ["c", null]',
  'COPY --foo c d',
  'COPY --link --link c d',
  'COPY --from c d',

  'COPY --link=maybe c d',
  'COPY --link=FALSE c d',
  'COPY --exclude=x --exclude=y c d',
  'ADD --chown=1 --chown=2 c d',

  'WORKDIR',
  'USER',
  'EXPOSE',
  'VOLUME',
  'VOLUME []',
  'VOLUME [""]',
  'STOPSIGNAL',
  'MAINTAINER',
  'LABEL',
  'LABEL a',

  'HEALTHCHECK',
  'HEALTHCHECK CMD',
  'HEALTHCHECK NONE',
  'HEALTHCHECK NONE a',
  'HEALTHCHECK foo',
  'HEALTHCHECK CMD []',

  'HEALTHCHECK --foo NONE',
  'HEALTHCHECK --foo CMD a',
  'HEALTHCHECK CMD --a b',
  'HEALTHCHECK CMD [1]',
  'ONBUILD',
  'ONBUILD ONBUILD RUN a',
  'ONBUILD FROM a',
  'ONBUILD RUN a',
  'ONBUILD FOO',
  'ONBUILD COPY a',
  'ONBUILD CMD [1]',
  'ONBUILD ENV a',
  'ONBUILD ENV =b',
  'ONBUILD LABEL a=b c',
  'ONBUILD RUN --foo a',
  'ONBUILD SHELL a',

  'FROM',
  `FROM ${BASE} b`,
  `FROM ${BASE} AS 1`,
  `FROM ${BASE} AS B.c-d_1`,
  `FROM --foo=a ${BASE}`,
  `FROM ${BASE} BUT b`,

  'RUN cat <<EOF',
  'RUN echo 1<<2',
  'RUN <<A <<B\nA\nB',
  "RUN it's <<EOF",
  'RUN ${a[0]} <<EOF',
  'RUN <<- EOF',
  'RUN "<<EOF',

  'CMD --foo',
  'CMD -- --foo',
  'RUN --mount=type=tmpfs,target=/a --mount=type=tmpfs,target=/b c',
  '\\',
  '\\\n\\',
  'RUN a \\',
  'RUN cat <<<EOF',
  '# escape=`',
  'ENV a="b',
  "ENV a b'",
  'ENV "a=b"',
  'ARG a=${',
  'WORKDIR "/a',
  'USER ${}',
  'EXPOSE "80',
  'VOLUME ["/a\'"]',
  'STOPSIGNAL "INT',
  'COPY "c d" e',
  'LABEL a=b$',
  'HEALTHCHECK CMD "a',
  'MAINTAINER "a',
  'ONBUILD ENV a="b',
];
