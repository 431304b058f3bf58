import { defineRule, type Port, type Service } from '../lint/index.ts';

interface Claim {
  service: Service;
  address: string | null;
  first: number;
  last: number;
}

export const composeDuplicatePort = defineRule({
  id: 'compose-duplicate-port',
  title: 'One service a port of the host',
  why: 'A port of the host can be bound once: the second service that publishes it fails to start.',
  remedy: 'Publish one of them on another port.',
  category: 'compose',
  appliesTo: 'compose',
  severity: 'error',
  since: '0.2.0',
  fix: null,
  weight: 0,
  aliases: { dclint: ['no-duplicate-exported-ports'] },
  variants: {
    same: { aliases: { dclint: ['no-duplicate-exported-ports'] } },
    // other addresses, profiles that are not started together, ports that the engine chooses
    'no-conflict': {
      aliases: { dclint: ['no-duplicate-exported-ports'] },
      recommended: false,
      severity: 'info',
    },
  },
  links: ['https://docs.docker.com/reference/compose-file/services/#ports'],

  compose(file, { report, wants }) {
    const claims = new Claims();
    for (const service of file.services)
      for (const port of service.ports) {
        const range = port.published ?? (wants('no-conflict') && !port.isFixed ? port.target : null);
        if (range === null) continue;
        const isChosen = port.published === null;
        const claim = { service, address: port.address, ...range };
        const others = claims.add(claim, port.protocol);
        const same = isChosen ? undefined : others.find((other) => collide(claim, other));
        const [other = same] = others;
        if (other === undefined) continue;
        const name = (same ?? other).service.name;
        report({
          at: service.at('ports', port.index),
          variant: same === undefined ? 'no-conflict' : 'same',
          message:
            same === undefined
              ? `\`${service.name}\` names the port ${shown(port)} as \`${name}\` does, though not for the same address and at the same time.`
              : `\`${service.name}\` publishes the port ${shown(port)}, which ${name === service.name ? 'it publishes already' : `\`${name}\` has already`}: only one of them can bind it. Choose another.`,
        });
      }
  },

  invalid: [
    {
      text: 'services:\n  web:\n    image: nginx:1.29\n    ports: ["8080:80"]\n  api:\n    image: nginx:1.29\n    ports:\n      - 8000-8090:80-170\n',
      lines: [8],
      variants: ['same'],
    },
    {
      text: 'services:\n  web:\n    image: nginx:1.29\n    ports: ["127.0.0.1:80:80"]\n  api:\n    image: nginx:1.29\n    ports:\n      - target: 8000\n        published: "80"\n',
      lines: [8],
      variants: ['same'],
    },
    {
      text: 'services:\n  web:\n    image: nginx:1.29\n    profiles: [dev]\n    ports: ["80:80"]\n  api:\n    image: nginx:1.29\n    profiles: [prod]\n    ports: ["80:80"]\n',
      lines: [9],
      variants: ['no-conflict'],
    },
  ],
  valid: [
    {
      text: 'services:\n  dns:\n    image: coredns/coredns:1.12\n    ports: ["53:53/udp", "53:53/tcp", "${PORT}:80", "${PORT}:81"]\n',
    },
  ],
});

/** More than these are not looked at: no real file has them, and a made-up one is not to take ages. */
const MOST_OWNERS = 20;
const MOST_RANGES = 200;

/** What is bound so far, by protocol; neighbours are found without looking at all of it. */
class Claims {
  readonly #byPort = new Map<string, Claim[]>();
  readonly #ranges = new Map<string, Claim[]>();

  /** @returns those before it with a port in common, the first one first */
  add(claim: Claim, protocol: string): Claim[] {
    const ranges = this.#ranges.get(protocol) ?? [];
    this.#ranges.set(protocol, ranges);
    const found = ranges.filter(({ first, last }) => first <= claim.last && claim.first <= last);
    if (claim.first === claim.last) {
      const key = `${claim.first}/${protocol}`;
      const same = this.#byPort.get(key) ?? [];
      found.unshift(...same);
      if (same.length < MOST_OWNERS) this.#byPort.set(key, [...same, claim]);
    } else if (ranges.length < MOST_RANGES) {
      for (let port = claim.first; port <= claim.last; port++)
        found.push(...(this.#byPort.get(`${port}/${protocol}`) ?? []).slice(0, 1));
      ranges.push(claim);
    }
    return found;
  }
}

function collide(a: Claim, b: Claim): boolean {
  const everywhere = (address: string | null): boolean =>
    address === null || address === '0.0.0.0' || address === '::';
  const sameAddress = everywhere(a.address) || everywhere(b.address) || a.address === b.address;
  return sameAddress && runTogether(a.service, b.service);
}

/** Services whose profiles have none in common are mostly other ways to run the same thing. */
function runTogether(a: Service, b: Service): boolean {
  if (a.profiles.length === 0 || b.profiles.length === 0) return true;
  return a.profiles.some((profile) => b.profiles.includes(profile));
}

const shown = ({ text }: Port): string => `\`${text}\``;
