/** The folder for what Shipshape keeps between runs, in the project. */
export const OWN_FOLDER = '.shipshape';
/** The report that Shipshape leaves in the project. */
export const OWN_REPORT = 'DOCKER_IMPROVEMENTS.md';

/** True for what Shipshape made itself: no build ever sees it. `path` is relative to the project's folder. */
export const isOwn = (path: string): boolean =>
  path === OWN_REPORT || path === OWN_FOLDER || path.startsWith(`${OWN_FOLDER}/`);
