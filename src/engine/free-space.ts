import { statfs } from 'node:fs/promises';

/** Ends a build before it fills the disk: the folder to look at and what has to stay free there, in bytes. */
export interface FreeSpaceWatch {
  path: string;
  minFreeBytes: number;
}

/** Between two looks, in ms. */
const INTERVAL = 1000;

/** Calls `onLow` once when less than the minimum is free. A folder that cannot be looked at is not watched. */
export function watchFreeSpace(watch: FreeSpaceWatch, onLow: () => void): { stop(): void } {
  let stopped = false;
  let timer: NodeJS.Timeout | null = null;
  const look = async (): Promise<void> => {
    const free = await freeBytes(watch.path);
    if (stopped || free === null) return;
    if (free < watch.minFreeBytes) onLow();
    else timer = setTimeout(() => void look(), INTERVAL);
  };
  void look();
  return {
    stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}

async function freeBytes(path: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(path);
    return bavail * bsize;
  } catch {
    return null;
  }
}
