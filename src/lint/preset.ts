import { TOOLS } from './tool.ts';

/** Which rules are on together; those of a tool are what that tool has on. */
export const PRESETS = ['recommended', 'strict', 'cis', ...TOOLS.filter((tool) => tool !== 'cis')] as const;
export type Preset = (typeof PRESETS)[number];
