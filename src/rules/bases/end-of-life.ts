/** A release line that gets no more security fixes, and since when (`2024-06`), as its makers say. */
export interface EndedLine {
  line: string;
  since: string;
}

/** Lines by image; from endoflife.date's sources, the projects' own pages, as of 2026-11. */
const ENDED: Readonly<Record<string, string>> = {
  debian: '7=2018-05 8=2020-06 9=2022-06 10=2024-06',
  ubuntu:
    '12.04=2017-04 14.04=2019-04 16.04=2021-04 18.04=2023-05 20.04=2025-05 21.04=2022-01 21.10=2022-07 22.10=2023-07 23.04=2024-01 23.10=2024-07 24.10=2025-07 25.04=2026-01',
  alpine:
    '2=2017-11 3.1=2016-11 3.2=2017-05 3.3=2017-11 3.4=2018-05 3.5=2018-11 3.6=2019-05 3.7=2019-11 3.8=2020-05 3.9=2020-11 3.10=2021-05 3.11=2021-11 3.12=2022-05 3.13=2022-11 3.14=2023-05 3.15=2023-11 3.16=2024-05 3.17=2024-11 3.18=2025-05 3.19=2025-11 3.20=2026-04',
  centos: '5=2017-03 6=2020-11 7=2024-06 8=2021-12',
  python: '2=2020-01 3.4=2019-03 3.5=2020-09 3.6=2021-12 3.7=2023-06 3.8=2024-10 3.9=2025-10 3.10=2026-10',
  node: '4=2018-04 5=2016-06 6=2019-04 7=2017-06 8=2019-12 9=2018-06 10=2021-04 11=2019-06 12=2022-04 13=2020-06 14=2023-04 15=2021-06 16=2023-09 17=2022-06 18=2025-04 19=2023-06 20=2026-04 21=2024-06 23=2025-06',
  golang:
    '1.10=2019-02 1.11=2019-09 1.12=2020-02 1.13=2020-08 1.14=2021-02 1.15=2021-08 1.16=2022-03 1.17=2022-08 1.18=2023-02 1.19=2023-08 1.20=2024-02 1.21=2024-08 1.22=2025-02 1.23=2025-08 1.24=2026-02',
  ruby: '2.4=2020-03 2.5=2021-03 2.6=2022-04 2.7=2023-03 3.0=2024-04 3.1=2025-03 3.2=2026-03',
  php: '5=2018-12 7.0=2019-01 7.1=2019-12 7.2=2020-11 7.3=2021-12 7.4=2022-11 8.0=2023-11 8.1=2025-12',
  postgres: '9=2021-11 10=2022-11 11=2023-11 12=2024-11 13=2025-11',
  mysql: '5.5=2018-12 5.6=2021-02 5.7=2023-10 8.0=2026-04',
  mongo: '3=2021-04 4=2024-02 5=2024-10 6=2025-07',
};

/** Distribution releases that stand in tags of other images: `python:3.13-buster`. */
const ENDED_SUITES: ReadonlyMap<string, string> = new Map(
  'wheezy=2018-05 jessie=2020-06 stretch=2022-06 buster=2024-06 trusty=2019-04 xenial=2021-04 bionic=2023-05 focal=2025-05'
    .split(' ')
    .map((text) => text.split('=') as [string, string]),
);

const lines: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map(
  Object.entries(ENDED).map(([image, text]) => [
    image,
    new Map(text.split(' ').map((pair) => pair.split('=') as [string, string])),
  ]),
);

/**
 * The line of a tag that has ended.
 * @param image the familiar name: `python`
 * @param version the tag's version: `3.8.1`; null where it has none
 * @param suite the distribution release in the tag
 */
export function endedLine(image: string, version: string | null, suite: string | null): EndedLine | null {
  const known = lines.get(image);
  const parts = version?.split('.') ?? [];
  for (const length of parts.map((_, index) => parts.length - index)) {
    const line = parts.slice(0, length).join('.');
    const since = known?.get(line);
    if (since !== undefined) return { line: `${image} ${line}`, since };
  }
  if (suite === null) return null;
  const alpine = /^alpine-?(\d+\.\d+)$/.exec(suite)?.[1];
  const since = alpine === undefined ? ENDED_SUITES.get(suite) : lines.get('alpine')?.get(alpine);
  return since === undefined ? null : { line: alpine === undefined ? suite : `Alpine ${alpine}`, since };
}
