/** The instructions of a Dockerfile. */
export const KNOWN_KEYWORDS: readonly string[] =
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(
    ' ',
  );

/** It begins a piece of Jinja, Go or ERB. */
export const isTemplate = (keyword: string): boolean => /^(?:\{\{|\{%|<%)/.test(keyword);
