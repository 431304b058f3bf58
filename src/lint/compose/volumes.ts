import { isMapping, textOf, volumeOf, type ServiceVolume } from '../../model/compose-values.ts';
import { withDefaults } from './interpolated.ts';

/** One entry of a service's `volumes`. */
export interface Volume extends ServiceVolume {
  /** its place in the list */
  index: number;
  form: 'short' | 'long';
  /** how mounts below it go on between host and container; null when nothing is said of it */
  propagation: string | null;
}

export function volumesOf(entry: unknown, index: number): Volume[] {
  const isLong = isMapping(entry);
  const text = textOf(entry);
  const read = volumeOf(text === null ? entry : withDefaults(text));
  const bind = isLong ? entry['bind'] : null;
  const mode = text === null ? '' : (/:([^:/]*)$/.exec(text)?.[1] ?? '');
  const propagation = isLong
    ? isMapping(bind)
      ? textOf(bind['propagation'])
      : null
    : (mode.split(',').find((word) => /^r?(?:shared|slave|private)$/.test(word)) ?? null);
  return read.map((volume) => ({
    ...volume,
    source: volume.source === null ? null : withDefaults(volume.source),
    index,
    form: isLong ? 'long' : 'short',
    propagation,
  }));
}
