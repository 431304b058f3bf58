import type { InstructionFacts } from '../../lint/index.ts';
import type { DockerfileTree } from '../../syntax/dockerfile/index.ts';

export const treeOf = ({ place }: InstructionFacts): DockerfileTree => place.tree;
