// npm run parity -- MIRRORS [--id DL3008] [--show N]: how far Shipshape, with a tool's preset, answers that tool's own test
// cases as the tool does. MIRRORS is a folder of bare mirrors (OWNER+NAME/repo); nothing of them is kept.
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { checkText } from '../../dist/index.js';
import { checkovCases } from './checkov.mjs';
import { dclintCases } from './dclint.mjs';
import { hadolintCases } from './hadolint.mjs';
import { trivyCases } from './trivy.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { id: { type: 'string' }, show: { type: 'string', default: '0' }, json: { type: 'boolean' } },
});
const [folder] = positionals;
const SOURCES = [
  { name: 'hadolint+hadolint', read: hadolintCases },
  { name: 'aquasecurity+trivy-checks', read: trivyCases },
  { name: 'bridgecrewio+checkov', read: checkovCases },
  { name: 'zavoloklom+docker-compose-linter', read: dclintCases },
];
/** Questions on which agreement is not the goal: docs/differences.md. */
const DELIBERATE = new Set(
  `DL3002 DL3057 DL3064 DL3009 DL3019 DL3032 DL3036 DL3040 DL3059 DL3008 DL3018 DL3033 DL3037 DL3041 DL3022 DL4006
  DS-0002 DS-0026 DS-0031 DS-0015 DS-0019 DS-0020 DS-0025 DS-0027 DS-0017
  CKV_DOCKER_3 CKV_DOCKER_8 CKV_DOCKER_2 CKV_DOCKER_5`.split(/\s+/),
);

const all = SOURCES.flatMap(({ name, read }) => {
  const mirror = `${folder}/${name}/repo`;
  if (!existsSync(mirror)) return [];
  const { cases, ...leftOut } = read(mirror);
  if (!values.json) console.log(`${name}: ${cases.length} cases`, leftOut);
  return cases;
});
if (values.json) console.log(JSON.stringify(all));
else tell(all.filter(({ id }) => values.id === undefined || id === values.id));

function tell(cases) {
  const rows = new Map();
  for (const each of cases) {
    const { findings } = checkText(each.path ?? 'Dockerfile', each.text, { preset: each.tool });
    const fired = findings.some(({ ids }) => ids[each.tool]?.includes(each.id));
    const row = rows.get(`${each.tool} ${each.id}`) ?? { must: 0, did: 0, mustNot: 0, didNot: 0, wrong: [] };
    rows.set(`${each.tool} ${each.id}`, row);
    row[each.fires ? 'must' : 'mustNot']++;
    if (fired === each.fires) row[each.fires ? 'did' : 'didNot']++;
    else row.wrong.push(each);
  }
  const sums = new Map();
  for (const [key, { must, did, mustNot, didNot, wrong }] of [...rows].toSorted(([a], [b]) =>
    a.localeCompare(b),
  )) {
    const [tool, id] = key.split(' ');
    if (wrong.length > 0)
      console.log(
        `${key.padEnd(28)} fires ${did}/${must}  silent ${didNot}/${mustNot}${DELIBERATE.has(id) ? '  (deliberate)' : ''}`,
      );
    for (const { text, fires } of wrong.slice(0, Number(values.show)))
      console.log(`  ${fires ? 'should fire' : 'should be silent'}:\n${text.replaceAll(/^/gm, '    ')}`);
    const group = `${tool}${DELIBERATE.has(id) ? ', deliberate differences' : ''}`;
    const sum = sums.get(group) ?? { must: 0, did: 0, mustNot: 0, didNot: 0 };
    sums.set(group, {
      must: sum.must + must,
      did: sum.did + did,
      mustNot: sum.mustNot + mustNot,
      didNot: sum.didNot + didNot,
    });
  }
  for (const [group, { must, did, mustNot, didNot }] of sums)
    console.log(
      `${group}: fires ${did}/${must} (${((100 * did) / must).toFixed(1)} %), silent ${didNot}/${mustNot} (${((100 * didNot) / mustNot).toFixed(1)} %)`,
    );
}
