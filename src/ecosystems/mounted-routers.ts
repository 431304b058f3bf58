/** Something that routes are registered with: its own prefix, and where it is mounted. */
export interface Router {
  /** null: given, but not as a literal */
  prefix: string | null;
  mounts: { prefix: string | null; parent: string }[];
}

/** More levels than people write; a loop of mounts ends here. */
const DEEPEST = 8;

/**
 * Under which prefixes the routes of a router are reached. Prefixes that are not literal are left out, so there may be
 * none. What is no router is reached as written.
 * @param join puts a prefix before a path, as the framework does
 */
export function prefixesOf(
  routers: ReadonlyMap<string, Router>,
  id: string,
  join: (prefix: string, path: string) => string,
  depth = 0,
): string[] {
  const router = routers.get(id);
  if (!router) return [''];
  const { prefix: own, mounts } = router;
  if (own === null || depth > DEEPEST) return [];
  if (mounts.length === 0) return [own];
  return mounts.flatMap(({ prefix, parent }) =>
    prefix === null
      ? []
      : prefixesOf(routers, parent, join, depth + 1).map((above) => join(above, join(prefix, own))),
  );
}
