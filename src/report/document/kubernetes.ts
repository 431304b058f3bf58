import { memoryLimit } from '../../improvements/limits.ts';
import { andList, code } from './markdown.ts';
import type { SectionFacts } from './facts.ts';
import { imageName, portsOf, volumesOf } from './how-it-runs.ts';
import { userOf } from './running.ts';

const MEBIBYTE = 1024 * 1024;

/** What a Deployment with horizontal autoscaling needs to know of this program. */
export function kubernetes({ result, after, document }: SectionFacts): string | null {
  const { run } = after.facts;
  const [first] = portsOf(after);
  if (run?.kind !== 'server' || first === undefined) return null;
  const state = result.verification.after;
  const peak = result.after.peakMemory;
  const limit = state?.memoryLimit ?? (peak === null ? null : memoryLimit(peak) * MEBIBYTE);
  const user = userOf(state)?.split(':')[0];
  const kept = volumesOf(after);
  const inMemory = (state?.writable ?? []).filter((path) => !kept.includes(path));
  const needs = [
    code(`containerPort: ${first.port}`),
    ...(run.healthPath === null ? [] : [`probes that ask ${code(`GET ${run.healthPath}`)}`]),
    ...(limit === null || peak === null
      ? []
      : [
          `${code(`memory: ${Math.ceil(peak / MEBIBYTE)}Mi`)} as request and ${code(`${Math.round(limit / MEBIBYTE)}Mi`)} as limit`,
        ]),
    ...(user === undefined || user === '0' ? [] : [code(`runAsUser: ${user}`)]),
    ...(state?.readOnly
      ? [
          `${code('readOnlyRootFilesystem: true')}${inMemory.length > 0 ? ` with ${code('emptyDir')} volumes for ${andList(inMemory.map(code))}` : ''}`,
        ]
      : []),
    ...(kept.length === 0 ? [] : [`a ${code('PersistentVolumeClaim')} for ${andList(kept.map(code))}`]),
  ];
  // copies of a program that writes beside itself would each have data of their own, or write over each other's
  if (kept.length > 0)
    return `**Kubernetes.** A Deployment needs ${andList(needs)}; before it runs in several copies, see that they can share what lies there.`;
  const name = imageName(document.project, after).replaceAll(/^.*\/|[:@].*$/g, '');
  const scale = code(`kubectl autoscale deployment ${name} --cpu-percent=70 --min=2 --max=6`);
  return `**Kubernetes.** A Deployment needs ${andList(needs)}; ${scale} then adds and removes copies by their load (it wants a request for processor time as well).`;
}
