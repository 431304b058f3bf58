/** What the stage that ships is made of. */
export interface Shipment {
  /** the stage that `node_modules` come from */
  packagesFrom: string;
  /** the stage that what the build wrote comes from; null when nothing was built */
  outputsFrom: string | null;
  /** the source: only what the program may want besides what was built, all, or with everything else in one folder */
  source: 'needed' | 'whole' | 'folder';
  /** a RUN that installs OS packages, lines joined by `\n`; empty when there are none */
  osPackages: string;
}
