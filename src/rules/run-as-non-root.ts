import { defineRule, type ImageFacts, type StageFacts } from '../lint/index.ts';
import { accountsIn, chainOf, dropsRoot, isRoot, makesUser, userOf } from './accounts/user.ts';
import { isFunctionBase, isNonRootBase, isWindowsBase, officialBase } from './bases/known.ts';
import { startOf } from './start/start.ts';

export const runAsNonRoot = defineRule({
  id: 'run-as-non-root',
  title: 'The program does not run as root',
  why: 'Whoever gets hold of a program that runs as root can change all files of its container, also those of mounted volumes, and has a shorter way to the host.',
  remedy:
    'Make a user with fixed ids, give it only what the program writes, and end with `USER 1001:1001`. Switch back after steps that need root.',
  category: 'security',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: null,
  weight: 10,
  aliases: {
    hadolint: ['DL3002'],
    trivy: ['DS-0002'],
    kics: ['67fd0c4a-68cf-46d7-8c41-bc9fba7e40ae', 'fd54f200-402c-4333-a5a4-36ef6709af2f'],
    checkov: ['CKV_DOCKER_3', 'CKV_DOCKER_8'],
    dockle: ['CIS-DI-0001'],
    cis: ['4.1'],
    tally: ['tally/stateful-root-runtime'],
  },
  variants: {
    'explicit-root': {
      aliases: {
        hadolint: ['DL3002'],
        trivy: ['DS-0002'],
        kics: ['67fd0c4a-68cf-46d7-8c41-bc9fba7e40ae'],
        checkov: ['CKV_DOCKER_8'],
        dockle: ['CIS-DI-0001'],
        cis: ['4.1'],
        tally: ['tally/stateful-root-runtime'],
      },
    },
    'no-user': {
      aliases: {
        trivy: ['DS-0002'],
        kics: ['fd54f200-402c-4333-a5a4-36ef6709af2f'],
        checkov: ['CKV_DOCKER_3'],
        dockle: ['CIS-DI-0001'],
        cis: ['4.1'],
        tally: ['tally/stateful-root-runtime'],
      },
    },
    'drops-root-itself': {
      recommended: false,
      aliases: {
        trivy: ['DS-0002'],
        kics: ['fd54f200-402c-4333-a5a4-36ef6709af2f'],
        checkov: ['CKV_DOCKER_3'],
        dockle: ['CIS-DI-0001'],
        cis: ['4.1'],
      },
    },
    'root-in-other-stage': { recommended: false, aliases: { hadolint: ['DL3002'] } },
  },
  links: [
    'https://docs.docker.com/build/building/best-practices/#user',
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
  ],

  dockerfile(file, { report, wants }) {
    const { target } = file;
    if (target === null) return;
    const last = target.effective('USER');
    const user = last === null ? null : userOf(last);
    if (last !== null && user !== null && isRoot(user))
      report({
        at: last.at,
        variant: 'explicit-root',
        message: `\`USER ${last.node.argument}\` is the last one that holds for the image, so its program runs as root: switch to another user behind the steps that need root.`,
      });
    if (wants('root-in-other-stage'))
      for (const stage of file.stages) {
        const own = stage.own('USER');
        if (stage === target || own === null || own === last || !isRoot(userOf(own) ?? '')) continue;
        report({
          at: own.at,
          variant: 'root-in-other-stage',
          message: `A stage ends as \`USER ${own.node.argument}\`: its steps run as root, which only matters where it ships.`,
        });
      }
    if (
      last !== null ||
      file.isFragment ||
      isNonRootBase(target) ||
      isFunctionBase(target) ||
      isWindowsBase(target)
    )
      return;
    const base = target.rootBase;
    const isKnown = base?.isScratch === true || officialBase(target) !== null;
    const made = accountsIn(target).find(({ account }) => makesUser(account) && account.name !== null);
    report({
      at: target.at,
      variant: givesUpRoot(target) ? 'drops-root-itself' : 'no-user',
      message: `No USER is set, so the program runs as root${isKnown ? '' : `, unless \`${base?.raw ?? ''}\` names another user`}: ${
        made === undefined
          ? 'make one with fixed ids and switch to it with USER.'
          : `switch to \`${made.account.name ?? ''}\`, which the file makes, with USER.`
      }`,
    });
  },

  image(image, { report }) {
    const { user } = image.config;
    const [name = ''] = user.split(':');
    const id = image.users.find((account) => account.name === name)?.id;
    if (user !== '' && !isRoot(user) && id !== 0) return;
    report({
      at: image.at,
      variant: user !== '' ? 'explicit-root' : dropsRootInside(image) ? 'drops-root-itself' : 'no-user',
      message:
        user === ''
          ? 'The image names no user, so its program runs as root: make one with fixed ids and switch to it with USER.'
          : `The image runs as \`${user}\`, which is root: switch to another user behind the steps that need root.`,
    });
  },

  invalid: [
    { text: 'an image without a user', image: {}, lines: [1], variants: ['no-user'] },
    {
      text: 'an image whose user has the id 0',
      image: {
        config: { user: 'admin' },
        texts: { '/etc/passwd': 'root:x:0:0::/:/bin/sh\nadmin:x:0:0::/:/bin/sh\n' },
      },
      lines: [1],
      variants: ['explicit-root'],
    },
    {
      text: 'an image whose entry script has gosu at hand',
      image: { config: { entrypoint: ['/entrypoint.sh'] }, files: [{ path: '/usr/local/bin/gosu' }] },
      lines: [1],
      variants: ['drops-root-itself'],
    },
    {
      text: 'FROM debian:13\nUSER 1001\nUSER root:root\nCMD ["app"]\n',
      lines: [3],
      variants: ['explicit-root'],
    },
    {
      text: 'FROM debian:13 AS base\nUSER 0\nFROM base\nRUN make\n',
      lines: [2],
      variants: ['explicit-root'],
    },
    {
      text: 'FROM golang:1.25 AS builder\nUSER app\nFROM scratch\nCOPY --from=builder /app /app\n',
      lines: [3],
      variants: ['no-user'],
    },
    {
      text: 'FROM debian:13\nRUN apt-get update && apt-get install -y gosu\nENTRYPOINT ["/entrypoint.sh"]\n',
      lines: [1],
      variants: ['drops-root-itself'],
    },
    {
      text: 'FROM debian:13 AS builder\nUSER root\nFROM debian:13\nUSER 1001\n',
      lines: [2],
      variants: ['root-in-other-stage'],
    },
  ],
  valid: [
    { text: 'an image with a user', image: { config: { user: '1001:0' } } },
    { text: 'FROM debian:13\nUSER root\nRUN make\nUSER 1001:1001\n' },
    { text: 'FROM gcr.io/distroless/static-debian12:nonroot\nCOPY app /app\n' },
    { text: 'FROM debian:13\nARG UID\nUSER $UID\n' },
  ],
});

/** The same of an image: a script is its entry point, and has such a program at hand. */
const dropsRootInside = ({ argv, config, contents }: ImageFacts): boolean =>
  argv.some((word) => dropsRoot(word.replace(/^.*\//, ''))) ||
  (config.entrypoint !== null && contents.files.some(({ path }) => /\/s?bin\/(?:gosu|su-exec)$/.test(path)));

/** It starts through a program that gives root up, or has one for its entry script. */
function givesUpRoot(target: StageFacts): boolean {
  const { argv } = startOf(target);
  if (argv?.some((word) => dropsRoot(word.replace(/^.*\//, ''))) === true) return true;
  return chainOf(target).some(({ instructions }) =>
    instructions.some(
      ({ keyword, commands, node }) =>
        (keyword === 'RUN' &&
          commands.some(({ program, args }) =>
            [program, ...args.map(({ value }) => value)].some((word) =>
              /(?:^|\/)(?:gosu|su-exec)(?:$|[-=])/.test(word ?? ''),
            ),
          )) ||
        (keyword === 'COPY' && node.words.some(({ value }) => /(?:^|\/)(?:gosu|su-exec)$/.test(value))),
    ),
  );
}
