// The door of this folder: an image archive read once, and what can be told from it.
export type { ElfFacts } from './elf.ts';
export * from './attack-surface.ts';
export * from './exposed-secrets.ts';
export * from './image-index.ts';
export { type FileChange, type LayerChanges, layerChanges } from './layer-changes.ts';
export { largestFiles, largestFolders, type Sized } from './largest.ts';
export { layerSizes, type LayerSize } from './layer-sizes.ts';
export * from './libraries-needed.ts';
export * from './measures.ts';
export { type FileTree, mergedFiles, type PlacedFile } from './merged-files.ts';
export * from './packages/language-packages.ts';
export type { OsPackage } from './packages/os-package.ts';
export { osPackages, ownerOf, packagesAddedBy } from './packages/os-packages.ts';
export { imageContents } from './image-contents.ts';
export { readImageArchive, type ReadOptions } from './read-archive.ts';
export { readText, resolvePath } from './resolve-path.ts';
export * from './system.ts';
export { writableCode } from './writable-code.ts';
