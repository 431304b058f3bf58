import type { ImageContents, ImageFile, ImagePackage } from './contents.ts';

/** What an example says of an image; the rest is empty. */
export interface ImageExample extends Partial<Omit<ImageContents, 'config' | 'files' | 'packages' | 'base'>> {
  config?: Partial<ImageContents['config']>;
  files?: readonly (Pick<ImageFile, 'path'> & Partial<ImageFile>)[];
  packages?: readonly (Pick<ImagePackage, 'name'> & Partial<ImagePackage>)[];
  base?: Partial<NonNullable<ImageContents['base']>>;
}
